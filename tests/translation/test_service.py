from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from serving.db import Database
from serving.translation import repository
from serving.translation.base import Audience, Capabilities, TranslationStatus
from serving.translation.exchange import import_pairs
from serving.translation.fake import WordListEngine
from serving.translation.glossary import Glossary
from serving.translation.guard import Guarded
from serving.translation.masks import RAW, STYLES
from serving.translation.models import Segment, SegmentStatus
from serving.translation.service import Order
from tests.translation.messages import messages
from tests.translation.support import TO_CUSTOMER, add_terms, assert_unharmed, translator

SPANISH = {
    "your": "su", "order": "pedido", "is": "está", "on": "en", "the": "el", "way": "camino",
    "costs": "cuesta", "write": "escriba", "to": "a", "or": "o", "see": "vea", "hello": "hola",
    "parcel": "paquete",
    "where": "dónde", "my": "mi", "lamp": "lámpara", "gift": "regalo", "card": "tarjeta", "with": "con",
    "for": "por", "sofa": "sofá", "please": "por favor", "now": "ahora", "arrived": "llegado", "has": "ha",
}  # fmt: skip
UNSURE = Capabilities(licence="none", threshold=0.95)


def engine(**fields: object) -> WordListEngine:
    return WordListEngine(**{"words": SPANISH, **fields})


async def test_values_come_through_an_engine_as_they_were(database: Database) -> None:
    text = "Your order P-10482 costs EUR 20.00: write to help@lumen.example or see https://lumen.example/x."
    answer = await translator(database, engine()).translate(text, TO_CUSTOMER)
    assert answer.status is TranslationStatus.MACHINE
    assert answer.text == (
        "su pedido P-10482 cuesta EUR 20.00: escriba a help@lumen.example o vea https://lumen.example/x."
    )
    assert (answer.original, answer.engine) == (text, "word-list")


async def test_the_memory_goes_before_every_engine(database: Database) -> None:
    async with database.write() as session:
        pairs = [("Your order is on the way.", "Su pedido va en camino.")]
        await import_pairs(session, pairs, source="en", target="es", origin="x")
    unused = engine()
    answer = await translator(database, unused).translate("Your order is on the way.", TO_CUSTOMER)
    assert (answer.text, answer.status, answer.engine) == (
        "Su pedido va en camino.",
        TranslationStatus.HUMAN,
        "memory",
    )
    assert unused.asked == []


async def test_only_the_sentences_that_the_memory_lacks_go_to_an_engine(database: Database) -> None:
    async with database.write() as session:
        await import_pairs(session, [("Hello!", "¡Hola!")], source="en", target="es", origin="x")
    asked = engine()
    answer = await translator(database, asked).translate("Hello! Your order is on the way.", TO_CUSTOMER)
    assert answer.text == "¡Hola! su pedido está en el camino."
    assert answer.status is TranslationStatus.MACHINE
    assert [request.text for request in asked.asked] == ["Your order is on the way."]


async def test_a_model_that_loses_one_style_of_mask_is_asked_with_another(database: Database) -> None:
    loses_tags = engine(spoil=lambda text: re.sub(r"<[^>]*>", "", text))
    answer = await translator(database, loses_tags).translate("Your order P-1 is on the way.", TO_CUSTOMER)
    assert answer.text == "su pedido P-1 está en el camino."
    assert answer.masks == "brackets"


async def test_a_model_that_loses_every_mask_hands_over_to_the_next(database: Database) -> None:
    loses_all = engine(name="bad", spoil=lambda text: re.sub(r"\S*\d\S*", "", text))
    answer = await translator(database, loses_all, engine(name="good")).translate(
        "Your order P-1 is on the way.", TO_CUSTOMER
    )
    assert (answer.engine, answer.status) == ("good", TranslationStatus.MACHINE)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda text: "", "empty"),
        (lambda text: text + " " + "y otra vez" * 60, "length"),
        (lambda text: "sí sí sí sí sí sí sí", "repetition"),
        (lambda text: text.replace("3", "5"), "numbers"),
        (lambda text: text + " 7", "numbers"),
        (lambda text: "Ваш заказ уже в пути, 3 дня", "script"),
        (lambda text: "Your order is on the way in 3 days", "copy"),
        (lambda text: text + " P-99", "values lost"),
        (lambda text: "Diese Bestellung wird innerhalb von 3 Tagen an Sie geliefert", "language"),
    ],
)
async def test_a_translation_that_fails_a_check_never_reaches_a_customer(
    database: Database, spoil: Callable[[str], str], problem: str
) -> None:
    text = "Your order is on the way in 3 days"
    answer = await translator(database, engine(spoil=spoil)).translate(text, TO_CUSTOMER)
    assert (answer.status, answer.text) == (TranslationStatus.UNTRANSLATED, text)
    assert any(problem in one for one in answer.problems)


