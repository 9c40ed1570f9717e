from __future__ import annotations

from serving.db import Database
from serving.translation.catalogue import Catalogue
from serving.wordings.models import Wording
from serving.wordings.service import Wordings, texts


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
    ours = next(iter(catalogue.folders["de@familiar"].own))
    own = familiar.format(ours, "de").text if not ours.startswith("widget") else None
    await say(database, "de", "utter-bot-challenge", "Ich bin ein Bot.")
    await Wordings(database, catalogue).look()
    if "utter-bot-challenge" not in catalogue.folders["de@familiar"].own:
        assert familiar.format("utter_bot_challenge", "de").text == "Ich bin ein Bot."
    await say(database, "de@familiar", "utter-bot-challenge", "Bot, zu deinen Diensten.")
    await Wordings(database, catalogue).look()
    assert familiar.format("utter_bot_challenge", "de").text == "Bot, zu deinen Diensten."
    assert catalogue.format("utter_bot_challenge", "de").text == "Ich bin ein Bot."
    assert own is None or familiar.format(ours, "de").text == own


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
