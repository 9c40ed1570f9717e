"""`./parley translate`: a model's folder becomes an engine; what cannot is refused with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from serving.cli.refusal import Failure, Refusal
from serving.cli.translate import add, list_engines, try_text
from serving.translation.marian import Card
from tests.translation.conftest import FIXTURE, MODEL_PYTHON

needs_model_python = pytest.mark.skipif(
    not MODEL_PYTHON.exists(), reason="the model server's environment is not there: `./parley up` makes it"
)


def test_what_is_neither_a_pair_nor_a_name_nor_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="en-es"):
        add("no such thing", data=tmp_path)


@needs_model_python
def test_a_hub_that_cannot_be_reached_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    with pytest.raises(Failure, match="Helsinki-NLP/opus-mt-en-es could not be converted"):
        add("en-es", data=tmp_path)
    assert list((tmp_path / "models" / "translation").iterdir()) == []


@needs_model_python
def test_a_folder_becomes_an_engine_that_translates(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    add(str(FIXTURE), data=tmp_path)
    card = Card.read(tmp_path / "models" / "translation" / FIXTURE.name)
    assert (card.source, dict(card.targets)) == ("en", {"es": ">>spa<<", "de": ">>deu<<"})
    assert card.masks[0] == "white-brackets"
    assert 0 < card.threshold <= 1
    capfd.readouterr()
    with pytest.raises(typer.Exit) as ended:
        try_text("Your order P-10482 is on its way.", to="es", data=tmp_path)
    assert ended.value.exit_code == 0
    assert "Su pedido P-10482 está en camino." in capfd.readouterr().out
    with pytest.raises(typer.Exit) as listed:
        list_engines(data=tmp_path)
    assert listed.value.exit_code == 0
    assert f"marian:{FIXTURE.name}" in capfd.readouterr().out
