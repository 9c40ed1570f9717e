"""How each family of language models is asked to translate: its own published prompt, word for word.

Sources: Tower - huggingface.co/Unbabel/TowerInstruct-7B-v0.1 (README); Tower+ -
huggingface.co/Unbabel/Tower-Plus-2B (README, "Using on VLLM"); Hy-MT2 - github.com/Tencent-Hunyuan/Hy-MT2
(README, "Translation Task Instruction Examples"); TranslateGemma - huggingface.co/google/translategemma-4b-it
(README, "Usage").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError

from serving.translation.base import Capabilities, TranslationRequest, language
from serving.translation.models import Formality

Messages = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Profile:
    """`languages`: the ones that its makers say it translates between, None where they name none."""

    name: str
    messages: Callable[[TranslationRequest], Messages]
    can: Capabilities
    languages: frozenset[str] | None = None


def english_name(locale: str) -> str:
    """`Spanish`; what no table knows is called by its code."""
    try:
        return Locale.parse(language(locale)).get_display_name("en") or locale
    except (UnknownLocaleError, ValueError):
        return locale


def _names(request: TranslationRequest) -> tuple[str, str]:
    return english_name(request.source), english_name(request.target)


def _user(text: str) -> Messages:
    return [{"role": "user", "content": text}]


def tower_instruct(request: TranslationRequest) -> Messages:
    source, target = _names(request)
    return _user(
        f"Translate the following text from {source} into {target}.\n{source}: {request.text}\n{target}:"
    )


def tower_plus(request: TranslationRequest) -> Messages:
    source, target = _names(request)
    return _user(
        f"Translate the following {source} source text to {target}:\n{source}: {request.text}\n{target}: "
    )


def hy_mt2(request: TranslationRequest) -> Messages:
    _, target = _names(request)
    if not request.glossary:
        return _user(
            f"Translate the following text into {target}. Note that you should only output the translated "
            f"result without any additional explanation:\n\n{request.text}"
        )
    terms = "\n".join(f"{term} translates to {ours}" for term, ours in request.glossary.items())
    return _user(
        f"Reference the following translations:\n{terms}\n\n"
        f"Translate the following text into {target}. Note that you must ONLY output the translated result "
        f"without any additional explanation:\n\n{request.text}"
    )


def translate_gemma(request: TranslationRequest) -> Messages:
    """Its chat template writes the prompt; the codes are what it asks for."""
    part = {
        "type": "text",
        "source_lang_code": request.source,
        "target_lang_code": request.target,
        "text": request.text,
    }
    return [{"role": "user", "content": [part]}]


_ADDRESS = {
    Formality.FORMAL: "Address the reader formally (usted, Sie, vous).",
    Formality.FAMILIAR: "Address the reader familiarly (tú, du, tu).",
}


def general(request: TranslationRequest) -> Messages:
    source, target = _names(request)
    lines = [
        f"You translate messages of a company's customer support from {source} to {target}.",
        "Write the translation and nothing else. Keep every tag, number, address and placeholder exactly.",
        _ADDRESS[request.formality],
    ]
    if request.glossary:
        lines += [
            "Use these translations:",
            *(f"- {term}: {ours}" for term, ours in request.glossary.items()),
        ]
    if request.context:
        lines += ["What was said before, not to be translated:", *(f"> {said}" for said in request.context)]
    return [{"role": "system", "content": "\n".join(lines)}, *_user(request.text)]


_TOWER = frozenset({"en", "de", "fr", "zh", "pt", "nl", "ru", "ko", "it", "es"})
_TOWER_PLUS = _TOWER | {"ja", "pl", "cs", "uk", "hi", "is", "sv", "nb", "nn", "no", "da", "fi", "hu", "ro"}
_HY_MT2 = frozenset(
    {
        *("zh", "en", "fr", "pt", "es", "ja", "tr", "ru", "ar", "ko", "th", "it", "de", "vi", "ms", "id"),
        *("tl", "hi", "pl", "cs", "nl", "km", "my", "fa", "gu", "ur", "te", "mr", "he", "bn", "ta", "uk"),
        *("bo", "kk", "mn", "ug", "yue"),
    }
)
NON_COMMERCIAL = "CC BY-NC 4.0: not for commercial use"
HY_LICENCE = "Tencent HY Community License: not within the European Union"
_MASKS: Sequence[str] = ("tag", "brackets", "word", "raw")

PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("tower", tower_instruct, Capabilities(NON_COMMERCIAL, masks=_MASKS), _TOWER),
        Profile(
            "tower-plus",
            tower_plus,
            Capabilities("CC BY-NC-SA 4.0: not for commercial use", masks=_MASKS),
            _TOWER_PLUS,
        ),
        Profile("hy-mt2", hy_mt2, Capabilities(HY_LICENCE, glossary=True, masks=_MASKS), _HY_MT2),
        Profile("translategemma", translate_gemma, Capabilities("Gemma Terms of Use", masks=_MASKS)),
        Profile(
            "general",
            general,
            Capabilities("see the model's card", glossary=True, context=True, formality=True, masks=_MASKS),
        ),
    )
}
