from __future__ import annotations

import pytest

from serving.knowledge.articles import (
    MAX_CHARACTERS,
    MAX_EXPECTED,
    MAX_PASSAGES,
    MAX_SENTENCE_CHARACTERS,
    MAX_SENTENCES,
    Article,
    PassageText,
    make_article,
)
from serving.knowledge.parsers.base import Block, BlockKind, BrokenDocument, ParsedDocument, Section
from serving.knowledge.parsers.markdown import MarkdownParser

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


def read_article(content: bytes, *, name: str) -> Article:
    (document,) = MarkdownParser().parse(content)
    return make_article(document, name=name)


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
        PassageText("Express › Islands", ["No express there."]),
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


def test_a_sentence_that_never_ends_is_cut_between_words() -> None:
    words = " ".join(f"cell{number}" for number in range(400))
    sentences = [sentence for passage in read(words) for sentence in passage.sentences]
    assert all(len(sentence) <= MAX_SENTENCE_CHARACTERS for sentence in sentences)
    assert " ".join(sentences) == words


def test_words_without_spaces_lose_no_character() -> None:
    assert "".join(sentence for passage in read("x" * 2000) for sentence in passage.sentences) == "x" * 2000


@pytest.mark.parametrize(
    "declared, text, language",
    [
        ("fr-BE", "Wie lange dauert der Versand nach Belgien?", "fr-BE"),
        ("en_GB", "Text", "en-GB"),
        ("not a language tag", "Wie lange dauert der Versand nach Belgien und was kostet er?", "de"),
        (None, "¿Cuánto tarda el envío a Bélgica y cuánto cuesta devolver un pedido?", "es"),
        (None, "كم من الوقت يستغرق الشحن إلى بلجيكا وكم تكلفة إرجاع الطلب؟", "ar"),
        (None, "IP44", "en"),
    ],
)
def test_the_language_is_the_declared_one_or_what_the_words_say(
    declared: str | None, text: str, language: str
) -> None:
    document = ParsedDocument(
        title="T", sections=[Section(blocks=[Block(BlockKind.PARAGRAPH, text)])], language=declared
    )
    assert make_article(document, name="a").language == language


def test_an_endless_document_is_refused() -> None:
    blocks = [Block(BlockKind.PARAGRAPH, "One short sentence.")] * (MAX_SENTENCES * MAX_PASSAGES + 1)
    with pytest.raises(BrokenDocument, match=f"the limit is {MAX_PASSAGES}: split the document"):
        make_article(ParsedDocument(title="T", sections=[Section(blocks=blocks)], language="en"), name="a")


def test_a_topic_that_no_topic_can_be_is_refused() -> None:
    with pytest.raises(BrokenDocument, match="its topic is longer than"):
        read_article(f"---\ntopic: {'x' * 65}\n---\nText.".encode(), name="a.md")


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"\xff\xfa", "not UTF-8 at byte 0"),
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
    with pytest.raises(BrokenDocument, match=reason):
        read_article(content, name="a.md")


def test_expected_questions_belong_to_the_sentences_that_they_name() -> None:
    (passage,) = read(
        "# Shop\n\n## Hours\n\nWe open at 9. On Sundays we are closed. Ring twice.\n\n"
        "```questions\n"
        "anything about your hours\n"
        "> We open\n"
        "how early are you there\n"
        "> We open\n> On Sundays\n"
        "when can I come\n"
        "```\n"
    )
    assert passage.sentences == ["We open at 9.", "On Sundays we are closed.", "Ring twice."]
    assert [(asked.text, list(asked.sentences)) for asked in passage.questions] == [
        ("anything about your hours", [0, 1, 2]),
        ("how early are you there", [0]),
        ("when can I come", [0, 1]),
    ]


def test_expected_questions_whose_sentence_is_gone_stand_for_their_section_and_are_named() -> None:
    content = b"# Shop\n\nWe open at 9.\n\n```questions\n> We close\nhow late are you there\n```\n"
    article = read_article(content, name="shop.md")
    assert [list(asked.sentences) for asked in article.passages[0].questions] == [[0]]
    assert article.unplaced == ["We close"]


def test_a_question_is_expected_of_the_part_of_a_long_section_that_answers_it() -> None:
    text = " ".join(f"Fact number {number} stands here." for number in range(10))
    passages = read(f"# Facts\n\n{text}\n\n```questions\n> Fact number 8\nwhat is the eighth\n```\n")
    assert [[list(asked.sentences) for asked in passage.questions] for passage in passages] == [[], [[2]]]


def test_no_end_of_expected_questions_is_refused() -> None:
    questions = "\n".join(f"question {number}" for number in range(MAX_EXPECTED + 1))
    with pytest.raises(BrokenDocument, match="expected questions"):
        read(f"# Facts\n\nA fact.\n\n```questions\n{questions}\n```\n")
