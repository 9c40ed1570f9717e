from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from serving.channels.models import Inbox
from serving.conversations import repository
from serving.conversations.models import Author, Conversation, Kind
from serving.operators.models import Operator
from serving.realtime.messages import event_view
from serving.translation.base import Audience, Capabilities
from serving.translation.exchange import import_pairs
from serving.translation.fake import WordListEngine
from serving.translation.service import Order
from tests.gateway import Served, add_team

API = "/console/api"
SPANISH = {"where": "dónde", "is": "está", "my": "mi", "lamp": "lámpara", "your": "su", "on": "en"}
ENGLISH = {"dónde": "where", "está": "is", "mi": "my", "lámpara": "lamp", "el": "the", "pedido": "order"}
PAIRS = frozenset({("en", "es"), ("es", "en"), ("es", "fr"), ("fr", "es")})


@pytest.fixture
async def team(served: Served) -> Served:
    await add_team(served.database)
    return served


@pytest.fixture
def engine(served: Served) -> WordListEngine:
    """The gateway's translator asks this one and no other."""
    made = WordListEngine(words={**SPANISH, **ENGLISH}, pairs=PAIRS)
    served.gateway.translator.engines = [made]
    return made


@pytest.fixture
async def spanish(team: Served) -> str:
    """A conversation of the widget in Spanish with one message."""
    session = await team.session(locale="es")
    response = await team.http.post(
        "/api/widget/web/messages",
        json={"text": "¿Dónde está mi lámpara P-10482?", "client_id": "c1"},
        headers={"Authorization": f"Bearer {session['token']}"},
    )
    assert response.status_code == 202
    identifier: str = session["conversation"]
    payload = {"locale": "es", "reason": "channel"}
    await team.append(identifier, kind=Kind.LOCALE, author=Author.SYSTEM, payload=payload)
    return identifier


async def _post(team: Served, path: str, headers: dict[str, str], **body: Any) -> Any:
    return await team.http.post(f"{API}/{path}", json=body, headers=headers)


