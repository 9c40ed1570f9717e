from __future__ import annotations

import pytest

from serving.knowledge.articles import MAX_CHARACTERS, MAX_SENTENCES, BrokenArticle, PassageText, read_article

ARTICLE = """\
---
title: Shipping
url: /help/shipping
language: en
topic: shipping
---

We ship from Ghent.

## Express

Express costs *EUR 9.90*, see [the list](https://shop.example/list).
It takes `one` day.

### Islands

No express there.
"""


def read(text: str) -> list[PassageText]:
    return list(read_article(text.encode(), name="folder/some-article.md").passages)


def test_front_matter_and_headings() -> None:
    article = read_article(ARTICLE.encode(), name="shipping.md")
    assert (article.title, article.url, article.language, article.topic) == (
        "Shipping",
        "/help/shipping",
        "en",
        "shipping",
    )
    assert list(article.passages) == [
        PassageText(None, ["We ship from Ghent."]),
        PassageText("Express", ["Express costs EUR 9.90, see the list.", "It takes one day."]),
        PassageText("Islands", ["No express there."]),
    ]


def test_without_front_matter_the_heading_or_the_file_is_the_title() -> None:
    assert read_article(b"# The title\n\nText.", name="a.md").title == "The title"
    assert read_article(b"Text.", name="folder/some-article.md").title == "some-article"


def test_a_short_list_is_one_sentence_with_its_introduction() -> None:
    assert read("Send us:\n\n- a photo\n- the order number;\n") == [
        PassageText(None, ["Send us: a photo; the order number."])
    ]


def test_each_item_of_a_long_list_can_be_quoted_alone() -> None:
    items = [f"Step {number} is described with some words that fill the line." for number in range(8)]
    sentences = [
        s for p in read("Do this:\n\n" + "".join(f"1. {item}\n" for item in items)) for s in p.sentences
    ]
    assert sentences == ["Do this:", *items]


def test_a_row_of_a_table_names_its_columns() -> None:
    table = "| Kind | Price |\n|---|---|\n| Express | EUR 9.90 |\n| Standard | EUR 4.90 |\n"
    assert read(table)[0].sentences == ["Kind: Express; Price: EUR 9.90.", "Kind: Standard; Price: EUR 4.90."]


def test_markup_of_html_is_no_text() -> None:
    assert read("Plain <b>bold</b> text.\n\n<script>alert(1)</script>\n")[0].sentences == ["Plain bold text."]


def test_long_sections_become_several_passages() -> None:
    passages = read(
        " ".join(f"Sentence number {number} ends here." for number in range(MAX_SENTENCES * 2 + 1))
    )
    assert [len(passage.sentences) for passage in passages] == [MAX_SENTENCES, MAX_SENTENCES, 1]
    long = read("Many words. " + f"{'word ' * 70}end. Word " * 5)
    assert len(long) > 1
    assert all(len(passage.text) <= MAX_CHARACTERS for passage in long)


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (b"---\ntitle: x\n", "front matter is not closed"),
        (b"---\ntitle: [x\n---\ntext", "not valid YAML in line"),
        (b"---\njust words\n---\ntext", "not a list of"),
        (b"---\ntitle: [a, b]\n---\ntext", "'title' in the front matter is not a text"),
        (b"---\nurl: javascript:alert(1)\n---\ntext", "neither a path nor http"),
        (b"---\ntitle: x\n---\n\n## Only a heading\n", "no text"),
        (b"", "no text"),
    ],
)
def test_a_broken_file_says_what_to_repair(content: bytes, reason: str) -> None:
    with pytest.raises(BrokenArticle, match=reason):
        read_article(content, name="a.md")
