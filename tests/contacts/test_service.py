from __future__ import annotations

from serving.channels.models import Inbox
from serving.contacts.models import Contact
from serving.contacts.service import Claims, believe, find_or_create
from serving.db import Database


def _contact(**known: object) -> Contact:
    return Contact(id="c", **({"verified": False, "attributes": {}} | known))


def test_an_unproved_claim_never_changes_a_proved_identity() -> None:
    contact = _contact(name="Ada", email="ada@mail.example", verified=True)
    believe(contact, Claims(name="Eve", email="eve@mail.example"))
    assert (contact.name, contact.email, contact.verified) == ("Ada", "ada@mail.example", True)


def test_a_proof_does_not_vouch_for_an_address_that_was_only_claimed() -> None:
    contact = _contact(email="victim@mail.example")
    believe(contact, Claims(name="Eve", verified=True))
    assert (contact.email, contact.verified) == (None, True)


def test_a_proved_address_stays_when_a_later_proof_does_not_name_it() -> None:
    contact = _contact(email="ada@mail.example", verified=True)
    believe(contact, Claims(verified=True))
    assert contact.email == "ada@mail.example"


async def test_one_address_in_one_inbox_is_one_contact(database: Database) -> None:
    async with database.write() as session:
        session.add_all(Inbox(id=name, name=name, channel="widget", settings={}) for name in ("web", "app"))
    ids = []
    for inbox in ("web", "web", "app"):
        async with database.write() as session:
            contact = await find_or_create(session, inbox, address="a", claims=Claims(name="Ada"))
            ids.append(contact.id)
    assert ids[0] == ids[1]
    assert ids[2] != ids[0]
