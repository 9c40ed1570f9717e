"""What a customer's words look like when they name something: an order number, an address, a sum, a day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

import phonenumbers
from babel import Locale
from dateutil import parser as dates

from bot.locales import PIVOT, evened, language

# P-10482, p10482, P 10482, #10482, # P-10482
# Arabic words may stand against it.
ORDER_NUMBER = re.compile(
    r"(?<![^\W\u0620-\u06ff]|[.@-])(?:#\s?P?[-\s]?|P[-\s]?)(\d{5})(?![\w@]|[-.]\w)", re.IGNORECASE
)
# Five digits alone are an order number only where one was asked for; elsewhere a postcode, a price...
BARE_ORDER_NUMBER = re.compile(r"(?<![\w.,@-])(\d{5})(?![\w@]|[-.,]\d)")
EMAIL = re.compile(
    r"(?<![^\W\u0620-\u06ff]|[.+-])[A-Za-z0-9][\w.+%-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+(?<!-)"
)

# The forms that nothing else has: GB, NL, IE, PT, PL; and 10115 or 1000 where a town follows or a word
# says so.
_POSTCODES = (
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
    re.compile(r"\b\d{4} ?[A-Z]{2}\b"),
    re.compile(r"\b[A-Z]\d{2} ?[A-Z\d]{4}\b"),
    re.compile(r"\b\d{4}-\d{3}\b|\b\d{2}-\d{3}\b"),
)
_BEFORE_A_TOWN = re.compile(r"\b\d{4,5}(?= ([^\W\d_]))")
# Where a postcode was asked for, digits alone are one.
BARE_POSTCODE = re.compile(
    r"(?<![\w.@-])([A-Z]{0,2}-?\d[A-Z\d]{1,4}(?:[ -]?[A-Z\d]{2,4})?)(?![\w@])", re.IGNORECASE
)

_SIGNS = {"€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "$": "USD", "usd": "USD", "chf": "CHF"}
_SUM = r"\d{1,3}(?:[.,’'\s]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"

_NUMBERS = r"(?P<iso>\d{4}-\d{2}-\d{2})\b|\b(?P<numbers>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))"
# 12th of March 2026, 12 de marzo, 12. März, 1er mars, 12 مارس; March 12th.
_DAY_FIRST = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?: of| de)? (?P<month>{months})\.?"
    r"(?:,?(?: de| del)? (?P<year>\d{4}))?"
)
_MONTH_FIRST = r"(?P<month2>{months})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year2>\d{4}))?"

# Where the shop is: a number without a country is one of its neighbours'.
PHONE_REGION = "BE"
_MAYBE_PHONE = re.compile(r"(?:\d[ ()/.-]{0,3}){8}")

# What an entity is, its value in the shop's spelling, and where it stands.
Found = tuple[str, str, tuple[int, int]]


def order_number(digits: str) -> str:
    """The shop's own spelling: P-10482."""
    return f"P-{digits}"


def mask(text: str, read: Callable[[str], str] = str) -> str:
    """Puts words for the values: which number it is says nothing about what the customer wants. `read` is
    given what stands around them."""
    spans = [(*match.span(), "order number") for match in ORDER_NUMBER.finditer(text)]
    spans += [(*match.span(), "email address") for match in EMAIL.finditer(text)]
    pieces, at = [], 0
    for start, end, words in sorted(spans):
        pieces += [read(text[at:start]), words]
        at = end
    return " ".join(pieces + [read(text[at:])]) if read is not str else "".join([*pieces, text[at:]])


def find_order_numbers(text: str) -> Iterator[Found]:
    return (("order_number", order_number(m[1]), m.span()) for m in ORDER_NUMBER.finditer(text))


def find_emails(text: str) -> Iterator[Found]:
    return (("email", m[0].lower(), m.span()) for m in EMAIL.finditer(text))


def find_phones(text: str, locale: str = PIVOT) -> Iterator[Found]:
    """Values in E.164: +32470123456. Only numbers that exist in their country's plan."""
    if not _MAYBE_PHONE.search(text):
        return
    for region in dict.fromkeys((language(locale)["region"], PHONE_REGION)):
        matches = list(phonenumbers.PhoneNumberMatcher(text, region))
        if matches:
            for match in matches:
                value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
                yield "phone", value, (match.start, match.end)
            return