async def test_an_unsure_translation_is_for_operators_and_says_why(database: Database) -> None:
    unsure = translator(database, engine(can=UNSURE))
    operator = Order("en", "es", Audience.OPERATOR)
    read = await unsure.translate("Your order is on the way.", operator)
    assert read.status is TranslationStatus.MACHINE_UNSURE
    assert not read.is_sure
    assert "score" in read.problems
    assert read.score is not None


async def test_an_unsure_engine_gives_way_to_a_sure_one(database: Database) -> None:
    both = translator(database, engine(name="unsure", can=UNSURE), engine(name="sure"))
    answer = await both.translate("Your order is on the way.", TO_CUSTOMER)
    assert answer.engine == "sure"


async def test_an_engine_for_operators_only_never_faces_a_customer(database: Database) -> None:
    private = engine(can=Capabilities(licence="none", may_face_customers=False))
    ours = translator(database, private)
    assert (await ours.translate("Hello lamp", TO_CUSTOMER)).status is TranslationStatus.UNTRANSLATED
    read = await ours.translate("Hello lamp", Order("en", "es", Audience.OPERATOR))
    assert read.status is TranslationStatus.MACHINE


SPANISH_OF_CUSTOMER = {"mi": "my", "pedido": "order", "está": "is", "dónde": "where"}
GERMAN = {"my": "meine", "order": "Bestellung", "is": "ist", "where": "wo"}
FROM_SPANISH = {"words": SPANISH_OF_CUSTOMER, "pairs": {("es", "en")}, "name": "es-en"}
TO_GERMAN = {"words": GERMAN, "pairs": {("en", "de")}, "name": "en-de", "confidence": 0.7}
SPANISH_READ_IN_GERMAN = Order("es", "de", Audience.OPERATOR)


async def test_two_other_languages_meet_in_the_pivot_and_it_says_so(database: Database) -> None:
    both = translator(database, engine(**FROM_SPANISH), engine(**TO_GERMAN))
    answer = await both.translate("dónde está mi pedido P-10482", SPANISH_READ_IN_GERMAN)
    assert answer.text == "wo ist meine Bestellung P-10482"
    assert (answer.status, answer.engine, answer.score) == (TranslationStatus.MACHINE, "es-en, en-de", 0.7)
    assert answer.problems == ["through en"]


async def test_a_direct_pair_goes_before_the_pivot(database: Database) -> None:
    direct = {"dónde": "wo", "está": "ist", "mi": "meine", "pedido": "Bestellung"}
    engines = [engine(**FROM_SPANISH), engine(**TO_GERMAN)]
    straight = engine(words=direct, pairs={("es", "de")}, name="es-de")
    answer = await translator(database, *engines, straight).translate(
        "dónde está mi pedido", SPANISH_READ_IN_GERMAN
    )
    assert (answer.engine, answer.problems) == ("es-de", [])
    assert [one.asked for one in engines] == [[], []]


async def test_without_one_half_there_is_no_way_through_the_pivot(database: Database) -> None:
    half = translator(database, engine(**FROM_SPANISH))
    answer = await half.translate("dónde está mi pedido", SPANISH_READ_IN_GERMAN)
    assert (answer.status, answer.text) == (TranslationStatus.UNTRANSLATED, "dónde está mi pedido")


async def test_the_second_half_may_be_a_persons_words(database: Database) -> None:
    async with database.write() as session:
        pairs = [("where is my order", "Wo ist meine Bestellung?")]
        await import_pairs(session, pairs, source="en", target="de", origin="x")
    answer = await translator(database, engine(**FROM_SPANISH)).translate(
        "dónde está mi pedido", SPANISH_READ_IN_GERMAN
    )
    assert answer.text == "Wo ist meine Bestellung?"
    assert answer.status is TranslationStatus.MACHINE


async def test_what_went_through_the_pivot_is_no_segment(database: Database) -> None:
    both = translator(database, engine(**FROM_SPANISH), engine(**TO_GERMAN))
    order = Order("es", "de", Audience.OPERATOR, remember=True)
    assert (await both.translate("dónde está mi pedido", order)).text == "wo ist meine Bestellung"
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Segment)) == 0


async def test_delivery_never_waits_past_the_deadline(database: Database) -> None:
    slow = Guarded(engine(waits_s=60))
    order = Order("en", "es", Audience.CUSTOMER, deadline_s=0.2)
    answer = await translator(database, slow).translate("Your order is on the way.", order)
    assert answer.status is TranslationStatus.UNTRANSLATED
    assert answer.problems


async def test_an_engine_that_is_away_is_passed_over_and_soon_left_alone(database: Database) -> None:
    away = engine(name="away", away=True)
    both = translator(database, Guarded(away), engine(name="there"))
    for number in range(5):
        answer = await both.translate(f"Your order is on the way {number}", TO_CUSTOMER)
        assert answer.engine == "there"
    assert len(away.asked) == 3  # then its breaker is open
    assert (await both.engines[0].health()).ok is False


