"""An admin says something else to customers than the catalogue does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from serving.operators.models import Operator
from serving.translation.catalogue import get_catalogue
from tests.gateway import Served, password_hash

API = "/console/api/wordings"


@pytest.fixture(autouse=True)
def said_as_shipped_afterwards() -> Iterator[None]:
    yield
    get_catalogue("en").reword({})


@pytest.fixture
async def headers(served: Served) -> Mapping[str, str]:
    async with served.database.write() as session:
        session.add(
            Operator(
                id="Root", email="root@example.com", name="Root", role="admin", password_hash=password_hash()
            )
        )
    return await served.sign_in("root@example.com")


async def listed(served: Served, path: str) -> dict[str, Any]:
    answer = await served.http.get(f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_texts_of_customers_are_found_and_those_of_the_console_are_not(
    served: Served, headers: Mapping[str, str]
) -> None:
    found = await listed(served, "de?q=utter-goodbye")
    assert [one["name"] for one in found["texts"]] == ["utter-goodbye"]
    assert "de@familiar" in found["folders"]
    assert (await listed(served, "en?q=console-"))["texts"] == []
    assert (await listed(served, "en?q=note-"))["texts"] == []
    first = await listed(served, "en")
    second = await listed(served, f"en?skip={first['next']}")
    assert len(first["texts"]) == 50
    assert not {one["name"] for one in first["texts"]} & {one["name"] for one in second["texts"]}


async def test_what_an_admin_writes_is_said_at_once_and_taken_back(
    served: Served, headers: Mapping[str, str]
) -> None:
    original = (await served.session())["strings"]["widget-title"]
    body = {"source": "Ask the lamp people"}
    answer = await served.http.post(f"{API}/en/widget-title", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["text"]["own"] == "Ask the lamp people"
    assert (await served.session())["strings"]["widget-title"] == "Ask the lamp people"
    changed = await listed(served, "en?show=changed")
    assert [one["name"] for one in changed["texts"]] == ["widget-title"]
    back = await served.http.post(f"{API}/en/widget-title/remove", json={}, headers=headers)
    assert back.json()["text"]["own"] is None
    assert (await served.session())["strings"]["widget-title"] == original


async def test_a_broken_text_is_refused_by_name_and_nothing_changes(
    served: Served, headers: Mapping[str, str]
) -> None:
    body = {"source": "Bye { $nobody }"}
    refused = await served.http.post(f"{API}/en/utter-goodbye", json=body, headers=headers)
    assert refused.status_code == 400
    assert "$nobody" in refused.text
    assert (await listed(served, "en?show=changed"))["texts"] == []
    for path in ("en/console-save", "en/nothing-like-it", "xx/utter-goodbye"):
        unknown = await served.http.post(f"{API}/{path}", json={"source": "x"}, headers=headers)
        assert unknown.status_code == 404, path


async def test_a_text_is_tried_before_it_is_said(served: Served, headers: Mapping[str, str]) -> None:
    tried = await served.http.get(f"{API}/en/utter-goodbye/try", params={"source": "Take care!"})
    assert tried.json() == {"said": ["Take care!"]}
    assert (await listed(served, "en?show=changed"))["texts"] == []