def find_postcodes(text: str, locale: str = PIVOT) -> Iterator[Found]:
    for pattern in _POSTCODES:
        yield from (("postcode", m[0], m.span()) for m in pattern.finditer(text))
    towns = (m for m in _BEFORE_A_TOWN.finditer(text) if m[1].isupper())
    yield from (("postcode", m[0], m.span()) for m in towns)
    named = _named_postcode(locale).finditer(evened(text))
    yield from (("postcode", m[1], m.span(1)) for m in named)


@lru_cache(maxsize=16)
def _named_postcode(locale: str) -> re.Pattern[str]:
    words = sorted({*language(locale)["postcode_words"], *language(PIVOT)["postcode_words"]}, key=len)
    return re.compile(rf"\b(?:{'|'.join(re.escape(evened(word)) for word in words[::-1])}):? (\d{{4,5}})\b")


def find_amounts(text: str, locale: str = PIVOT) -> Iterator[Found]:
    """Values such as `49.90 EUR`."""
    amount, signs = _amounts(locale)
    for match in amount.finditer(text):
        digits = match["first"] or match["second"]
        yield (
            "amount",
            f"{_decimal(digits)} {signs[(match['before'] or match['after']).lower()]}",
            match.span(),
        )


@lru_cache(maxsize=16)
def _amounts(locale: str) -> tuple[re.Pattern[str], dict[str, str]]:
    signs = {**_SIGNS, **language(PIVOT)["currencies"], **language(locale)["currencies"]}
    before = "|".join(re.escape(sign) for sign in _SIGNS)
    after = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
    forms = (
        rf"(?P<before>{before})\s?(?P<first>{_SUM})",
        rf"(?P<second>{_SUM})\s?(?P<after>{after})",
    )
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE), signs


def find_dates(text: str, locale: str = PIVOT, *, today: date | None = None) -> Iterator[Found]:
    """Values are ISO dates. Numbers are day first; a day without a year is the nearest such day."""
    today = today or datetime.now(tz=timezone.utc).date()
    pattern, months = _dates(locale)
    plain = evened(text)
    for match in pattern.finditer(plain):
        if match["relative"] and _is_time_of_day(plain[: match.start()], locale):
            continue
        try:
            found = _day(match, today, locale, months)
        except (ValueError, OverflowError):
            continue
        yield "date", found.isoformat(), match.span()


def _is_time_of_day(before: str, locale: str) -> bool:
    """ "Guten Morgen" and "por la mañana" name no day."""
    return before.endswith(tuple(f"{word} " for word in language(locale).get("no_day_after", ())))


@lru_cache(maxsize=16)
def _dates(locale: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """English months and days are understood in every language."""
    months = {**_months(PIVOT), **_months(locale)}
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    days = "|".join(re.escape(evened(day)) for day in sorted(_days(locale), key=len, reverse=True))
    forms = (_NUMBERS, _DAY_FIRST.replace("{months}", names), _MONTH_FIRST.replace("{months}", names))
    return re.compile(rf"\b(?:{'|'.join(forms)}|(?P<relative>{days}))(?!\w)", re.IGNORECASE), months


def _days(locale: str) -> dict[str, int]:
    return {**language(PIVOT)["days"], **language(locale)["days"]}


def _months(locale: str) -> dict[str, int]:
    """As CLDR writes them, in full and short; Arabic both as in Egypt and as in the Levant."""
    names: dict[str, int] = {}
    for variant in (locale, "ar_EG", "ar_LB") if locale == "ar" else (locale,):
        for form in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in Locale.parse(variant).months[context][form].items():
                    names.setdefault(evened(name.removesuffix(".")), number)
    return {**names, "sept": 9} if locale == PIVOT else names


def _day(match: re.Match[str], today: date, locale: str, months: Mapping[str, int]) -> date:
    if match["relative"]:
        days = {evened(day): far for day, far in _days(locale).items()}
        return today + timedelta(days=days[match["relative"]])
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["numbers"]:
        return dates.parse(match["numbers"], dayfirst=True).date()
    day, year = int(match["day"] or match["day2"]), match["year"] or match["year2"]
    month = months[match["month"] or match["month2"]]
    if year:
        return date(int(year), month, day)
    years = (today.year - 1, today.year, today.year + 1)
    return min((date(y, month, day) for y in years if _exists(y, month, day)), key=lambda d: abs(d - today))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= monthrange(year, month)[1]


def _decimal(digits: str) -> str:
    """1.299,00 and 1,299.00 are the same sum: the last sign before two digits is the decimal one."""
    whole, _, cents = re.sub(r"[.,](?=\d{1,2}$)", "|", digits).partition("|")
    return f"{re.sub(r'[^0-9]', '', whole)}.{cents.ljust(2, '0') if cents else '00'}"
