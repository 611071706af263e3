"""What a report is made of: the articles of a week as typed rows, and figures counted from them.

Every :class:`Figure` is counted from the very rows it links to, so a number and its articles cannot
part. Titles and texts are already clean and masked here (see ``asking``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal, cast

from pipeline.analysis import Choice, News
from pipeline.records import digest
from pipeline.report import reading, wording
from pipeline.report.content import Figure, LabelName, Mark, Pointer
from pipeline.report.masking import Mask

Read = Literal["tone", "sentiment", "headline", "body"]
Origin = Literal["rilis", "salinan", "sendiri"]


@dataclass(frozen=True, slots=True)
class Row:
    """An article of the week; labels are "" where no model has read it.

    ``doubtful`` holds the labels that the models were not sure of, ``negative`` the probability of
    a negative sentiment; neither says anything of what an analyst has corrected.
    """

    ref: str
    article_id: str
    at: datetime
    dated: bool  # False: the page gave no date, ``at`` is when it was fetched
    day: date
    outlet: str
    outlet_name: str
    outlet_kind: str
    title: str
    url: str
    units: tuple[str, ...]
    topic: str
    topic_label: str
    tone: str
    sentiment: str
    headline: str
    body: str
    doubtful: frozenset[Read]
    probability: float | None
    negative: float
    corrected: bool
    cluster_id: str
    story_id: str
    is_first: bool
    release_based: bool
    text: str
    mask: Mask

    @property
    def origin(self) -> Origin:
        """A release or a copy of one, a copy of what another outlet wrote, or the outlet's own."""
        if self.release_based:
            return "rilis"
        copied = self.outlet_kind == "agregator" or not self.is_first
        return "salinan" if copied else "sendiri"


Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Quote:
    """Reported speech in an article of the week."""

    row: Row
    name: str  # as in the article: tells speakers apart, is not printed
    speaker: str  # as the report prints it
    office: str  # rank, position and unit
    police: bool
    text: str
    direct: bool


@dataclass(frozen=True)
class Week:
    """The articles about one unit in one ISO week, oldest first."""

    news: News
    since: date
    until: date
    choice: Choice
    rows: Rows = field(repr=False)

    @property
    def unit(self) -> str:
        return str(self.choice["unit"])

    @cached_property
    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.since + timedelta(days=place) for place in range(7)]

    @cached_property
    def events(self) -> list[list[Row]]:
        """Articles by event, most links first; one that no story holds stands for itself."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.story_id or row.cluster_id, []).append(row)
        return sorted(found.values(), key=lambda rows: (-len(rows), rows[0].at, rows[0].article_id))

    @cached_property
    def quotes(self) -> list[Quote]:
        """Quotes with a known speaker."""
        by_id = {row.article_id: row for row in self.rows}
        found = self.news.quotes(**self.choice).to_dict("records")
        return [
            _quote(by_id[given["article_id"]], given)
            for given in found
            if wording.known(given["speaker"])
        ]


@dataclass(frozen=True, slots=True)
class Weeks:
    """The week reported on and the week before it."""

    now: Week
    before: Week


def links(rows: Rows, about: str) -> Figure:
    """Published pages."""
    return figure(len(rows), rows, about)


def unique(rows: Rows, about: str) -> Figure:
    """Texts, syndicated copies once."""
    return figure(len({row.cluster_id for row in rows}), rows, f"{about}, berita unik")


def stories(rows: Rows, about: str) -> Figure:
    """Events."""
    found = {row.story_id for row in rows} - {""}
    return figure(len(found), rows, f"{about}, peristiwa")


def outlets(rows: Rows, about: str) -> Figure:
    """Outlets that published them."""
    return figure(len({row.outlet for row in rows}), rows, f"{about}, media")


def share(rows: Rows, whole: Rows, about: str) -> Figure:
    """Part of the links of ``whole``."""
    value = len(rows) / len(whole) if whole else 0.0
    return _figure(value, wording.percent(value), rows, about)


def worded(text: str, rows: Rows, about: str) -> Figure:
    """The links in words, as "kedua link"."""
    return _figure(len(rows), text, rows, about)


def figure(value: int, rows: Rows, about: str) -> Figure:
    """A count that rests on ``rows``."""
    return _figure(value, wording.number(value), rows, about)


def on(rows: Rows, day: date) -> list[Row]:
    """Rows of one day."""
    return [row for row in rows if row.day == day]


def labelled(rows: Rows, label: str) -> list[Row]:
    """Rows whose sentiment toward the unit is ``label``."""
    return [row for row in rows if row.sentiment == label]


def of_origin(rows: Rows, origin: Origin) -> list[Row]:
    """Rows that are a release, a copy, or an outlet's own."""
    return [row for row in rows if row.origin == origin]


def doubtful(rows: Rows) -> list[Row]:
    """Rows whose sentiment toward the unit the model was not sure of."""
    return [row for row in rows if "sentiment" in row.doubtful]


def mark(row: Row, read: Read) -> Mark | None:
    """A label in its colour, with the mark of doubt; None where there is no label."""
    labels = {
        "tone": row.tone,
        "sentiment": row.sentiment,
        "headline": row.headline,
        "body": row.body,
    }
    label = labels[read]
    text = f"{label} ({reading.load().mark})" if read in row.doubtful else label
    return Mark(text=text, label=cast(LabelName, label)) if label else None


def pointer(row: Row, text: str) -> Pointer:
    """Words that lead to an article."""
    return Pointer(text=text, entry=entry_anchor(row.ref), url=row.url)


def entry_anchor(ref: str) -> str:
    """Where the appendix shows an entry."""
    return f"b-{ref}"


def _figure(value: float, text: str, rows: Rows, about: str) -> Figure:
    refs = tuple(row.ref for row in rows)
    if not refs:
        anchor = ""
    elif len(refs) == 1:
        anchor = entry_anchor(refs[0])
    else:
        anchor = f"r-{digest(*refs)[:10]}"
    return Figure(value=value, text=text, about=about, articles=refs, anchor=anchor)


def _quote(row: Row, given: Mapping[Any, Any]) -> Quote:
    return Quote(
        row=row,
        name=given["speaker"],
        speaker=row.mask.apply(wording.clean(given["speaker"])),
        office=wording.office(
            *(wording.known(given[part]) for part in ("rank", "position", "unit"))
        ),
        police=given["police"] is True,
        text=row.mask.apply(wording.clean(given["text"])),
        direct=bool(given["direct"]),
    )