async def test_terms_are_put_our_way_and_names_are_not_translated(database: Database) -> None:
    await add_terms(database, ("gift card", "tarjeta regalo"), ("Oak Sofa", None))
    for knows in (False, True):
        one = engine(can=Capabilities(licence="none", glossary=knows))
        if knows:
            one.words = {**SPANISH, "gift": "tarjeta", "card": "regalo"}
        answer = await translator(database, one).translate(
            "Hello, your Oak Sofa for the gift card", TO_CUSTOMER
        )
        assert "tarjeta regalo" in answer.text
        assert "Oak Sofa" in answer.text
        assert answer.status is TranslationStatus.MACHINE


async def test_lines_marks_and_code_stay_where_they_are(database: Database) -> None:
    text = "## Hello\n\n- Your order, now\n- See [my lamp](https://x.example/a)\n```\norder = 1\n```\n"
    answer = await translator(database, engine()).translate(text, TO_CUSTOMER)
    assert answer.text == (
        "## hola\n\n- su pedido, ahora\n- vea [mi lámpara](https://x.example/a)\n```\norder = 1\n```\n"
    )


async def test_a_text_without_words_needs_no_engine(database: Database) -> None:
    for text in ("P-10482", "https://x.example/a", "42", "🙂", ""):
        answer = await translator(database).translate(text, TO_CUSTOMER)
        assert (answer.text, answer.is_sure) == (text, True)


async def test_what_an_engine_made_of_a_document_is_kept_for_review_and_used_again(
    database: Database,
) -> None:
    first = engine()
    ours = translator(database, first)
    order = Order("en", "es", Audience.CUSTOMER, remember=True)
    await ours.translate("Your order is on the way.", order)
    again = await ours.translate("Your order is on the way.", order)
    assert again.status is TranslationStatus.MEMORY
    assert len(first.asked) == 1
    async with database.read() as session:
        segments = await repository.list_segments(session, status=SegmentStatus.MACHINE)
    assert [(one.source, one.engine) for one in segments] == [("Your order is on the way.", "word-list")]


async def test_what_a_customer_wrote_is_not_kept(database: Database) -> None:
    await translator(database, engine()).translate("Your order is on the way.", TO_CUSTOMER)
    async with database.read() as session:
        assert await repository.list_segments(session) == []


def _drops_a_mask(text: str, choice: random.Random) -> str:
    masks = re.findall(r"<x[^>]*>|\[\[\d+\]\]|XQ\d+X|\S*\d\S*", text)
    return text.replace(choice.choice(masks), "", 1) if masks else text


def _doubles_a_word(text: str, choice: random.Random) -> str:
    words = text.split(" ")
    return " ".join([*words, choice.choice(words)])


def _shuffles(text: str, choice: random.Random) -> str:
    words = text.split(" ")
    choice.shuffle(words)
    return " ".join(words)


def _glues(text: str, choice: random.Random) -> str:
    return text.replace(" ", "", choice.randint(1, 4))


def _changes_digits(text: str, choice: random.Random) -> str:
    return re.sub(r"\d", lambda match: str((int(match.group()) + choice.randint(0, 1)) % 10), text)


def _brings_values(text: str, choice: random.Random) -> str:
    return text + choice.choice([" EUR 5.00", " P-1", " https://evil.example", " a@b.example", " 17"])


HARMS = (_drops_a_mask, _doubles_a_word, _shuffles, _glues, _changes_digits, _brings_values, lambda t, _: t)


@pytest.fixture
def stage(sqlite_url: str) -> Database:
    return Database.connect(sqlite_url)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=messages(),
    harms=st.lists(st.sampled_from(HARMS), min_size=1, max_size=2),
    seed=st.integers(0, 2**16),
    knows=st.booleans(),
)
async def test_no_engine_can_harm_a_value(
    stage: Database, text: str, harms: list[Callable[[str, random.Random], str]], seed: int, knows: bool
) -> None:
    choice = random.Random(seed)

    def spoil(translation: str) -> str:
        for harm in harms:
            translation = harm(translation, choice)
        return translation

    async def no_glossary(*_: str) -> Glossary:
        return Glossary("v", ["Lumen & Oak", "Oak Sofa 3000"], {"invoice": "factura"})

    ours = translator(stage, engine(spoil=spoil, can=Capabilities(licence="none", glossary=knows)))
    ours.glossaries.between = no_glossary  # type: ignore[method-assign]
    answer = await ours.translate(text, TO_CUSTOMER)
    assert_unharmed(answer, text, ["Lumen & Oak", "Oak Sofa 3000"])


def test_a_number_that_ends_a_name_is_no_part_of_the_amount_behind_it() -> None:
    spans = Glossary("v", ["Oak Sofa 3000"], {}).spans("The Oak Sofa 3000 EUR 19.90", terms=False)
    assert [span.value for span in spans] == ["Oak Sofa 3000", "EUR 19.90"]


@pytest.mark.parametrize("style", [*STYLES, RAW])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=messages())
async def test_every_style_of_mask_brings_every_value_back(stage: Database, text: str, style: str) -> None:
    can = Capabilities(licence="none", masks=(style,))
    answer = await translator(stage, engine(can=can)).translate(text, TO_CUSTOMER)
    assert_unharmed(answer, text)
