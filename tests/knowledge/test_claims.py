"""Claims made of the passages' own words, false and true ones side by side."""

from __future__ import annotations

import pytest

from serving.knowledge import claims
from serving.knowledge.checker import Checker
from serving.knowledge.encoder import MiniLmEncoder

GIFT_CARDS = "Gift cards cannot be returned. Other items can be returned within 30 days of delivery."
HOURS = "The shop is open from Monday to Friday. The shop is closed on Saturday and Sunday."
EXCEPT = "All items except gift cards can be returned within 30 days."
WATER = "Damage by water is excluded from the guarantee. Scratches are covered by the guarantee."
CHEQUES = "We no longer accept cheques. Cards and bank transfers are accepted."
UNWORN = "Shoes can be returned if they are unworn."
PACKED = "You can change the address before the order is packed."
OPENED = "Mattresses can be returned unless they are opened."
OVER = "Shipping is free for orders over EUR 50."
UNTIL = "The summer sale lasts until 31 July."
MEMBERS = "Shipping is free only for members."
LABEL = "Returns are free only with our label."
PRICE = "Standard shipping costs EUR 4.95. Express shipping costs EUR 9.95."
BOTH_PRICES = "Standard shipping costs EUR 4.95 and express shipping EUR 9.95."
PRICES_AFTER = "Shipping costs EUR 4.95 for standard and EUR 9.95 for express."
ADULTS = "Adults pay EUR 30 and children pay EUR 15."
HALF = "Children under 6 travel free. Children aged 6 to 14 pay half, which is EUR 15. Adults pay EUR 30."
COURSE = "Registration costs EUR 120 and closes on 15 May."
PARKING = "The first 30 minutes are free. After that parking costs EUR 2 per hour."
BRANCH = "The branch opens at 8 am and closes at 5 pm."
STUDENTS = "Students get 10 % off."
FREEZER = "The freezer cools to -20 °C."
TIMES = "Standard shipping takes 3 to 5 working days. Express shipping takes 1."
REFUNDS = "Refunds take 5 working days. Exchanges take 2 weeks."
HELP = "You can return an item within 30 days. Our team answers within 2 hours."
PHONE = "Call our team at +32 9 555 01 01."
LAMPS = "Our lamps have a guarantee of 5 years."
SOFAS = "Our sofas have a guarantee of 2 years."
GIFTS = "Gift cards can be used for all items in the shop."
CANCEL = "An order can be cancelled until it is packed, and the refund can be paid to your card."
SALES = "The winter sale starts on 2 January and the summer sale starts on 1 July."
WRAP = "We stopped selling gift wrap. Gift cards are sold in the shop."


@pytest.fixture
def checker(minilm: MiniLmEncoder) -> Checker:
    return Checker(minilm)


@pytest.mark.parametrize(
    ("claim", "passages"),
    [
        ("Gift cards can be returned within 30 days of delivery.", [GIFT_CARDS]),
        ("The shop is open on Saturday and Sunday.", [HOURS]),
        ("The shop is open on Sunday.", [HOURS]),
        ("Gift cards can be returned within 30 days.", [EXCEPT]),
        ("All items can be returned within 30 days.", [EXCEPT]),
        ("Damage by water is covered by the guarantee.", [WATER]),
        ("Cheques are accepted.", [CHEQUES]),
        ("We accept cheques.", [CHEQUES]),
        ("We are selling gift wrap.", [WRAP]),
        ("Worn shoes can be returned.", [UNWORN]),
        ("You can change the address after the order is packed.", [PACKED]),
        ("Mattresses can be returned if they are opened.", [OPENED]),
        ("Shipping is free for orders up to EUR 50.", [OVER]),
        ("The summer sale lasts from 31 July.", [UNTIL]),
        ("Shipping is free for you.", [MEMBERS]),
        ("Returns are free with our label and without it.", [LABEL]),
        ("Standard shipping costs $4.95.", [PRICE]),
        ("Students get EUR 10 off.", [STUDENTS]),
        ("The freezer cools to 20 °C.", [FREEZER]),
        ("Standard shipping takes 1 working day.", [TIMES]),
        ("Express shipping costs EUR 4.95.", [PRICE]),
        ("Express shipping costs EUR 4.95 and standard shipping costs EUR 9.95.", [PRICE]),
        ("Standard shipping costs EUR 9.95, express shipping EUR 4.95.", [PRICE]),
        ("Express shipping costs EUR 4.95 and standard shipping EUR 9.95.", [BOTH_PRICES]),
        ("Express shipping costs EUR 4.95.", [BOTH_PRICES]),
        ("Standard shipping costs EUR 9.95.", [PRICES_AFTER]),
        ("Adults pay EUR 15 and children pay EUR 30.", [ADULTS]),
        ("Children pay EUR 30.", [ADULTS]),
        ("Adults pay EUR 15.", [HALF]),
        ("The branch closes at 8 am.", [BRANCH]),
        ("Refunds take 2 weeks.", [REFUNDS]),
        ("Refunds take 5 days.", [REFUNDS]),
        ("Exchanges take 2 working days.", ["Exchanges take 2 days."]),
        ("You can return an item within 30 hours.", [HELP]),
        ("Call our team at +32 9 555 10 10.", [PHONE]),
        ("Call our team at +32 9 01 555 01.", [PHONE]),
        ("Our sofas have a guarantee of 5 years.", [LAMPS, SOFAS]),
        ("Amazon gift cards can be used for all items in the shop.", [GIFTS]),
        ("Your order is cancelled and the refund is paid to your card.", [CANCEL]),
        ("Your refund has been paid to your card.", [CANCEL]),
        ("The summer sale starts on 2 January.", [SALES]),
    ],
)
async def test_a_false_claim_in_the_passages_own_words_is_refused(
    checker: Checker, claim: str, passages: list[str]
) -> None:
    assert not (await checker.check(claim, passages)).accepted


