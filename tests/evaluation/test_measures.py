from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from serving.config import PROJECT_ROOT
from serving.evaluation.answers import Asked, figures, read_phrasings, read_samples, replies
from serving.evaluation.checking import measure_checking, read_composed
from serving.evaluation.library import opened_library
from serving.evaluation.retrieval import measure_retrieval
from serving.evaluation.selecting import fit, shares, weigh
from serving.evaluation.xquad import read_xquad, write_paragraphs
from serving.knowledge.encoder import MiniLmEncoder
from serving.llm.fake import FakeModel
from serving.translation.fake import WordListEngine

ARTICLES = PROJECT_ROOT / "samples" / "articles"
PARAGRAPHS = {
    "Sea_otters": "Sea otters eat *urchins* [1]. They sleep in kelp forests, and hold hands.",
    "Trains": "The first trains ran on horse power. Steam engines came in 1804; they were slow.",
}
QUESTIONS = {
    "Sea_otters": [("What do sea otters eat?", "urchins")],
    "Trains": [
        ("When did steam engines come?", "1804"),
        ("What did the first trains run on?", "horse power"),
    ],
}


@pytest.fixture(scope="session")
def encoder() -> MiniLmEncoder:
    default = PROJECT_ROOT / ".parley" / "models" / "minilm"
    return MiniLmEncoder(Path(os.environ.get("PARLEY_ENCODER_PATH", default)))


SPANISH = {
    "What do sea otters eat?": "¿Comen nutrias?",
    "When did steam engines come?": "¿Llegaron vapor?",
    "What did the first trains run on?": "¿Primeros funcionaban?",
}
WORDS = {
    "comen": "eat", "nutrias": "otters", "llegaron": "came", "vapor": "steam",
    "primeros": "first trains", "funcionaban": "ran",
}  # fmt: skip


@pytest.fixture
def xquad(tmp_path: Path) -> Path:
    for language in ("en", "es"):
        data = {"data": _articles(SPANISH if language == "es" else {})}
        (tmp_path / f"xquad.{language}.json").write_text(json.dumps(data), encoding="utf-8")
    return tmp_path


def _articles(wordings: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {"id": asked, "question": wordings.get(asked, asked), "answers": [{"text": answer}]}
                        for asked, answer in QUESTIONS[title]
                    ],
                }
            ],
        }
        for title, text in PARAGRAPHS.items()
    ]


@pytest.mark.parametrize("postgres", [False, True])
async def test_retrieval_is_measured_on_both_databases(
    xquad: Path, encoder: MiniLmEncoder, postgres: bool
) -> None:
    measured = await measure_retrieval(xquad, encoder, postgres=postgres, languages=["en"])
    assert measured.database == ("postgresql" if postgres else "sqlite")
    assert {recall.by: recall.at[1] for recall in measured.recall} == {"words": 1, "vectors": 1, "both": 1}
    assert [(half.by, half.questions) for half in measured.halves] == [("chosen on", 1), ("held out", 2)]


async def test_what_an_engine_translates_is_asked_once_more_in_translation(
    xquad: Path, encoder: MiniLmEncoder
) -> None:
    engine = WordListEngine(words=WORDS, pairs={("es", "en")})
    measured = await measure_retrieval(xquad, encoder, engines=[engine], languages=["es"])
    at_first = {recall.by: recall.at[1] for recall in measured.recall}
    assert list(at_first) == ["words", "vectors", "both", "both, by word-list"]
    assert (at_first["words"], at_first["both, by word-list"]) == (0, 1)
    assert [request.text for request in engine.asked] == list(SPANISH.values())


async def test_a_paragraph_comes_out_of_the_database_as_it_was(
    xquad: Path, encoder: MiniLmEncoder, tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    write_paragraphs(read_xquad(xquad)[0], documents)
    async with opened_library(documents, encoder) as library:
        found = await library.retriever.retrieve("sea otters", inbox_id="any")
    assert found.passages[0].text == PARAGRAPHS["Sea_otters"]
    assert found.passages[0].title == "Sea otters"


async def test_each_way_to_choose_is_counted(encoder: MiniLmEncoder) -> None:
    questions = [
        Asked("how long does standard shipping take?", ["Standard shipping takes 3 to 5 working days"]),
        Asked("do you sell washing machines?"),
        Asked("how long does standard shipping take?", without="shipping"),
    ]
    async with opened_library(ARTICLES, encoder) as library:
        replied = await replies(library, questions, FakeModel("1"))
    assert all(len(one.picked) == 1 for one in replied)
    assert all("Standard shipping takes" not in sentence.text for sentence in replied[2].shown)
    by = {outcome.by: outcome for outcome in figures("three", replied).outcomes}
    assert (by["the model (shipped)"].right, by["the model (shipped)"].refused) == (1, 0)
    rule = by["the rule, where the model is away"]
    assert (rule.right, rule.refused) == (1, 1)
    weighed = weigh(replied)
    assert shares(fit([weighed]), weighed)[0.0] == "100.0%/0.0%/100.0%"


async def test_the_checker_is_measured_on_held_out_rows(encoder: MiniLmEncoder, tmp_path: Path) -> None:
    row = {
        "knowledge": "Delhi is big.The group has its head office in Delhi.",
        "question": "Where is the head office?",
        "right_answer": "Delhi",
        "hallucinated_answer": "Mumbai in the west",
    }
    for name in ("one", "multi"):
        (tmp_path / f"qa_{name}_turn.jsonl").write_text(f"{json.dumps(row)}\n" * 2, encoding="utf-8")
    one, multi, composed, short = await measure_checking(tmp_path, encoder)
    assert (one.true, one.accepted, one.rejected, multi.false) == (1, 1, 1, 1)
    assert composed.true == len(list(read_composed())) // 4
    assert composed.accepted >= 0.75
    assert composed.rejected >= 0.85
    assert short.true == 2


def test_our_own_questions_are_as_many_as_they_should_be() -> None:
    questions = read_samples()
    assert (sum(bool(asked.says) for asked in questions), len(questions)) == (60, 80)
    assert len(read_phrasings("test")) == 256
