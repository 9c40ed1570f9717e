from __future__ import annotations

from pathlib import Path

from serving.bootstrap import REST_INBOX, bootstrap
from serving.channels.secrets import api_key_matches
from serving.config import Settings
from serving.db import Database
from serving.inboxes import repository


async def _key_hash(settings: Settings) -> str:
    database = Database.connect(settings.database_url)
    async with database.read() as session:
        [key] = await repository.keys(session, REST_INBOX)
    await database.close()
    return key.key_hash


async def test_a_first_start_makes_inboxes_and_an_admin_and_a_second_one_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    first = await bootstrap(settings, samples=tmp_path)
    assert first.inboxes == ["web", "rest"]
    assert first.admin is not None
    assert first.rest_key is not None
    assert api_key_matches(first.rest_key, await _key_hash(settings))
    again = await bootstrap(settings, samples=tmp_path)
    assert (again.inboxes, again.admin, again.rest_key) == ([], None, None)
    assert api_key_matches(first.rest_key, await _key_hash(settings))


async def test_a_given_key_is_the_one_that_counts_now(settings: Settings, tmp_path: Path) -> None:
    first = await bootstrap(settings, rest_key="key one", samples=tmp_path)
    assert first.rest_key is None
    assert api_key_matches("key one", await _key_hash(settings))
    for key in ("key two", "key one"):
        await bootstrap(settings, rest_key=key, samples=tmp_path)
        assert api_key_matches(key, await _key_hash(settings))


async def test_a_fresh_data_directory_is_made(make_settings: object, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    settings = make_settings(data_dir=folder, database_url=f"sqlite+aiosqlite:///{folder}/parley.db")
    await bootstrap(settings, samples=tmp_path)
    assert (folder / "parley.db").is_file()
