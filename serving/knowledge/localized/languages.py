"""The languages besides English whose words are searched: their stemmers, stop words and turns of phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from serving.knowledge.words import unaccented

# Words whose plain form stays in memory.
_REMEMBERED = 32_768
# Vowel signs, and the stroke that stretches a word.
_ARABIC_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")


@dataclass(frozen=True, slots=True)
class Language:
    """`gram`: how many letters a part of a word has. `openings`: how a question that leans on the one before
    it begins."""

    algorithm: str
    gram: int = 4
    stop_words: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    asks_number: re.Pattern[str] | None = None
    has_number: re.Pattern[str] | None = None


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in text.split())


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Lower case, without accents and vowel signs."""
    return unaccented(_ARABIC_SIGNS.sub("", text.lower()))


_SPANISH = Language(
    "spanish",
    stop_words=_words("""
        a al algo alguien algún alguna ante antes aquí así aún como cómo con cual cuál cuales cuáles
        cuando cuándo cuanto cuánto cuanta cuánta cuántos cuántas de del desde donde dónde e el él
        ella ellos en entre era es esa ese eso esta está están este estos esto favor fue gracias ha
        haber hace hacer hacen hago han hasta hay he hola la las le les lo los me mi mis mí muy más
        ni no nos nuestra nuestro o os para pero poder podría por porque pueda pueden puede puedo
        que qué quien quién quiero quisiera se sea ser si sí sin sobre solo son su sus suya también
        te tener tengo tiene tienen tu tus un una uno unos usted ustedes va van voy y ya yo"""),
    openings=("y", "o", "pero", "también", "además", "qué tal", "qué hay de", "y si"),
    asks_number=re.compile(
        r"\b(cu[aá]nt[oa]s?|cu[aá]ndo|qu[eé] (hora|día|fecha|precio|plazo|horario)|precio|coste|costo"
        r"|plazo)\b",
        re.IGNORECASE,
    ),
    has_number=re.compile(
        r"\d|\b(una?|dos|tres|cuatro|cinco|diez|grati[st]|gratuit[oa]s?|lunes|viernes|s[aá]bados?|semanas?)\b",
        re.IGNORECASE,
    ),
)
_GERMAN = Language(
    "german",
    stop_words=_words("""
        ab aber alle als also am an auch auf aus bei beim bin bis bitte da damit dann das dass dein
        deine dem den denn der des dich die dies diese dieser doch du durch ein eine einem einen
        einer eines er es etwas euch euer eure eurem euren eurer für geht gehen gibt gibts haben
        habe hab habt hallo hat hatte hätte ich ihr ihre ihrem ihren ihrer ihn ihm ihnen im in ins
        ist ja jemand kann kannst können könnt könnte machen mache macht mal man mein meine meinem
        meinen meiner mich mir mit möchte muss müssen nach nicht noch nur ob oder ohne schon sein
        seid sich sie sind so soll sollte um und uns unser unsere vom von vor wäre wann war was
        welche welcher welches wem wen wenn wer werde werden wie will wird wo wurde zu zum zur"""),
    openings=("und", "oder", "aber", "auch", "was ist mit", "wie sieht es aus mit", "wie ist es mit"),
    asks_number=re.compile(
        r"\b(wie ?(viele?|lange|oft|schnell|schwer|groß|hoch|teuer|alt|weit|spät)|wann|wieviele?|bis wann"
        r"|kosten?|kostet|preis|frist|uhrzeit|um wie viel uhr|öffnungszeiten|porto|gebühr)\b",
        re.IGNORECASE,
    ),
    has_number=re.compile(
        r"\d|\b(eine[nmrs]?|zwei|drei|vier|fünf|zehn|kostenlos|gratis|montags?|freitags?|samstags?)\b",
        re.IGNORECASE,
    ),
)
_FRENCH = Language(
    "french",
    stop_words=_words("""
        à a ai as au aucun aux avec avez avoir avons bonjour c ça car ce ces cet cette chez combien
        comme comment d dans de des dois doit donc du elle elles en es est et été êtes être eu eux
        faire fais fait faut font il ils j je l la le les leur leurs lui m ma mais me merci mes moi
        mon n ne ni nos notre nous on ont ou où par pas peu peut peuvent peux plaît plus pour
        pourrait pouvez puis qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son
        sont suis sur svp t ta te tes toi ton tous tout tu un une va veux voudrais vos votre voulez
        vous y"""),
    openings=("et", "ou", "mais", "aussi", "et pour", "qu'en est-il", "quid"),
    asks_number=re.compile(
        r"\b(combien|quand|quelle (heure|date)|quel (jour|prix|délai)|horaires?|prix|coûte|délais?|tarif"
        r"|frais)\b",
        re.IGNORECASE,
    ),
    has_number=re.compile(
        r"\d|\b(une?|deux|trois|quatre|cinq|dix|gratuite?s?|gratuitement|lundi|vendredi|samedi|semaines?)\b",
        re.IGNORECASE,
    ),
)
_ARABIC = Language(
    "arabic",
    gram=3,
    stop_words=_words("""
        في من على إلى الى عن مع هل ما ماذا متى كيف كم أين اين أي اي هذا هذه ذلك تلك التي الذي الذين
        أن إن ان أنا انا نحن أنت أنتم هو هي هم كان كانت يكون تكون لا لم لن ليس قد ثم أو او و ف ب ل ك
        يمكن يمكنني يمكنكم يمكنك أستطيع تستطيعون لي لكم لديكم لديك لدي عندي عندكم عند حتى إذا اذا لو
        كل بعض غير بين لأن لكن أيضا هناك هنا مرحبا شكرا أريد اريد فضلكم فضلك بكم شيء شيئا بي به بها
        له لها"""),
    openings=("و", "أو", "لكن", "وماذا عن", "ماذا عن", "أيضا"),
    asks_number=re.compile(
        r"(?<!\w)(و?كم|متى|بكم|حتى متى|سعر|تكلفة|ثمن|مدة|ساعات|مواعيد|أي ساعة|أي يوم)(?!\w)"
    ),
    has_number=re.compile(r"\d|يومين|يومي|أسبوعين|سنتان|سنتين|مجان|واحد|ساعة|الاثنين|الجمعة|السبت"),
)
_LANGUAGES = {"es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "ar": _ARABIC}
_OTHERS = {
    "ca": "catalan", "da": "danish", "el": "greek", "en": "english", "eu": "basque", "fi": "finnish",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip


def language_for(locale: str) -> Language | None:
    """None: nothing stems it. Ours have stop words and more, the others only their stemmer."""
    known = _LANGUAGES.get(locale)
    if known is None and locale in _OTHERS:
        return Language(_OTHERS[locale])
    return known