async def test_an_operator_reads_in_his_language_and_both_stay(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    await team.sign_in()
    path = f"{API}/conversations/{spanish}/translations"
    page = (await team.http.get(path)).json()
    assert page["locale"] == "en"
    [one] = page["translations"]
    assert (one["text"], one["source"], one["sure"]) == ("¿where is my lamp P-10482?", "es", True)
    events = (await team.http.get(f"{API}/conversations/{spanish}/events")).json()["events"]
    assert events[0]["text"] == "¿Dónde está mi lámpara P-10482?"
    again = (await team.http.get(path)).json()
    assert again == page
    assert len(engine.asked) == 1  # the second time it was kept


async def test_what_no_engine_can_translate_stays_as_it_is(team: Served, spanish: str) -> None:
    team.gateway.translator.engines = []
    await team.sign_in()
    page = (await team.http.get(f"{API}/conversations/{spanish}/translations")).json()
    assert page["translations"] == []


async def test_a_backlog_is_translated_in_one_batch(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    for number in range(5):
        text = f"¿Dónde está mi pedido P-{number}?"
        await team.append(spanish, text, author=Author.CUSTOMER, payload={"locale": "es"})
    await team.sign_in()
    page = (await team.http.get(f"{API}/conversations/{spanish}/translations")).json()
    assert len(page["translations"]) == 6
    assert engine.batches == [6]


async def test_an_operators_words_are_previewed_sent_and_kept_beside_the_customers(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    headers = await team.sign_in()
    text = "Your lamp P-10482 is on my order"
    shown = (await _post(team, f"conversations/{spanish}/preview", headers, text=text)).json()
    assert shown["text"] == "su lámpara P-10482 está en mi order"
    assert (shown["source"], shown["target"], shown["sure"]) == ("en", "es", True)
    about = {key: shown[key] for key in ("original", "source", "target", "status", "engine", "score")}
    sent = await _post(team, f"conversations/{spanish}/reply", headers, text=shown["text"], translation=about)
    assert sent.status_code == 200
    message = sent.json()["events"][-1]
    assert message["text"] == shown["text"]
    assert message["payload"]["translation"] == about
    page = (await team.http.get(f"{API}/conversations/{spanish}/translations")).json()
    assert page["translations"][-1]["text"] == text


async def test_an_operators_words_are_addressed_as_the_inbox_does(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    headers = await team.sign_in()
    for formality in ("familiar", "formal"):
        async with team.gateway.database.write() as session:
            conversation = await session.get_one(Conversation, spanish)
            inbox = await session.get_one(Inbox, conversation.inbox_id)
            inbox.settings = {**inbox.settings, "formality": formality}
        await _post(team, f"conversations/{spanish}/preview", headers, text="Your lamp is on my order")
        assert engine.asked[-1].formality.value == formality


async def test_a_translation_that_nobody_is_sure_of_asks_first(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    engine.can = Capabilities(licence="none", threshold=1.0)
    headers = await team.sign_in()
    path = f"conversations/{spanish}"
    shown = (await _post(team, f"{path}/preview", headers, text="Your lamp is on my order")).json()
    assert (shown["sure"], shown["status"]) == (False, "machine_unsure")
    about = {key: shown[key] for key in ("original", "source", "target", "status", "engine", "score")}
    refused = await _post(team, f"{path}/reply", headers, text=shown["text"], translation=about)
    assert refused.status_code == 409
    confirmed = await _post(
        team, f"{path}/reply", headers, text=shown["text"], translation=about | {"confirmed": True}
    )
    assert confirmed.status_code == 200
    edited = await _post(
        team, f"{path}/reply", headers, text="Su lámpara ya salió", translation=about | {"edited": True}
    )
    assert edited.json()["events"][-1]["payload"]["translation"]["status"] == "human"


async def test_the_customer_is_not_shown_what_the_operator_wrote(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    headers = await team.sign_in()
    about = {"original": "a secret aside", "source": "en", "target": "es", "status": "human"}
    await _post(team, f"conversations/{spanish}/reply", headers, text="Hola", translation=about)
    async with team.gateway.database.read() as session:
        *_, message = await repository.events_after(session, spanish)
    assert message.payload["translation"]["original"] == "a secret aside"
    assert "secret aside" not in str(event_view(message, {}, public=True))


async def test_an_operators_language_is_the_one_of_his_account(
    team: Served, spanish: str, engine: WordListEngine
) -> None:
    await team.sign_in()
    async with team.gateway.database.write() as session:
        await session.execute(update(Operator).values(locale="fr"))
    page = (await team.http.get(f"{API}/conversations/{spanish}/translations")).json()
    assert page["locale"] == "fr"


async def test_an_operator_sets_a_conversations_language_and_gives_it_back(
    team: Served, spanish: str
) -> None:
    headers = await team.sign_in()
    event = (await _post(team, f"conversations/{spanish}/locale", headers, locale="fr")).json()["event"]
    assert event["payload"] == {"locale": "fr", "reason": "operator"}
    assert event["operator"]["name"] == "Ana"
    assert (await team.http.get(f"{API}/conversations/{spanish}")).json()["locale"] == "fr"
    back = (await _post(team, f"conversations/{spanish}/locale", headers, locale=None)).json()["event"]
    assert back["payload"] == {"locale": "fr", "reason": "conversation"}
    assert (await _post(team, f"conversations/{spanish}/locale", headers, locale="no!")).status_code == 400


async def test_a_machines_segment_is_corrected_and_the_effect_shown(
    team: Served, engine: WordListEngine
) -> None:
    engine.words = {"shipping": "envío", "is": "es", "free": "libre"}
    served = team.gateway.translator
    order = Order("en", "es", Audience.CUSTOMER, remember=True)
    await served.translate("Shipping is free today.", order)
    headers = await team.sign_in()
    listed = (await team.http.get(f"{API}/translation/segments?status=machine&target=es")).json()
    [draft] = listed["segments"]
    assert (draft["engine"], draft["status"]) == ("word-list", "machine")
    done = await _post(
        team, f"translation/segments/{draft['id']}", headers, target="El envío es gratuito hoy."
    )
    assert done.json()["segment"]["status"] == "human"
    tried = await _post(
        team, "translation/try", headers, text="Shipping is free today.", source="en", target="es"
    )
    assert tried.json()["text"] == "El envío es gratuito hoy."
    assert tried.json()["status"] == "human"
    left = (await team.http.get(f"{API}/translation/segments?status=machine")).json()
    assert left["segments"] == []


async def test_a_segment_must_keep_what_must_not_change(team: Served) -> None:
    headers = await team.sign_in()
    refused = await _post(
        team,
        "translation/segments",
        headers,
        source="Write to help@lumen.example",
        target="Escríbanos",
        source_locale="en",
        target_locale="es",
    )
    assert refused.status_code == 400
    assert "help@lumen.example" in refused.json()["error"]["message"]


async def test_terms_change_what_comes_out(team: Served, engine: WordListEngine) -> None:
    engine.words = {"your": "su", "gift": "regalo", "card": "carta", "is": "está", "here": "aquí"}
    headers = await team.sign_in()
    text = {"text": "Your gift card is here", "source": "en", "target": "es"}
    before = (await _post(team, "translation/try", headers, **text)).json()["text"]
    assert before == "su regalo carta está aquí"
    term = {"term": "gift card", "translation": "tarjeta regalo", "source_locale": "en"}
    made = await _post(team, "translation/terms", headers, **term, target_locale="es")
    assert made.status_code == 200
    after = (await _post(team, "translation/try", headers, **text)).json()["text"]
    assert after == "su tarjeta regalo está aquí"
    [listed] = (await team.http.get(f"{API}/translation/terms")).json()["terms"]
    removed = await _post(team, f"translation/terms/{listed['id']}/remove", headers)
    assert removed.status_code == 204


@pytest.mark.parametrize("kind", ["csv", "tmx"])
async def test_segments_come_in_and_go_out(team: Served, kind: str) -> None:
    async with team.gateway.database.write() as session:
        pairs = [("Hello, Ana", "Hola, Ana"), ("Bye", "Adiós")]
        await import_pairs(session, pairs, source="en", target="es", origin="x")
    headers = await team.sign_in()
    query = f"source=en&target=es&format={kind}"
    file = await team.http.get(f"{API}/translation/export?{query}")
    assert "attachment" in file.headers["content-disposition"]
    changed = file.content.replace("Adiós".encode(), b"Hasta luego")
    async with team.gateway.database.write() as session:
        await session.execute(update(Operator).values(role="admin"))
    done = await team.http.post(f"{API}/translation/import?{query}", content=changed, headers=headers)
    assert done.json() == {"added": 0, "changed": 1, "kept": 1}


async def test_only_an_admin_imports(team: Served) -> None:
    headers = await team.sign_in()
    async with team.gateway.database.write() as session:
        await session.execute(update(Operator).values(role="agent"))
    refused = await team.http.post(
        f"{API}/translation/import?source=en&target=es", content=b"source,target\n", headers=headers
    )
    assert refused.status_code == 403
