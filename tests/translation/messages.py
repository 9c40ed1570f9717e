"""Messages as customers and shops write them, made up: words with protected values anywhere among them."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    *("order", "parcel", "refund", "where", "is", "my", "the", "please", "table", "lamp", "return"),
    *("shipping", "when", "will", "it", "arrive", "I", "paid", "twice", "broken", "colour", "help"),
    *("address", "change", "invoice"),
)

values = st.one_of(
    st.from_regex(r"[A-Z]{1,3}-[0-9]{3,6}", fullmatch=True),
    st.from_regex(r"[a-z]{3,8}\.[a-z]{2,6}@[a-z]{3,8}\.(com|org|es)", fullmatch=True),
    st.from_regex(r"https://[a-z]{3,8}\.example/[a-z0-9]{1,8}(\?q=[a-z]{1,4})?", fullmatch=True),
    st.from_regex(r"(EUR |€)[0-9]{1,4}\.[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{1,3},[0-9]{2} €", fullmatch=True),
    st.from_regex(r"\{[a-z_]{1,10}\}", fullmatch=True),
    st.from_regex(r"`[a-z]{2,8} --[a-z]{2,6}`", fullmatch=True),
    st.from_regex(r"2026-(0[1-9]|1[0-2])-(0[1-9]|2[0-8])", fullmatch=True),
    st.sampled_from(["Lumen & Oak", "Oak Sofa 3000", "+32 9 123 45 67", "#4711"]),
)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
links = st.builds("[{}](https://shop.example/{})".format, words, st.sampled_from(["a", "b-c", "p?x=1"]))
bold = words.map("**{}**".format)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.one_of(words, words, values, links, bold), min_size=1, max_size=7))
    return " ".join([draw(words), *parts]) + draw(st.sampled_from([".", "?", "!", ""]))


@st.composite
def messages(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.lists(sentences(), min_size=1, max_size=3), min_size=1, max_size=3))
    prefix = draw(st.sampled_from(["", "- ", "1. "]))
    return "\n".join(prefix + " ".join(line) for line in lines)
