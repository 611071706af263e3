"""What a report is made of: the articles of a week as typed rows, and figures counted from them.

Asks a snapshot once per week; every :class:`Figure` is counted from the very rows it links to, so
a number and its articles cannot part. Titles and texts are already clean and masked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal, cast
from urllib.parse import urlsplit

import pandas as pd

from pipeline.analysis import News
from pipeline.analysis.news import Field
from pipeline.records import digest
from pipeline.report import masking, wording
from pipeline.report.content import Figure, LabelName, Mark, Pointer
from pipeline.report.masking import Mask, Person

Names = Literal["masked", "full"]
_FIELDS: tuple[Field, ...] = ("article", "headline", "body")


@dataclass(frozen=True, slots=True)
class Row:
    """An article of the week; labels are "" where no model has read it."""

    ref: str
    article_id: str
    at: datetime
    dated: bool  # False: the page gave no date, ``at`` is when it was fetched
    day: date
    outlet: str
    outlet_name: str
    title: str
    url: str
    units: tuple[str, ...]
    topic: str
    topic_label: str
    tone: str
    sentiment: str
    headline: str
    body: str
    probability: float | None
    corrected: bool
    cluster_id: str
    story_id: str
    is_first: bool
    release_based: bool
    text: str
    mask: Mask


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
    choice: Mapping[str, Any]
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
            _quote(by_id[given["article_id"]], given) for given in found if _text(given["speaker"])
        ]


@dataclass(frozen=True, slots=True)
class Weeks:
    """The week reported on and the week before it."""

    now: Week
    before: Week


def ask(news: News, unit: str, since: date, until: date, prefix: str, names: Names) -> Week:
    """The week's articles; ids of entries are numbers after ``prefix``."""
    choice = {"unit": unit, "since": since, "until": until}
    articles = news.articles(**choice).sort_values(["dated_at", "article_id"]).to_dict("records")
    details = {d["article_id"]: d for d in news.details(**choice).to_dict("records")}
    verdicts = {
        name: {v["article_id"]: v for v in news.verdicts(field=name, **choice).to_dict("records")}
        for name in _FIELDS
    }
    hidden = _masks(news, articles, details, choice) if names == "masked" else {}
    rows = []
    for place, article in enumerate(articles, start=1):
        key = article["article_id"]
        mask = hidden.get(key, Mask())
        seen = {name: verdicts[name].get(key, {}) for name in _FIELDS}
        rows.append(_row(f"{prefix}{place}", article, details[key], seen, mask))
    return Week(news, since, until, choice, rows)


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


def figure(value: int, rows: Rows, about: str) -> Figure:
    """A count that rests on ``rows``."""
    return _figure(value, wording.number(value), rows, about)


def on(rows: Rows, day: date) -> list[Row]:
    """Rows of one day."""
    return [row for row in rows if row.day == day]


def labelled(rows: Rows, label: str) -> list[Row]:
    """Rows whose sentiment toward the unit is ``label``."""
    return [row for row in rows if row.sentiment == label]


def mark(label: str) -> Mark | str:
    """A label in its colour, or a dash where there is none."""
    return Mark(text=label, label=cast(LabelName, label)) if label else "–"


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


def _row(
    ref: str,
    article: Mapping[Any, Any],
    details: Mapping[Any, Any],
    seen: Mapping[Field, Mapping[Any, Any]],
    mask: Mask,
) -> Row:
    whole = seen["article"]
    label = _text(whole.get("label"))
    return Row(
        ref=ref,
        article_id=article["article_id"],
        at=article["dated_at"].to_pydatetime(),
        dated=not pd.isna(article["published_at"]),
        day=article["day"].date(),
        outlet=article["outlet"],
        outlet_name=wording.clean(_text(article["outlet_name"]) or article["outlet"]),
        title=mask.apply(wording.clean(article["title"])) or "(tanpa judul)",
        url=_web_address(article["url"]),
        units=tuple(article["units"]),
        topic=_text(article["topic"]),
        topic_label=_text(article["topic_label"]) or "Tanpa topik",
        tone=_text(article["tone"]),
        sentiment=label,
        headline=_text(seen["headline"].get("label")),
        body=_text(seen["body"].get("label")),
        probability=_probability(label, whole),
        corrected=bool(whole.get("corrected", False)),
        cluster_id=article["cluster_id"],
        story_id=_text(article["story_id"]),
        is_first=bool(article["is_first"]),
        release_based=bool(details["release_based"]),
        text=mask.apply(details["text"]),
        mask=mask,
    )


def _quote(row: Row, given: Mapping[Any, Any]) -> Quote:
    return Quote(
        row=row,
        name=given["speaker"],
        speaker=row.mask.apply(wording.clean(given["speaker"])),
        office=wording.office(*(_text(given[part]) for part in ("rank", "position", "unit"))),
        police=given["police"] is True,
        text=row.mask.apply(wording.clean(given["text"])),
        direct=bool(given["direct"]),
    )


def _masks(
    news: News,
    articles: Iterable[Mapping[Any, Any]],
    details: Mapping[str, Mapping[Any, Any]],
    choice: Mapping[str, Any],
) -> dict[str, Mask]:
    persons: dict[str, list[Person]] = {}
    for found in news.persons(**choice).to_dict("records"):
        person = Person(
            wording.clean(found["name"]), _text(found["position"]).strip(), bool(found["police"])
        )
        persons.setdefault(found["article_id"], []).append(person)
    events = {a["article_id"]: _text(a["story_id"]) or a["cluster_id"] for a in articles}
    topics = {key: list(facts["topics"]) for key, facts in details.items()}
    return masking.masks(topics, events, persons)


def _probability(label: str, verdict: Mapping[Any, Any]) -> float | None:
    column = {"positif": "positive", "netral": "neutral", "negatif": "negative"}.get(label)
    return float(verdict[column]) if column else None


def _web_address(url: str) -> str:
    """The address when it is one a reader may follow, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
