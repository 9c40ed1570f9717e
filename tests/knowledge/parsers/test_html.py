from __future__ import annotations

import pytest

from serving.knowledge.parsers.base import Block, BlockKind, BrokenDocument, ParsedDocument
from serving.knowledge.parsers.html import HtmlParser


def parse(html: str | bytes, *, charset: str | None = None) -> ParsedDocument:
    content = html.encode() if isinstance(html, str) else html
    (document,) = HtmlParser().parse(content, charset=charset)
    return document


def texts(document: ParsedDocument) -> list[str]:
    return [block.text for section in document.sections for block in section.blocks]


def outline(document: ParsedDocument) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(section.headings, [block.text for block in section.blocks]) for section in document.sections]


PAGE = """\
<!doctype html><html lang="en-GB"><head><title>Shipping | Lumen</title>
<link rel="canonical" href="https://shop.example/help/shipping"></head><body>
<header>Lumen &amp; Oak</header><nav><a href="/">Home</a></nav>
<main><header><h1>Shipping <a href="#s">¶</a></h1></header>
<p>We ship <b>from</b> Ghent.<script>track()</script></p>
<h2>Express</h2><p>It takes<br>one day.</p><h3>Islands</h3><p>No express there.</p>
<h2>Prices</h2>
<table><thead><tr><th>Kind</th><th>Price</th></tr></thead><tr><td>Express</td><td>EUR 9.90</td></tr></table>
<aside>Not on Sundays.</aside></main>
<aside>Newsletter!</aside><footer>Imprint</footer></body></html>
"""


def test_the_main_content_keeps_its_headings() -> None:
    document = parse(PAGE)
    assert (document.title, document.language) == ("Shipping", "en-GB")
    assert document.url == "https://shop.example/help/shipping"
    assert outline(document) == [
        ((), ["We ship from Ghent."]),
        (("Express",), ["It takes one day."]),
        (("Express", "Islands"), ["No express there."]),
        (("Prices",), ["Kind: Express; Price: EUR 9.90.", "Not on Sundays."]),
    ]


def test_without_a_main_element_what_frames_the_page_is_left_out() -> None:
    document = parse(
        "<title>T</title><body><header>Shop</header><div role=navigation>Menu</div><p>Text.</p>"
        "<div role=complementary>More</div><aside>Ads</aside><footer>Imprint</footer>"
    )
    assert document.title == "T"
    assert texts(document) == ["Text."]


def test_a_menu_is_known_by_its_links_alone() -> None:
    menu = "<ul><li><a href=/>Home</a></li><li><a href=/faq>Help <b>centre</b></a></li></ul>"
    said = "<ul><li><a href=/visa>Visa</a>, without a fee</li><li>cash on delivery</li></ul>"
    assert texts(parse(f"<body>{menu}<p>We take:</p>{said}")) == [
        "We take:",
        "Visa, without a fee",
        "cash on delivery",
    ]
    assert texts(parse(f"<body><main>{menu}</main>")) == ["Home", "Help centre"]


def test_the_articles_of_a_page_all_count() -> None:
    assert texts(parse("<article>One.</article><article>Two.</article>")) == ["One.", "Two."]


def test_the_questions_of_an_accordion_head_their_answers() -> None:
    document = parse(
        "<main><h2>Returns</h2><details><summary>How <i>long</i>?</summary><p>30 days.</p></details>"
        "<p>Go on.</p><dl><dt>Fee</dt><dd>None.</dd></dl></main>"
    )
    assert outline(document) == [
        (("Returns", "How long?"), ["30 days."]),
        (("Returns",), ["Go on."]),
        (("Returns", "Fee"), ["None."]),
    ]


def test_what_a_button_unfolds_is_read_and_what_is_hidden_is_not() -> None:
    document = parse(
        '<main><h3><button aria-controls="a1">Why?</button></h3><div id="a1" hidden>Because.</div>'
        '<p hidden>Draft.</p><p style="display: none">Old.</p><p aria-hidden="true">Icon</p></main>'
    )
    assert outline(document) == [(("Why?",), ["Because."])]


def test_lists_are_items_and_nested_ones_their_own() -> None:
    (section,) = parse(
        "<main><p>Send:</p><ul><li>a photo<ul><li>in colour</li></ul></li><li>the number</li></ul>"
    ).sections
    assert section.blocks == [
        Block(BlockKind.PARAGRAPH, "Send:"),
        Block(BlockKind.ITEM, "a photo"),
        Block(BlockKind.ITEM, "in colour"),
        Block(BlockKind.ITEM, "the number"),
    ]


def test_a_table_without_named_columns_keeps_its_rows_together() -> None:
    assert texts(parse("<main><table><tr><td>Express<td>EUR 9<tr><td>Standard<td>EUR 4</table>")) == [
        "Express; EUR 9.",
        "Standard; EUR 4.",
    ]


def test_a_table_of_facts_within_one_that_lays_out_the_page_is_read_once_and_as_rows() -> None:
    facts = "<table><tr><th>Country</th><th>Price</th></tr><tr><td>Belgium</td><td>5 euros</td></tr></table>"
    page = f"<main><table><tr><td>Menu</td><td>{facts}</td></tr></table></main>"
    assert texts(parse(page)) == ["Menu", "Country: Belgium; Price: 5 euros."]


def test_layouts_within_layouts_are_read_once() -> None:
    page = "One."
    for _ in range(18):
        page = f"<table><tr><td>{page}</td></tr></table>"
    assert texts(parse(f"<main>{page}</main>")) == ["One."]


@pytest.mark.parametrize("address", ["http://[x", "https://a.example:99999/"])
def test_a_canonical_address_that_is_none_is_passed_over(address: str) -> None:
    assert parse(f'<link rel="canonical" href="{address}"><main><p>One.</p></main>').url is None


@pytest.mark.parametrize("charset", ["undefined", "punycode"])
def test_a_codec_that_reads_no_page_is_passed_over(charset: str) -> None:
    assert texts(parse("<main><p>One €.</p></main>", charset=charset)) == ["One €."]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    assert texts(parse("<body><table><tr><td><p>One.</p><p>Two.</p></td></tr></table>")) == ["One.", "Two."]


@pytest.mark.parametrize(
    "content, charset",
    [
        ("<main>Größe</main>".encode("cp1252"), None),
        ("<main>Größe</main>".encode("cp1252"), "ISO-8859-1"),
        ('<meta charset="iso-8859-2"><main>Größe</main>'.encode("iso-8859-2"), None),
        ("<main>Größe</main>".encode("utf-16"), None),
        ("<main>Größe</main>".encode(), "nonsense"),
    ],
)
def test_encodings_are_read_as_browsers_do(content: bytes, charset: str | None) -> None:
    assert texts(parse(content, charset=charset)) == ["Größe"]


def test_markup_in_text_stays_text() -> None:
    assert texts(parse("<main>&lt;script&gt;alert(1)&lt;/script&gt;</main>")) == ["<script>alert(1)</script>"]


def test_a_canonical_address_that_could_run_something_is_no_address() -> None:
    assert parse('<link rel="canonical" href="javascript:alert(1)"><main>Text</main>').url is None


def test_binary_data_is_no_page() -> None:
    with pytest.raises(BrokenDocument, match="not a web page but binary data"):
        parse(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_elements_without_end_are_refused_and_not_fatal() -> None:
    with pytest.raises(BrokenDocument, match="nested too deeply"):
        parse("<main>" + "<div>" * 5000 + "deep")
