"""The words that call for a person, and the same question again, in each language."""

from __future__ import annotations

import pytest

from policies.decisions import Situation, Topics, decide
from policies.repetition import likeness
from policies.signs import is_question, says_not_answered, sign

TOPICS = Topics.load()


@pytest.mark.parametrize(
    ("locale", "text", "reason"),
    [
        ("es", "quisiera hablar con un agente humano", "requested"),
        ("es", "sale humo de la lámpara", "safety"),
        ("es", "me dio una descarga electrica", "safety"),
        ("es", "hablaré con mi abogado", "legal"),
        ("es", "esto es inaceptable", "anger"),
        ("de", "ich möchte mit einem Mitarbeiter sprechen", "requested"),
        ("de", "aus der Lampe kommt Rauch", "safety"),
        ("de", "mein Anwalt weiß Bescheid", "legal"),
        ("de", "das ist eine Frechheit", "anger"),
        ("fr", "je veux parler à un conseiller", "requested"),
        ("fr", "la prise fume", "safety"),
        ("fr", "mon avocat s'en occupe", "legal"),
        ("fr", "c'est scandaleux", "anger"),
        ("ar", "أريد التحدث مع موظف", "requested"),
        ("ar", "يخرج دخان من المصباح", "safety"),
        ("ar", "سأرفع قضية والمحامي معي", "legal"),
        ("ar", "هذا غير مقبول", "anger"),
        ("de", "what the fuck", "anger"),
    ],
)
def test_signs_call_a_person_in_each_language(locale, text, reason):
    decision = decide(Situation(text, [("ask_product", 0.99)], locale=locale), TOPICS)
    assert (decision.action, decision.handoff_reason) == ("utter_handoff", reason)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es", "¿la garantía legal cubre la lámpara?"),
        ("es", "¿tienen la lámpara en gris humo?"),
        ("es", "¿hay una persona o un robot?"),
        ("de", "ist die Lampe für den Kamin geeignet?"),
        ("de", "gibt es eine gesetzliche Garantie?"),
        ("de", "wie lange brennt die Birne?"),
        ("fr", "la garantie légale couvre-t-elle la lampe ?"),
        ("fr", "avez-vous le gris fumée ?"),
        ("fr", "es-tu un robot ou une vraie personne ?"),
        ("ar", "كم مدة الضمان القانوني؟"),
        ("ar", "هل أنت روبوت أم إنسان حقيقي"),
    ],
)
def test_harmless_words_are_no_signs(locale, text):
    assert sign(text, locale) is None


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es", "eso no es lo que quería saber"),
        ("es", "no me ha contestado"),
        ("de", "das beantwortet meine Frage nicht, das ist keine Antwort"),
        ("fr", "ce n'est pas ce que je voulais savoir"),
        ("ar", "هذا ليس جوابا"),
    ],
)
def test_what_was_no_answer_is_heard(locale, text):
    assert says_not_answered(text, locale)


@pytest.mark.parametrize(
    ("locale", "text", "asked"),
    [
        ("es", "cuanto cuesta", True),
        ("de", "was kostet das", True),
        ("fr", "combien ça coûte", True),
        ("ar", "كم السعر", True),
        ("ar", "متأكد؟", True),
        ("es", "la lámpara es azul", False),
        ("de", "die Lampe ist blau", False),
        ("fr", "la lampe est bleue", False),
        ("ar", "المصباح أزرق", False),
    ],
)
def test_questions_are_told_from_statements(locale, text, asked):
    assert is_question(text, locale) is asked


@pytest.mark.parametrize(
    ("locale", "one", "again", "other"),
    [
        ("es", "¿cuánto cuesta enviar un sofá?", "digo que cuánto cuesta enviar sofás", "¿y un reembolso?"),
        ("de", "was kostet die Lieferung?", "ich fragte, was die Lieferung kostet", "was ist die Garantie?"),
        ("fr", "combien coûte la livraison ?", "je demande combien coûte la livraison", "le retour ?"),
        ("ar", "كم تكلفة توصيل الكنبة؟", "سألت كم تكلفة توصيل الكنبة", "كم مدة الضمان؟"),
    ],
)  # fmt: skip
def test_the_same_question_again_is_known_in_each_language(locale, one, again, other):
    asked_twice = TOPICS.thresholds["asked_twice"]
    assert likeness(one, again, locale) >= asked_twice
    assert likeness(one, other, locale) < asked_twice
