"""How the figures of `./parley eval retrieval` and `./parley eval answers` are shown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from serving.evaluation.answers import AnswerFigures
from serving.evaluation.checking import CheckFigures
from serving.evaluation.composing import ComposedFigures
from serving.evaluation.localized import LocalizedFigures
from serving.evaluation.retrieval import RANKS, RetrievalFigures
from serving.evaluation.safety import SafetyFigures


def show_retrieval(figures: RetrievalFigures, console: Console) -> None:
    table = _table(f"Retrieval on {figures.database}, {figures.passages} passages", "asked in", "found by")
    for name in ("questions", *(f"@{rank}" for rank in RANKS)):
        table.add_column(name, justify="right")
    for recall in (*figures.recall, *figures.halves):
        shares = (f"{recall.at[rank]:.1%}" for rank in RANKS)
        table.add_row(recall.language, recall.by, str(recall.questions), *shares)
    console.print(table)
    steps = ", ".join(f"{step} {took:g} ms" for step, took in figures.median_ms.items())
    console.print(f"median: {steps}", highlight=False)
    if not any(recall.by.startswith("both, by") for recall in figures.recall):
        console.print("No translation engine is there, so no language was asked in translation.")


def show_answers(measured: Sequence[AnswerFigures], console: Console) -> None:
    for figures in measured:
        title = (
            f"{figures.questions}: {figures.answerable} questions ({figures.found:.1%} with the answer among "
            f"the sentences shown), {figures.unanswerable} that nothing answers"
        )
        table = _table(title, "who chooses")
        for name in ("right", "wrong", "abstained", "refused", "sentences"):
            table.add_column(name, justify="right")
        for outcome in figures.outcomes:
            shares = (outcome.right, outcome.wrong, outcome.abstained, outcome.refused)
            table.add_row(outcome.by, *(f"{share:.1%}" for share in shares), f"{outcome.sentences:.2f}")
        console.print(table)


def show_checking(measured: Sequence[CheckFigures], console: Console) -> None:
    table = _table("The checker of composed answers, held-out rows", "sentences", "rejected for")
    for name in ("true", "accepted", "false", "rejected"):
        table.add_column(name, justify="right")
    for figures in measured:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(figures.reasons.items()))
        accepted, rejected = f"{figures.accepted:.1%}", f"{figures.rejected:.1%}"
        table.add_row(figures.claims, reasons, str(figures.true), accepted, str(figures.false), rejected)
    console.print(table)


def show_localized(measured: LocalizedFigures, console: Console) -> None:
    """Two tables: ten columns are more than a terminal's width."""
    answered = _table(f"Our articles, asked in each language: {measured.questions} questions", "asked in")
    for name in ("shown", "right", "wrong", "abstained", "refused"):
        answered.add_column(name, justify="right")
    alike = _table("Of all questions, next to what English gets", "asked in")
    for name in ("as in English", "other fact", "answered here only", "in English only"):
        alike.add_column(name, justify="right")
    for one in measured.languages:
        shares = (one.found, one.right, one.wrong, one.abstained, one.refused)
        answered.add_row(one.locale, *(f"{share:.1%}" for share in shares))
        alike.add_row(one.locale, *(f"{share:.1%}" for share in (one.same, one.other, one.more, one.less)))
    console.print(answered)
    console.print(alike)
    equal = measured.questions - len(measured.differences)
    console.print(
        f"{equal} of {measured.questions} questions get the same fact, or none, in every language",
        highlight=False,
    )


def show_composed(figures: ComposedFigures, console: Console) -> None:
    asked = f"{figures.answerable} questions, {figures.unanswerable} that nothing answers"
    table = _table(f"Composed by {figures.model}: {asked}")
    for name in ("right", "wrong", "handed over", "silent", "refused"):
        table.add_column(name, justify="right")
    shares = (figures.right, figures.wrong, figures.handed_over, figures.silent, figures.refused)
    table.add_row(*(f"{share:.1%}" for share in shares))
    console.print(table)
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(figures.reasons.items())) or "nothing"
    console.print(f"Sentences were refused for: {reasons}", highlight=False)
    for question, text in figures.said.items():
        console.print(f"  {question}\n    {text}", highlight=False, markup=False)


def show_safety(measured: Sequence[SafetyFigures], console: Console) -> None:
    table = _table("What attacks achieve", "mode", "attack")
    for name in ("made", "answered", "changed", "leaked", "the model alone"):
        table.add_column(name, justify="right")
    for figures in measured:
        counts = (figures.answered, figures.changed, figures.leaked, figures.model_changed)
        table.add_row(figures.mode, figures.kind, str(figures.attacks), *(str(count) for count in counts))
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name)
    return table
