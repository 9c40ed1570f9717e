"""The words that call for a person, and the same question again, in each language."""

from __future__ import annotations

import pytest

from policies.decisions import Situation, Topics, decide
from policies.repetition import asked_before, likeness
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
        ("en", "could I speak to somebody please", "requested"),
        ("de", "kann ich mit wem reden", "requested"),
        ("en", "you are thieves", "anger"),
        ("es", "son unos ladrones", "anger"),
        ("de", "ihr seid Diebe", "anger"),
        ("fr", "bande de voleurs", "anger"),
        ("ar", "أنتم حرامية", "anger"),
        ("es", "la lámpara prendió fuego", "safety"),
        ("es", "hubo un incendio por la lámpara", "safety"),
        ("de", "die Lampe brennt", "safety"),
        ("fr", "la lampe a provoqué un incendie", "safety"),
        ("ar", "صار حريق بسبب المصباح", "safety"),
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
        ("en", "is the fabric fireproof"),
        ("en", "where do I download the invoice"),
        ("es", "¿dónde puedo descargar la factura?"),
        ("es", "¿la tela es resistente al fuego?"),
        ("es", "¿tienen protección contra incendios?"),
        ("es", "¿es normal que huela a plástico nuevo? tiene olor a plastico"),
        ("ar", "رائحة بلاستيك جديد"),
        ("de", "die Lampe brennt nicht"),
        ("de", "die neue Lampe brennt leider nicht"),
        ("fr", "le tissu est-il traité contre l'incendie ?"),
        ("ar", "هل القماش مقاوم للحريق"),
        ("ar", "هل تبيعون كاشف الدخان"),
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
        ("es", "es muy grande", False),
        ("es", "está rota", False),
        ("de", "ist zu groß für das Zimmer", False),
        ("de", "hat einen Kratzer", False),
        ("fr", "c'est trop grand", False),
        ("ar", "ما عجبني اللون", False),
        ("es", "es posible pagar en efectivo", True),
        ("de", "ist die Lampe dimmbar", True),
        ("fr", "c'est possible de payer en espèces", True),
        ("ar", "ما سعر الشحن", True),
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


@pytest.mark.parametrize(
    ("locale", "one", "again", "other"),
    [
        (
            "de",
            "kann ich ein Kissen zurückgeben, das gewaschen wurde",
            "kann ich das gewaschene Kissen nun zurückgeben oder nicht?",
            "kann ich einen Spiegel zurückgeben, der gewaschen wurde",
        ),
        (
            "ar",
            "هل أقدر أرجع مخدة تم غسلها",
            "طيب أقدر أرجع المخدة المغسولة أو لا؟",
            "هل أقدر أبدل مخدة تم غسلها",
        ),
    ],
)
def test_other_forms_of_the_same_words_ask_the_same(locale, one, again, other):
    asked_twice = TOPICS.thresholds["asked_twice"]
    assert asked_before(again, [one], at_least=asked_twice, locale=locale)
    assert not asked_before(other, [one], at_least=asked_twice, locale=locale)
