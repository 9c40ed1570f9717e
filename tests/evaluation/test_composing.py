from __future__ import annotations

from dataclasses import asdict, replace

from serving.evaluation.answers import Asked
from serving.evaluation.composing import composed_figures
from serving.knowledge.base import Answer, Citation, PassageHit

HIT = PassageHit(1, "d", "Shipping", "Times", None, None, "It takes 3 days.", ["It takes 3 days."], 1.0)
SILENT = Answer(text="", citations=[], passages=[HIT], abstained=True)
SAID = replace(
    SILENT, text="Three days.", citations=[Citation("Shipping", None, "It takes 3 days.", "Times")]
)


def test_an_answer_is_right_when_it_cites_the_passage_that_answers() -> None:
    asked = Asked("how long?", ["takes 3 days"])
    given = [
        (asked, SAID),
        (Asked("how much?", ["costs 4 euros"]), SAID),
        (asked, replace(SILENT, handoff=True, refused=("number", "number"))),
        (asked, SILENT),
        (Asked("who?"), SILENT),
        (Asked("where?"), SAID),
    ]
    figures = composed_figures("m", given)
    shares = (figures.right, figures.wrong, figures.handed_over, figures.silent, figures.refused)
    assert shares == (0.25, 0.25, 0.25, 0.25, 0.5)
    assert asdict(figures)["reasons"] == {"number": 2}
