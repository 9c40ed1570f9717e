from __future__ import annotations

import pytest

from serving.translation.pages import accepted_locale
from tests.gateway import Served, add_team, served  # noqa: F401  # a fixture

WORDS = "/console/api/words"


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("pt-BR,pt;q=0.9,ar;q=0.5,en;q=0.7", "en"),
        ("ja, fr;q=0.2", "fr"),
        ("*", "en"),
        ("de;q=nonsense, es", "es"),
        (None, "en"),
    ],
)
def test_the_browser_s_languages_are_asked_in_its_order(header: str | None, locale: str) -> None:
    assert accepted_locale(header, "en") == locale


async def test_the_console_speaks_the_browser_s_language_before_anybody_signs_in(served: Served) -> None:  # noqa: F811
    answer = await served.http.get(WORDS, headers={"Accept-Language": "ar-EG"})
    page = answer.json()
    assert (page["locale"], page["dir"]) == ("ar", "rtl")
    assert page["words"]["console-sign-in"] != "Sign in"
    assert {"locale": "fr", "name": "Français"} in page["languages"]


async def test_words_that_the_browser_has_are_not_sent_again(served: Served) -> None:  # noqa: F811
    first = await served.http.get("/widget/words?locale=de")
    again = await served.http.get("/widget/words?locale=de", headers={"If-None-Match": first.headers["etag"]})
    headers = {"If-None-Match": first.headers["etag"], "Origin": "https://shop.example"}
    other = await served.http.get("/widget/words?locale=fr", headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200
    assert other.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("locale", ["tlh", "not a locale", "", "../../etc"])
async def test_the_widget_is_never_without_words(served: Served, locale: str) -> None:  # noqa: F811
    page = (await served.http.get("/widget/words", params={"locale": locale})).json()
    assert page["locale"] == "en"


async def test_an_operator_s_choice_wins_over_the_browser_and_lasts(served: Served) -> None:  # noqa: F811
    await add_team(served.database)
    headers = await served.sign_in()
    chosen = await served.http.post("/console/api/me", json={"locale": "fr"}, headers=headers)
    assert chosen.json()["operator"]["locale"] == "fr"
    assert (await served.http.get(WORDS, headers={"Accept-Language": "de"})).json()["locale"] == "fr"
    assert (await served.http.get(WORDS, params={"locale": "ar"})).json()["locale"] == "ar"
    assert (await served.http.get("/console/api/me")).json()["operator"]["locale"] == "fr"


async def test_a_choice_on_the_sign_in_page_is_the_operator_s(served: Served) -> None:  # noqa: F811
    await add_team(served.database)
    body = {"email": "ana@example.com", "password": "correct horse battery", "locale": "es"}
    operator = (await served.http.post("/console/api/login", json=body)).json()["operator"]
    assert operator["locale"] == "es"


async def test_a_language_that_the_console_does_not_speak_is_refused(served: Served) -> None:  # noqa: F811
    await add_team(served.database)
    headers = await served.sign_in()
    refused = await served.http.post("/console/api/me", json={"locale": "ja"}, headers=headers)
    assert refused.status_code == 400
    assert "ar, de, en, es, fr" in refused.json()["error"]["message"]
