"""What customers name, in each language that the assistant speaks."""

from __future__ import annotations

from datetime import date

import pytest

from bot.components.patterns import extract
from bot.gloss import gloss
from bot.locales import folded, guessed, native_locales, spoken, western_digits
from bot.patterns import find_dates, mask


def values(text: str, locale: str) -> list[tuple[str, str]]:
    return [(found["entity"], found["value"]) for found in extract(text, locale)]


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("es", "la funda de cojín azul", [("product", "Linen cushion cover"), ("colour", "blue")]),
        ("es", "quiero la alfonbra en verde", [("product", "Tide wool rug"), ("colour", "green")]),
        ("es", "una mas pequena", [("size", "small")]),
        ("es", "me cobraron 49,90 €", [("amount", "49.90 EUR")]),
        ("es", "son 1.299 euros", [("amount", "1299.00 EUR")]),
        ("es", "vivo en 28013 Madrid", [("postcode", "28013")]),
        ("es", "mi codigo postal es 28013", [("postcode", "28013")]),
        ("es", "llámenme al 612 34 56 78", [("phone", "+34612345678")]),
        ("de", "den Kissenbezug in Blau", [("product", "Linen cushion cover"), ("colour", "blue")]),
        ("de", "lieber in gruen", [("colour", "green")]),
        ("de", "nur die Stehlampe", [("product", "Aurora floor lamp")]),
        ("de", "die größere bitte", [("size", "large")]),
        ("de", "PLZ 50667", [("postcode", "50667")]),
        ("de", "es waren 1.299,00 Euro", [("amount", "1299.00 EUR")]),
        ("fr", "la housse de coussin bleue", [("product", "Linen cushion cover"), ("colour", "blue")]),
        ("fr", "le lampadaire noir", [("product", "Aurora floor lamp"), ("colour", "black")]),
        ("fr", "code postal 75019", [("postcode", "75019")]),
        ("fr", "j'ai payé 1 299,50 €", [("amount", "1299.50 EUR")]),
        ("fr", "appelez le 06 12 34 56 78", [("phone", "+33612345678")]),
        ("ar", "غطاء الوسادة الأزرق", [("product", "Linen cushion cover"), ("colour", "blue")]),
        ("ar", "أبغى السجادة الخضراء", [("product", "Tide wool rug"), ("colour", "green")]),
        ("ar", "طلبي P-١٠٤٨٢ من فضلكم", [("order_number", "P-10482")]),
        ("ar", "رقمي #١٠٤٨٢", [("order_number", "P-10482")]),
        ("ar", "دفعت ٤٩٫٩٠ يورو", [("amount", "49.90 EUR")]),
        ("ar", "الرمز البريدي ١١٥١١", [("postcode", "11511")]),
        ("ar", "إيميلي anna@example.com", [("email", "anna@example.com")]),
    ],
)  # fmt: skip
def test_things_are_found_by_their_words_in_each_language(locale, text, found):
    assert values(text, locale) == found


# The same matter in each language, and what it names.
ALIKE = [
    (
        [("product", "Nora bookshelf")],
        ["the shelf fell off the wall", "la estantería se cayó de la pared", "das Regal fiel von der Wand",
         "l'étagère est tombée du mur", "سقط الرف من الحائط"],
    ),
    (
        [("product", "Tide wool rug")],
        ["a manual for the rug", "un manual para la alfombra", "eine Anleitung für den Teppich",
         "une notice pour le tapis", "دليل للسجادة"],
    ),
    (
        [("product", "Linen cushion cover")],
        ["two of the cushions", "dos de los cojines", "zwei der Kissen", "deux des coussins", "وسادتين"],
    ),
    (
        [("colour", "grey"), ("colour", "red")],
        ["the grey for the red", "el gris por el rojo", "das graue gegen das rote", "le gris contre le rouge",
         "الرمادي بالأحمر"],
    ),
    (
        [],
        ["a sofa cover", "la funda del sofá", "ein Sofabezug", "une housse de canapé", "غطاء الكنبة"],
    ),
    (
        [],
        ["the armchair", "el sillón", "der Sessel", "le fauteuil", "الكرسي ذي الذراعين"],
    ),
    (
        [],
        ["a big scratch", "un arañazo grande", "ein großer Kratzer", "une grande rayure", "خدش كبير"],
    ),
    (
        [],
        ["another size", "otra talla", "eine andere Größe", "une autre taille", "مقاس آخر"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "texts"), ALIKE, ids=[texts[0] for _, texts in ALIKE])
def test_the_same_matter_names_the_same_in_every_language(found, texts):
    said = dict(zip(("en", "es", "de", "fr", "ar"), texts, strict=True))
    assert {locale: values(text, locale) for locale, text in said.items()} == dict.fromkeys(said, found)


def test_this_morning_is_today_in_every_language():
    said = {
        "en": "this morning", "es": "esta mañana", "de": "heute Morgen", "fr": "ce matin", "ar": "هذا الصباح",
    }  # fmt: skip
    today = date(2026, 3, 10)
    found = {
        locale: [v for _, v, _ in find_dates(text, locale, today=today)] for locale, text in said.items()
    }
    assert found == dict.fromkeys(said, ["2026-03-10"])


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es", "es demasiado grande"),
        ("es", "espero los 49"),
        ("de", "weiß nicht"),
        ("de", "der Karton ist zu klein"),
        ("fr", "il est trop grand"),
        ("ar", "هو كبير جدا"),
        ("ar", "صغير على الطاولة"),
        ("de", "wir holen das später ab"),
        ("fr", "or je n'ai rien reçu"),
        ("es", "he esperado 2000 horas por esto"),
        ("ar", "انتظرت 1000 يوم"),
        ("de", "guten Morgen"),
        ("es", "por la mañana"),
    ],
)
def test_what_only_sounds_like_one_is_left_alone(locale, text):
    assert values(text, locale) == [], text


