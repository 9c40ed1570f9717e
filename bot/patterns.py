"""What an order number and an e-mail address look like in a customer's words."""

from __future__ import annotations

import re

# P-10482, p10482, P 10482, #10482, # P-10482
ORDER_NUMBER = re.compile(r"(?<![\w.@-])(?:#\s?P?[-\s]?|P[-\s]?)(\d{5})(?![\w@]|[-.]\w)", re.IGNORECASE)
# Five digits alone are an order number only where one was asked for; elsewhere a postcode, a price...
BARE_ORDER_NUMBER = re.compile(r"(?<![\w.,@-])(\d{5})(?![\w@]|[-.,]\d)")
EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+%-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+(?<!-)"
)


def order_number(digits: str) -> str:
    """The shop's own spelling: P-10482."""
    return f"P-{digits}"


def mask(text: str) -> str:
    """Puts words for the values: which number it is says nothing about what the customer wants."""
    return EMAIL.sub("email address", ORDER_NUMBER.sub("order number", text))
