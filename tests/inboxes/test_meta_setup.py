"""WhatsApp, Messenger and Instagram: made and checked against a peer of the Graph API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from serving.channels import secrets
from serving.errors import BadInput
from serving.inboxes import service
from serving.inboxes.base import Around, Level
from tests.channels.meta_server import APP_SECRET, PAGE, PHONE, TOKEN, MetaServer
from tests.gateway import listening


@pytest.fixture
async def meta() -> AsyncIterator[MetaServer]:
    server = MetaServer()
    async with listening(server.app()) as address:
        server.base_url = f"http://{address}"
        yield server


def given(meta: MetaServer, channel: str, **more: Any) -> dict[str, Any]:
    account = {"phone_number_id": PHONE} if channel == "whatsapp" else {"account_id": PAGE}
    tokens = {"access_token": TOKEN, "app_secret": APP_SECRET, "base_url": meta.base_url}
    return account | tokens | more


@pytest.mark.parametrize("channel", ["whatsapp", "messenger", "instagram"])
async def test_an_account_is_proved_and_a_verify_token_made(
    around: Around, meta: MetaServer, channel: str
) -> None:
    made = await service.add(around, channel, inbox_id="m", name="M", given=given(meta, channel))

    kept = secrets.decrypt(made.inbox.secrets, around.settings.secret_key)
    assert made.inbox.settings["account"] == "Lumen & Oak"
    assert (kept["access_token"], kept["app_secret"]) == (TOKEN, APP_SECRET)
    assert any(kept["verify_token"] in step for step in made.steps)
    assert any(f"/channels/{channel}/m" in step for step in made.steps)
    assert [finding.level for finding in made.findings] == [Level.OK]
    assert bool(meta.subscribed) == (channel == "messenger")


async def test_a_template_is_kept_as_the_adapter_reads_it(around: Around, meta: MetaServer) -> None:
    more = {"template_name": "follow_up", "template_language": "en_US", "template_text": "yes"}
    values = given(meta, "whatsapp", **more)
    made = await service.add(around, "whatsapp", inbox_id="m", name="M", given=values)

    assert made.inbox.settings["template"] == {"name": "follow_up", "language": "en_US", "text": True}


async def test_a_wrong_account_stores_nothing_and_a_lost_token_is_found(
    around: Around, meta: MetaServer
) -> None:
    values = given(meta, "whatsapp", phone_number_id="999")
    with pytest.raises(BadInput, match="phone_number_id"):
        await service.add(around, "whatsapp", inbox_id="m", name="M", given=values)
    await service.add(around, "whatsapp", inbox_id="m", name="M", given=given(meta, "whatsapp"))
    meta.trouble(190, 401)
    [found] = (await service.check(around, "m")).findings
    assert (found.level, "token" in found.message) == (Level.PROBLEM, True)
