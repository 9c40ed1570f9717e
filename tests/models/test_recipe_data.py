import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from serving.knowledge.parsers.markdown import without_expected
from serving.knowledge.sentences import split_sentences

ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT / "samples" / "articles").glob("*.md"))
DATA = ROOT / "models" / "recipe" / "data"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def sentences(article: Path) -> list[str]:
    body = without_expected(article.read_text(encoding="utf-8")).split("---\n", 2)[2]
    lines = (line for line in body.splitlines() if not line.startswith("#"))
    return [sentence for line in lines for sentence in split_sentences(line)]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_an_article_has_what_a_help_centre_shows(article: Path) -> None:
    _, front, body = without_expected(article.read_text(encoding="utf-8")).split("---\n", 2)
    meta = yaml.safe_load(front)
    assert set(meta) == {"title", "url", "language", "topic"}
    assert meta["url"].startswith("/help/")
    assert 150 <= len(body.split()) <= 350


def test_no_two_articles_share_a_title_or_a_url() -> None:
    fronts = [yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1]) for path in ARTICLES]
    for name in ("title", "url"):
        assert len({front[name] for front in fronts}) == len(ARTICLES) >= 20


def test_every_answer_points_at_one_sentence() -> None:
    known = {path.stem: sentences(path) for path in ARTICLES}
    for row in rows("questions.jsonl"):
        for answer in row["answers"]:
            found = [sentence for sentence in known[row["article"]] if answer in sentence]
            assert len(found) == 1, f"{answer!r} in {row['article']}.md"


def test_each_article_has_a_dozen_questions() -> None:
    counts = Counter(row["article"] for row in rows("questions.jsonl"))
    assert set(counts) == {path.stem for path in ARTICLES}
    assert min(counts.values()) >= 12


def test_no_question_is_both_trained_on_and_held_out() -> None:
    for name in ("questions.jsonl", "unanswerable.jsonl"):
        asked = [row["question"].lower().strip(" ?!.") for row in rows(name)]
        assert len(set(asked)) == len(asked)


def test_enough_questions_have_no_answer() -> None:
    counts = Counter(row["split"] for row in rows("unanswerable.jsonl"))
    assert counts["train"] + counts["test"] >= 120
    assert counts["test"] >= 40