@pytest.mark.parametrize(
    ("claim", "passages"),
    [
        ("Gift cards cannot be returned.", [GIFT_CARDS]),
        ("Other items can be returned within 30 days of delivery.", [GIFT_CARDS]),
        ("The shop is closed on Saturday and Sunday.", [HOURS]),
        ("On Saturday and Sunday the shop is closed.", [HOURS]),
        ("The shop is open from Monday to Friday.", [HOURS]),
        ("Gift cards cannot be returned.", [EXCEPT]),
        ("All items can be returned within 30 days except gift cards.", [EXCEPT]),
        ("Damage by water is not covered by the guarantee.", [WATER]),
        ("Cards and bank transfers are accepted.", [CHEQUES]),
        ("Cheques are no longer accepted.", [CHEQUES]),
        ("We do not accept cheques.", [CHEQUES]),
        ("Shoes can be returned if unworn.", [UNWORN]),
        ("You can change the address until the order is packed.", [PACKED]),
        ("Mattresses can be returned if they are not opened.", [OPENED]),
        (
            "Mattresses cannot be returned when opened.",
            ["Mattresses cannot be returned if they are opened."],
        ),
        ("Orders of more than EUR 50 ship for free.", [OVER + " Orders ship from Ghent."]),
        ("The summer sale lasts until 31 July.", [UNTIL]),
        ("Only for members shipping is free.", [MEMBERS]),
        ("Returns are free with our label.", [LABEL]),
        ("Standard shipping costs €4.95.", [PRICE]),
        ("Express shipping costs EUR 9.95 and standard shipping costs EUR 4.95.", [PRICE]),
        ("Standard shipping costs EUR 4.95, express shipping EUR 9.95.", [PRICE]),
        ("Standard and express shipping cost EUR 4.95 and EUR 9.95.", [PRICE]),
        ("Express shipping costs EUR 9.95 and standard shipping EUR 4.95.", [BOTH_PRICES]),
        ("Express shipping costs EUR 9.95.", [PRICES_AFTER]),
        ("Children pay EUR 15 and adults pay EUR 30.", [ADULTS]),
        ("Children aged 6 to 14 pay EUR 15 and adults pay EUR 30.", [HALF]),
        ("Registration closes on 15 May and costs EUR 120.", [COURSE]),
        ("Parking is free for the first 30 minutes and then costs EUR 2 per hour.", [PARKING]),
        ("The branch closes at 5 pm.", [BRANCH]),
        ("Refunds take 5 working days and exchanges 2 weeks.", [REFUNDS]),
        ("Standard shipping takes between 3 and 5 working days.", [TIMES]),
        ("The students get 10 % off.", [STUDENTS]),
        ("This freezer cools to -20 °C.", [FREEZER]),
        ("Express shipping takes 1 working day.", [TIMES]),
        ("Exchanges take two weeks.", [REFUNDS]),
        ("Items can be returned within 30 days.", [HELP]),
        ("You can call our team at +32 9 555 01 01.", [PHONE]),
        ("Our sofas have a guarantee of 2 years.", [LAMPS, SOFAS]),
        ("Gift cards can be used for all items.", [GIFTS]),
        ("Your order can be cancelled until it is packed.", [CANCEL]),
        ("The summer sale starts on 1 July.", [SALES]),
    ],
)
async def test_a_true_claim_beside_it_is_accepted(checker: Checker, claim: str, passages: list[str]) -> None:
    verdict = await checker.check(claim, passages)
    assert verdict.accepted, verdict


@pytest.mark.parametrize(
    ("text", "negated", "affirmed"),
    [
        ("We don't refund it", {"refund"}, set()),
        ("Large sofas cannot be exchanged, only returned", {"exchang"}, {"sofa"}),
        ("We no longer accept cheques", {"accept"}, set()),
        ("It is covered", set(), {"cover"}),
    ],
)
def test_a_negation_belongs_to_the_word_after_it(text: str, negated: set[str], affirmed: set[str]) -> None:
    found = claims.clauses(text)[0]
    assert found.negated == negated
    assert affirmed <= found.affirmed
