"""How often the models are right: measured when they were trained, kept in their ``model.json``."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.enrich import registry
from pipeline.errors import ModelError
from pipeline.report import wording
from pipeline.report.content import Sentence
from pipeline.report.facts import Week

ROLES = {"sentiment": "sentimen", "tone": "nada"}


def measured(week: Week, models: Path) -> Sentence:
    """The measured accuracy of the models behind the labels of the week, () if it is not known."""
    used = set(week.news.models(**week.choice)["model"])
    told: list[Sentence] = []
    for role, word in ROLES.items():
        name, accuracy = _recipe(registry.folder(models, role) / "model.json")
        if name in used and accuracy is not None:
            told.append((f"{_of_ten(accuracy)} label {word}",))
    if not told:
        return ()
    return ("Pada uji terpisah dengan berita nyata, ", *wording.listed(told), " tepat.")


def _recipe(file: Path) -> tuple[str, float | None]:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
        accuracy = facts["recipe"].get("test_accuracy")
        return str(facts["name"]), None if accuracy is None else float(accuracy)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{file} cannot be read: {error}.",
            hint="Restore the folder from the repository, or train it again (see its card).",
        ) from error


def _of_ten(accuracy: float) -> str:
    """
    >>> _of_ten(0.7), _of_ten(0.78)
    ('7 dari 10', '78 dari 100')
    """
    hundredths = round(accuracy * 100)
    return f"{hundredths // 10} dari 10" if hundredths % 10 == 0 else f"{hundredths} dari 100"
