"""What a customer's words look like when they name something: an order number, an address, a sum, a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import phonenumbers
from dateutil import parser as dates

# P-10482, p10482, P 10482, #10482, # P-10482
ORDER_NUMBER = re.compile(r"(?<![\w.@-])(?:#\s?P?[-\s]?|P[-\s]?)(\d{5})(?![\w@]|[-.]\w)", re.IGNORECASE)
# Five digits alone are an order number only where one was asked for; elsewhere a postcode, a price...
BARE_ORDER_NUMBER = re.compile(r"(?<![\w.,@-])(\d{5})(?![\w@]|[-.,]\d)")
EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+%-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+(?<!-)"
)

# The forms that nothing else has: GB, NL, IE, PT, PL; and 10115 or 1000 where a town follows or a word
# says so.
_POSTCODES = (
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
    re.compile(r"\b\d{4} ?[A-Z]{2}\b"),
    re.compile(r"\b[A-Z]\d{2} ?[A-Z\d]{4}\b"),
    re.compile(r"\b\d{4}-\d{3}\b|\b\d{2}-\d{3}\b"),
    re.compile(r"\b\d{4,5}(?= [^\W\d_a-z])"),
    re.compile(r"(?<=\bpostcode )\d{4,5}\b|(?<=\bpostcode is )\d{4,5}\b|(?<=\bzip )\d{4,5}\b", re.IGNORECASE),
    re.compile(r"(?<=\bpostal code )\d{4,5}\b|(?<=\bzip code )\d{4,5}\b|(?<=\bplz )\d{4,5}\b", re.IGNORECASE),
)
# Where a postcode was asked for, digits alone are one.
BARE_POSTCODE = re.compile(
    r"(?<![\w.@-])([A-Z]{0,2}-?\d[A-Z\d]{1,4}(?:[ -]?[A-Z\d]{2,4})?)(?![\w@])", re.IGNORECASE
)

_SIGNS = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP"}
_SIGNS |= {"pound": "GBP", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "chf": "CHF"}
_SUM = r"\d{1,3}(?:[., ]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<before>€|£|\$|eur|gbp|usd|chf)\s?(?P<first>{_SUM})"
    rf"|(?P<second>{_SUM})\s?(?P<after>€|£|\$|euros?|eur|pounds?|gbp|dollars?|usd|chf))(?![\w])",
    re.IGNORECASE,
)

_MONTHS = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
_MONTHS += r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_DATE = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<numbers>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))\b"
    rf"|\b(?P<words>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b\.?(?: \d{{4}}\b)?"
    rf"|(?:{_MONTHS})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?)"
    r"|\b(?P<relative>today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}

# Where the shop is: a number without a country is one of its neighbours'.
PHONE_REGION = "BE"
_MAYBE_PHONE = re.compile(r"(?:\d[ ()/.-]{0,3}){8}")

# What an entity is, its value in the shop's spelling, and where it stands.
Found = tuple[str, str, tuple[int, int]]


def order_number(digits: str) -> str:
    """The shop's own spelling: P-10482."""
    return f"P-{digits}"


def mask(text: str) -> str:
    """Puts words for the values: which number it is says nothing about what the customer wants."""
    return EMAIL.sub("email address", ORDER_NUMBER.sub("order number", text))


def find_order_numbers(text: str) -> Iterator[Found]:
    return (("order_number", order_number(m[1]), m.span()) for m in ORDER_NUMBER.finditer(text))


def find_emails(text: str) -> Iterator[Found]:
    return (("email", m[0].lower(), m.span()) for m in EMAIL.finditer(text))


def find_phones(text: str) -> Iterator[Found]:
    """Values in E.164: +32470123456. Only numbers that exist in their country's plan."""
    if not _MAYBE_PHONE.search(text):
        return
    for match in phonenumbers.PhoneNumberMatcher(text, PHONE_REGION):
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield "phone", value, (match.start, match.end)


def find_postcodes(text: str) -> Iterator[Found]:
    for pattern in _POSTCODES:
        yield from (("postcode", m[0], m.span()) for m in pattern.finditer(text))


def find_amounts(text: str) -> Iterator[Found]:
    """Values such as `49.90 EUR`."""
    for match in _AMOUNT.finditer(text):
        digits = match["first"] or match["second"]
        currency = _SIGNS[(match["before"] or match["after"]).lower()]
        yield "amount", f"{_decimal(digits)} {currency}", match.span()


def find_dates(text: str, *, today: date | None = None) -> Iterator[Found]:
    """Values are ISO dates. Numbers are day first; a day without a year is the nearest such day."""
    today = today or datetime.now(tz=timezone.utc).date()
    for match in _DATE.finditer(text):
        try:
            found = _day(match, today)
        except (ValueError, OverflowError):
            continue
        yield "date", found.isoformat(), match.span()


def _day(match: re.Match[str], today: date) -> date:
    if match["relative"]:
        return today + timedelta(days=_RELATIVE[match["relative"].lower()])
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["numbers"]:
        return dates.parse(match["numbers"], dayfirst=True).date()
    said = match["words"].replace(" of ", " ")
    if re.search(r"\d{4}", said):
        return dates.parse(said).date()
    years = (today.year - 1, today.year, today.year + 1)
    candidates = [dates.parse(f"{said} {year}").date() for year in years if _exists(said, year)]
    return min(candidates, key=lambda day: abs(day - today))


def _exists(said: str, year: int) -> bool:
    try:
        dates.parse(f"{said} {year}")
    except ValueError:
        return False
    return True


def _decimal(digits: str) -> str:
    """1.299,00 and 1,299.00 are the same sum: the last sign before two digits is the decimal one."""
    whole, _, cents = re.sub(r"[.,](?=\d{1,2}$)", "|", digits).partition("|")
    return f"{re.sub(r'[., ]', '', whole)}.{cents.ljust(2, '0') if cents else '00'}"
