"""How well articles of one event are joined: B-cubed on the marked articles after May 2022.

``python -m models.stories.evaluation`` prints it; ``make evaluate`` holds it. Beside it stands what
nothing costs: every article a story of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from rich.console import Console

from models import tables
from models.evaluation import draws, interval
from models.gold import stories as gold
from models.stories.inputs import b_cubed, read
from pipeline.enrich import registry
from pipeline.enrich.register import UnitRegister
from pipeline.measured import ALL, GOLD, Results, Row
from pipeline.records import StoryArticle, StoryInput
from pipeline.settings import DATA, MODELS
from pipeline.stories import likeness
from pipeline.stories.stories import tell

ROLE = "stories"


def rows() -> Iterator[Row]:
    """Precision, recall and F1 of the stories found, and of no stories at all."""
    register = UnitRegister.load([DATA / "units"])
    marked = [article for article in gold.articles() if article.part == "test"]
    true = {article.id: article.story for article in marked}
    model = likeness.load(registry.stories_folder(MODELS))
    found = stories_of(read(marked, register), model, register)
    yield _row(model.name, true, found)
    alone = _row("every article alone", true, {article: article for article in true})
    yield alone.model_copy(update={"baseline": True})


def stories_of(
    articles: Sequence[StoryInput], model: likeness.Likeness, register: UnitRegister
) -> dict[str, str]:
    """Article → story."""
    records = tell(articles, model, register.place_words)
    return {r.article_id: r.story_id for r in records if isinstance(r, StoryArticle)}


def _row(name: str, true: Mapping[str, str], found: Mapping[str, str]) -> Row:
    """Intervals are over articles drawn story by story."""
    scored = b_cubed(true, found)
    weights = draws([true[article] for article in scored])
    precision, recall = (weights @ np.array([*scored.values()]) / weights.sum(axis=1)[:, None]).T
    scores = {
        "precision": interval(precision),
        "recall": interval(recall),
        "b_cubed": interval(2 * precision * recall / (precision + recall)),
    }
    return Row(set=GOLD, slice=ALL, role=ROLE, model=name, name=name, n=len(true), scores=scores)


def main() -> None:
    tables.show(Results(rows=tuple(rows())), Console(width=tables.WIDTH))


if __name__ == "__main__":
    main()
