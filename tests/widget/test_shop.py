from __future__ import annotations

import re
from pathlib import Path

import pytest

from serving.widget.shop import ARTICLES, help_pages
from tests.gateway import Served, served  # noqa: F401  # a fixture

LOCALES = ["en", "es", "de", "fr", "ar"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_shop_speaks_the_visitor_s_language(served: Served, locale: str) -> None:  # noqa: F811
    page = await served.http.get("/", headers={"Accept-Language": locale})
    direction = "rtl" if locale == "ar" else "ltr"
    assert f'<html lang="{locale}" dir="{direction}">' in page.text
    assert "{{" not in page.text
    assert page.headers["content-language"] == locale
    assert "anna.keller@example.com" in page.text


async def test_a_language_may_be_asked_for_by_the_address(served: Served) -> None:  # noqa: F811
    page = await served.http.get("/help/shipping?lang=de", headers={"Accept-Language": "fr"})
    assert '<html lang="de"' in page.text
    assert (await served.http.get("/help/shipping?lang=<script>")).text.count("<script") == page.text.count(
        "<script"
    )
    assert (await served.http.get("/help/nothing?lang=de")).status_code == 404


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_every_sentence_of_a_help_page_is_translated(locale: str) -> None:
    english = help_pages("en")
    translated = help_pages(locale)
    assert len(translated) == len(list(ARTICLES.glob("*.md")))
    for path, page in translated.items():
        sentences = re.findall(r"[A-Z][^<>.]{25,}\.", english[path].body)
        assert len(sentences) > 3
        assert [sentence for sentence in sentences if sentence in page.body] == []
        assert page.title != english[path].title


def test_what_customers_are_expected_to_ask_is_not_for_readers(tmp_path: Path) -> None:
    text = "We open at 9.\n\n```questions\n> We\nhow early\n```\n\nRing.\n"
    article = f"---\ntitle: Desk\nurl: /help/desk\n---\n\n{text}"
    (tmp_path / "desk.md").write_text(article, encoding="utf-8")
    body = help_pages("en", tmp_path)["/help/desk"].body
    assert "We open at 9." in body
    assert "Ring." in body
    assert "how early" not in body
    assert "<code" not in body