@pytest.mark.parametrize(
    ("locale", "text", "day"),
    [
        ("es", "el 3 de marzo", date(2026, 3, 3)),
        ("es", "ayer", date(2026, 3, 9)),
        ("de", "am 12. März 2026", date(2026, 3, 12)),
        ("de", "heute", date(2026, 3, 10)),
        ("fr", "le 1er avril", date(2026, 4, 1)),
        ("fr", "aujourd'hui", date(2026, 3, 10)),
        ("ar", "يوم ٥ مارس", date(2026, 3, 5)),
        ("ar", "5 آذار", date(2026, 3, 5)),
        ("ar", "بكرة", date(2026, 3, 11)),
        ("de", "on 3 March", date(2026, 3, 3)),
    ],
)
def test_days_are_read_in_each_language(locale, text, day):
    found = list(find_dates(western_digits(text), locale, today=date(2026, 3, 10)))
    assert [value for _, value, _ in found] == [day.isoformat()]


@pytest.mark.parametrize(
    ("locale", "one", "other"),
    [
        ("es", "¿Dónde está mi devolución?", "¿donde esta mi devolucion?"),
        ("de", "Größe", "GROESSE"),
        ("fr", "où est ma commande reçue", "ou est ma commande recue"),
        ("ar", "إلغاء الطلبيّة", "الغاء الطلبيه"),
    ],
)
def test_accents_and_spellings_do_not_matter(locale, one, other):
    assert folded(one, locale) == folded(other, locale)


def test_what_was_found_stands_where_it_was_written():
    text = "طلبي رقم P-١٠٤٨٢، ولون السجادة أزرق"
    for entity in extract(text, "ar"):
        assert text[entity["start"] : entity["end"]] in ("P-١٠٤٨٢", "السجادة", "أزرق")


@pytest.mark.parametrize(
    ("metadata", "text", "locale"),
    [
        ({"locale": "es"}, "hello", "es"),
        ({"locale": "es-MX"}, "hello", "es"),
        ({"locale": "pl"}, "gdzie jest moja paczka", "en"),
        (None, "where is my order", "en"),
        (None, "dónde está mi pedido", "es"),
        (None, "wo ist meine Bestellung", "de"),
        (None, "je voudrais retourner la lampe", "fr"),
        (None, "أين طلبي", "ar"),
        ({}, "P-10482", "en"),
        ({}, "it never arrived", "en"),
        ({}, "laissez tomber", "fr"),
        ({}, "llegó dañado", "es"),
        ({}, "bitte in blau", "de"),
    ],
)
def test_the_platform_says_the_language_and_else_the_words(metadata, text, locale):
    assert spoken(metadata, text) == locale


def test_each_language_is_told_by_its_own_words():
    assert {
        guessed(text) for text in ("the lamp", "la lámpara", "die Lampe", "أين المصباح", "une lampe")
    } == set(native_locales())


@pytest.mark.parametrize(
    ("locale", "text", "english"),
    [
        ("es", "¿dónde está mi pedido?", "where"),
        ("es", "quiero devolver la lámpara", "return"),
        ("de", "die Lieferadresse", "delivery address"),
        ("de", "das Lampenkabel", "lamp cable"),
        ("fr", "où est mon colis", "where"),
        ("fr", "la carte cadeau", "gift card"),
        ("ar", "وأريد إلغاء الطلب", "cancel order"),
        ("es", "devolucoin", "return"),
    ],
)
def test_a_message_is_read_word_for_word_in_english(locale, text, english):
    assert english in gloss(text, locale)


def test_english_and_what_no_lexicon_knows_stay_as_they_are():
    assert gloss("where is my order", "en") == "where is my order"
    assert "klarna" in gloss("aceptan klarna", "es")


def test_values_are_masked_before_the_words_are_read():
    read = mask("mi pedido P-10482 y anna@example.com", lambda words: gloss(words, "es"))
    assert "order number" in read
    assert "email address" in read
    assert "10482" not in read
