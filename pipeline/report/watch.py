"""What an analyst must see: events with negative articles, and others that are to be read anyway.

A label can be wrong; an event on misconduct, under a negative headline, or with a fair chance of a
negative verdict is listed whatever its label says. Thresholds are in ``data/report/reading.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report import facts, reading, wording
from pipeline.report.content import Sentence
from pipeline.report.facts import Quote, Row, Rows, Week
from pipeline.report.wording import sentence


@dataclass(frozen=True, slots=True)
class ToRead:
    """An event without a negative label, and why it is to be read."""

    rows: list[Row]
    reason: Sentence


def negative_events(week: Week) -> list[list[Row]]:
    """Events with negative articles, most of them first."""
    found = [rows for rows in week.events if facts.labelled(rows, "negatif")]
    return sorted(found, key=lambda rows: -len(facts.labelled(rows, "negatif")))


def to_read(week: Week) -> list[ToRead]:
    """Events without a negative article that are to be read: those on the topics of the rules
    first, then by their highest probability of a negative label."""
    found = []
    for rows in week.events:
        reasons = () if facts.labelled(rows, "negatif") else _reasons(rows)
        if reasons:
            found.append(ToRead(rows, wording.joined(reasons, "; ")))
    return sorted(found, key=lambda event: (not _on_topic(event.rows), -_likely(event.rows)))


def without_police_voice(rows: Rows, quotes: list[Quote]) -> bool:
    """Whether no article of an event quotes the police."""
    keys = {row.article_id for row in rows}
    return not any(quote.police for quote in quotes if quote.row.article_id in keys)


def name_of(rows: Rows) -> str:
    """The event by the title of its first article."""
    return wording.shortened(rows[0].title, 110)


def _reasons(rows: list[Row]) -> tuple[Sentence, ...]:
    rules = reading.load().to_read
    found: list[Sentence] = []
    on_topic = _on_topic(rows)
    if on_topic:
        found.append(sentence(rules.topic, topic=on_topic[0].topic_label))
    headed = [row for row in rows if row.headline == "negatif" and not row.corrected]
    if headed:
        n = facts.links(headed, f"“{name_of(rows)}”, judul negatif")
        found.append(sentence(rules.headline, n=n))
    if _likely(rows) >= rules.negative:
        found.append(sentence(rules.probability, p=wording.probability(_likely(rows))))
    return tuple(found)


def _on_topic(rows: list[Row]) -> list[Row]:
    topics = reading.load().to_read.topics
    return [row for row in rows if reading.is_under(row.topic, topics)]


def _likely(rows: list[Row]) -> float:
    return max(row.negative for row in rows)
