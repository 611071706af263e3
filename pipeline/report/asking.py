"""A week of one unit, asked of a snapshot: answers of :class:`News` → :class:`Week`.

Every question is asked once; titles and texts are cleaned and masked on the way in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

import pandas as pd

from pipeline.analysis import Choice, News
from pipeline.analysis.news import Field
from pipeline.report import masking, reading, wording
from pipeline.report.facts import Read, Row, Week
from pipeline.report.masking import Mask, Person

Names = Literal["masked", "full"]
COLUMNS = {"positif": "positive", "netral": "neutral", "negatif": "negative"}
_FIELDS: tuple[Field, ...] = ("article", "headline", "body")


def ask(news: News, unit: str, since: date, until: date, prefix: str, names: Names) -> Week:
    """The week's articles; ids of entries are numbers after ``prefix``."""
    choice: Choice = {"unit": unit, "since": since, "until": until}
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


def _row(
    ref: str,
    article: Mapping[Any, Any],
    details: Mapping[Any, Any],
    seen: Mapping[Field, Mapping[Any, Any]],
    mask: Mask,
) -> Row:
    whole = seen["article"]
    label = wording.known(whole.get("label"))
    corrected = bool(whole.get("corrected", False))
    return Row(
        ref=ref,
        article_id=article["article_id"],
        at=article["dated_at"].to_pydatetime(),
        dated=not pd.isna(article["published_at"]),
        day=article["day"].date(),
        outlet=article["outlet"],
        outlet_name=wording.clean(wording.known(article["outlet_name"]) or article["outlet"]),
        outlet_kind=wording.known(article["outlet_kind"]),
        title=mask.apply(wording.clean(article["title"])) or "(tanpa judul)",
        url=_web_address(article["url"]),
        units=tuple(article["units"]),
        topic=wording.known(article["topic"]),
        topic_label=wording.known(article["topic_label"]) or "Tanpa topik",
        tone=wording.known(article["tone"]),
        sentiment=label,
        headline=wording.known(seen["headline"].get("label")),
        body=wording.known(seen["body"].get("label")),
        doubtful=_doubtful(article, seen),
        probability=_probability(label, whole),
        negative=float(whole["negative"]) if label and not corrected else 0.0,
        corrected=corrected,
        cluster_id=article["cluster_id"],
        story_id=wording.known(article["story_id"]),
        is_first=bool(article["is_first"]),
        release_based=bool(details["release_based"]),
        text=mask.apply(details["text"]),
        mask=mask,
    )


def _masks(
    news: News,
    articles: Iterable[Mapping[Any, Any]],
    details: Mapping[str, Mapping[Any, Any]],
    choice: Choice,
) -> dict[str, Mask]:
    persons: dict[str, list[Person]] = {}
    for found in news.persons(**choice).to_dict("records"):
        person = Person(
            wording.clean(found["name"]),
            wording.known(found["position"]).strip(),
            bool(found["police"]),
            wording.known(found["part"]),
        )
        persons.setdefault(found["article_id"], []).append(person)
    events = {a["article_id"]: wording.known(a["story_id"]) or a["cluster_id"] for a in articles}
    topics = {key: list(facts["topics"]) for key, facts in details.items()}
    return masking.masks(topics, events, persons)


def _doubtful(
    article: Mapping[Any, Any], seen: Mapping[Field, Mapping[Any, Any]]
) -> frozenset[Read]:
    verdicts: dict[Read, Mapping[Any, Any]] = {
        "sentiment": seen["article"],
        "headline": seen["headline"],
        "body": seen["body"],
    }
    sure: dict[Read, float | None] = {
        read: None if verdict.get("corrected") else _probability(verdict.get("label"), verdict)
        for read, verdict in verdicts.items()
    }
    tone = {column: article[f"tone_{column}"] for column in COLUMNS.values()}
    sure["tone"] = _probability(article["tone"], tone)
    below = reading.load().below
    return frozenset(read for read, p in sure.items() if p is not None and p < below)


def _probability(label: Any, verdict: Mapping[Any, Any]) -> float | None:
    column = COLUMNS.get(wording.known(label))
    return float(verdict[column]) if column else None


def _web_address(url: str) -> str:
    """The address when it is one a reader may follow, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""
