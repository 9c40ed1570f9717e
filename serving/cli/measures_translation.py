"""How the figures of `./parley eval translation` are shown."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from serving.evaluation.translation import TranslationFigures


def show_translation(figures: TranslationFigures, console: Console) -> None:
    told = _table("Language of short messages", "language", "messages", "right", "wrong", "not told")
    for one in figures.languages:
        told.add_row(one.language, str(one.messages), str(one.right), str(one.wrong), str(one.not_told or ""))
    total = len(figures.languages) and [
        sum(getattr(one, name) for one in figures.languages)
        for name in ("messages", "right", "wrong", "not_told")
    ]
    if total:
        told.add_row("all", *map(str, total), style="bold")
    console.print(told)
    console.print(f"{figures.detection_ms:g} ms a message", highlight=False)
    hits = _table(
        "Translation memory: sentences that an answer can quote", "into", "sentences", "found", "median"
    )
    for hit in figures.hits:
        share = f"{hit.human / hit.sentences:.1%}" if hit.sentences else "-"
        hits.add_row(hit.locale, str(hit.sentences), share, f"{hit.median_us:g} µs")
    console.print(hits)
    if not figures.kept:
        console.print("No engine is there: nothing to say about values and chrF.")
        return
    kept = _table(
        "Values that must not change", "engine", "pair", "texts", "sure", "unsure", "untranslated", "harmed"
    )
    for one_kept in figures.kept:
        counts = (one_kept.texts, one_kept.sure, one_kept.unsure, one_kept.untranslated, one_kept.harmed)
        kept.add_row(one_kept.engine, one_kept.pair, *map(str, counts))
    console.print(kept)
    quality = _table(
        "chrF; untranslated texts count as they are", "engine", "pair", "data", "texts", "translated", "chrF"
    )
    for one_pair in figures.quality:
        counts_of = (one_pair.texts, one_pair.translated)
        quality.add_row(
            one_pair.engine, one_pair.pair, one_pair.data, *map(str, counts_of), f"{one_pair.chrf:g}"
        )
    console.print(quality)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index < 1 else "right")
    return table
