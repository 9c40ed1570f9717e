from __future__ import annotations

from datetime import timedelta

from serving.db import Database, now
from serving.operators.models import Operator
from serving.translation.catalogue import Catalogue
from serving.wordings.models import Wording
from serving.wordings.service import Wordings, say_instead, texts


async def say(database: Database, folder: str, name: str, source: str) -> None:
    async with database.write() as session:
        await session.merge(Wording(folder=folder, name=name, source=source))


async def test_a_process_says_what_another_one_stored_and_takes_it_back(database: Database) -> None:
    catalogue = Catalogue.load()
    wordings, original = Wordings(database, catalogue), catalogue.format("utter_goodbye", "de").text
    await wordings.look()
    revision = catalogue.revision
    await say(database, "de", "utter-goodbye", "Servus!")
    await wordings.look()
    assert catalogue.format("utter_goodbye", "de").text == "Servus!"
    assert catalogue.addressing("familiar").format("utter_goodbye", "fr").text != "Servus!"
    assert catalogue.revision > revision
    async with database.write() as session:
        await session.delete(await session.get_one(Wording, ("de", "utter-goodbye")))
    await wordings.look()
    assert catalogue.format("utter_goodbye", "de").text == original


async def test_a_form_of_address_follows_its_language_but_for_what_it_says_itself(database: Database) -> None:
    catalogue = Catalogue.load()
    familiar = catalogue.addressing("familiar")
    goodbye = familiar.format("utter_goodbye", "de").text
    await say(database, "de", "utter-ask-postcode", "Die Postleitzahl, bitte.")
    await say(database, "de", "utter-goodbye", "Auf bald.")
    await Wordings(database, catalogue).look()
    assert familiar.format("utter_ask_postcode", "de").text == "Die Postleitzahl, bitte."
    assert familiar.format("utter_goodbye", "de").text == goodbye
    await say(database, "de@familiar", "utter-goodbye", "Ciao!")
    await Wordings(database, catalogue).look()
    assert familiar.format("utter_goodbye", "de").text == "Ciao!"
    assert catalogue.format("utter_goodbye", "de").text == "Auf bald."


async def test_a_change_is_seen_though_another_gateway_has_a_later_clock(database: Database) -> None:
    catalogue = Catalogue.load()
    wordings = Wordings(database, catalogue)
    operator = Operator(id="Root", email="root@example.com", name="Root", role="admin", password_hash="-")
    async with database.write() as session:
        session.add(operator)
        await session.flush()
        later = now() + timedelta(hours=1)
        session.add(Wording(folder="en", name="utter-okay", source="Fine.", changed_at=later))
        session.add(Wording(folder="en", name="utter-goodbye", source="Bye.", changed_at=later))
    await wordings.look()
    async with database.write() as session:
        await say_instead(session, catalogue, operator, "en", "utter-okay", "Alright.")
    await wordings.look()
    assert catalogue.format("utter_okay", "en").text == "Alright."


async def test_what_does_not_fit_the_original_any_more_is_not_said_but_shown(database: Database) -> None:
    catalogue = Catalogue.load()
    original = catalogue.format("utter_goodbye", "en").text
    await say(database, "en", "utter-goodbye", "Bye { $nobody }")
    await say(database, "en", "utter-okay", "Fine.")
    await Wordings(database, catalogue).look()
    assert catalogue.format("utter_goodbye", "en").text == original
    assert catalogue.format("utter_okay", "en").text == "Fine."
    async with database.read() as session:
        kept = await session.get_one(Wording, ("en", "utter-goodbye"))
    (shown,) = texts(catalogue, "en", {"utter-goodbye": kept}, words="utter-goodbye")
    assert shown.problem is not None
    assert "$nobody" in shown.problem
