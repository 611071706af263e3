"""How often the models are right: measured on real news that none has learned from."""

from __future__ import annotations

from pathlib import Path

from pipeline import measured as measurements
from pipeline.measured import GOLD
from pipeline.report import wording
from pipeline.report.content import Sentence
from pipeline.report.facts import Week

ROLES = {"sentiment": "sentimen", "tone": "nada"}


def measured(week: Week, models: Path) -> Sentence:
    """The measured accuracy of the models behind the labels of the week, () if it is not known."""
    used = set(week.news.models(**week.choice)["model"])
    results = measurements.load(models)
    told: list[Sentence] = []
    for role, word in ROLES.items():
        rows = (row for row in results.of(GOLD, role) if row.name in used)
        if row := next(rows, None):
            told.append((f"{_of_ten(row.scores['accuracy'].value)} label {word}",))
    if not told:
        return ()
    return ("Pada uji terpisah dengan berita nyata, ", *wording.listed(told), " tepat.")


def _of_ten(accuracy: float) -> str:
    """
    >>> _of_ten(0.7), _of_ten(0.78)
    ('7 dari 10', '78 dari 100')
    """
    hundredths = round(accuracy * 100)
    return f"{hundredths // 10} dari 10" if hundredths % 10 == 0 else f"{hundredths} dari 100"
