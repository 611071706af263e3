"""A week of one unit → :class:`WeeklyContent`: sections in order, and where figures lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from pipeline.analysis import News
from pipeline.analysis.slices import week_days
from pipeline.report import facts, issues, measures, narrative, rankings, recommendations, wording
from pipeline.report.content import (
    Block,
    Entry,
    Figure,
    Mark,
    Paragraph,
    Recommendations,
    Reference,
    Section,
    WeeklyContent,
    plain,
)
from pipeline.report.facts import Names, Row, Week, Weeks
from pipeline.report.method import crawled, method

PREVIOUS = "L"
DESCRIPTION_LENGTH = 220


def weekly(
    news: News,
    unit: str,
    week: str,
    *,
    prepared_by: str = "",
    generated_at: datetime,
    names: Names = "masked",
) -> WeeklyContent:
    """The content of the weekly report of ``unit`` and everything under it.

    ``week`` is an ISO week ("2025-W42"), taken in the unit's zone; ``names="full"`` prints the
    names that are masked by default. A week without articles gives a report that says so. Raises
    ConfigError for an unknown unit or week.
    """
    since, until = week_days(week)
    name = news.unit(unit)
    zone = news.zone(name)
    now = facts.ask(news, name, since, until, "", names)
    earlier = timedelta(days=7)
    before = facts.ask(news, name, since - earlier, until - earlier, PREVIOUS, names)
    weeks = Weeks(now, before)
    failed = [outlet.name for outlet in crawled(now) if outlet.failed]
    summary = narrative.summary(weeks)
    parts: dict[str, Any] = {
        "headlines": narrative.headlines(weeks),
        "summary": summary,
        "key_points": narrative.key_points(now),
        "attention": narrative.attention(now, failed),
        "sections": _sections(weeks),
        "method": method(now, names),
    }
    return WeeklyContent(
        unit=name,
        week=week,
        since=since.isoformat(),
        until=until.isoformat(),
        title="Laporan analisis media mingguan",
        period=wording.period(since, until),
        zone=wording.zone_label(datetime.combine(since, time(), ZoneInfo(zone)), zone),
        generated_at=generated_at,
        prepared=_prepared(generated_at, zone),
        prepared_by=prepared_by,
        notice=_notice(now, generated_at, zone),
        description=wording.shortened(plain(summary), DESCRIPTION_LENGTH),
        entries=tuple(_entry(row, zone) for row in now.rows),
        previous=tuple(_entry(row, zone) for row in before.rows),
        references=tuple(_references(parts)),
        **parts,
    )


def _sections(weeks: Weeks) -> tuple[Section, ...]:
    advice = recommendations.recommend(weeks)
    blocks: tuple[Block, ...] = (Recommendations(items=advice),)
    if not advice:
        blocks = (Paragraph(text=("Tidak ada angka pekan ini yang menuntut tindak lanjut.",)),)
    last = Section(id="rekomendasi", title="Rekomendasi", blocks=blocks)
    if not weeks.now.rows:
        return (measures.volume(weeks), last)
    return (
        measures.volume(weeks),
        measures.sentiment(weeks),
        issues.leading(weeks.now),
        issues.negative(weeks.now),
        rankings.topics(weeks),
        rankings.units(weeks.now),
        rankings.outlets(weeks.now),
        rankings.speakers(weeks.now),
        rankings.keywords(weeks.now),
        last,
    )


def _entry(row: Row, zone: str) -> Entry:
    tone, sentiment = facts.mark(row.tone), facts.mark(row.sentiment)
    return Entry(
        id=row.ref,
        anchor=facts.entry_anchor(row.ref),
        at=row.at,
        when=wording.moment(row.at, zone) if row.dated else wording.short_day(row.day) + "*",
        outlet=row.outlet_name,
        title=row.title,
        url=row.url,
        units=row.units,
        topic=row.topic_label,
        tone=tone if isinstance(tone, Mark) else None,
        sentiment=sentiment if isinstance(sentiment, Mark) else None,
        probability=row.probability,
        probability_text="" if row.probability is None else wording.probability(row.probability),
        corrected=row.corrected,
    )


def _prepared(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{wording.long_day(local.date())}, {local:%H.%M} {wording.zone_label(at, zone)}"


def _notice(week: Week, generated_at: datetime, zone: str) -> str:
    end = datetime.combine(week.until + timedelta(days=1), time(), ZoneInfo(zone))
    if generated_at >= end:
        return ""
    return (
        f"Laporan sementara: pekan ini belum berakhir. Memuat berita sampai "
        f"{_prepared(generated_at, zone)}; perbandingan dengan pekan lalu belum setara."
    )


def _references(parts: dict[str, Any]) -> Iterator[Reference]:
    """One list of articles for each set that figures rest on, in order of appearance."""
    found: dict[str, list[Figure]] = {}
    for figure in _figures(parts):
        if len(figure.articles) > 1:
            found.setdefault(figure.anchor, []).append(figure)
    for anchor, figures in found.items():
        articles = figures[0].articles
        yield Reference(
            anchor=anchor,
            about=tuple(dict.fromkeys(figure.about for figure in figures if figure.about)),
            count=len(articles),
            ranges=tuple(_ranges(articles)),
        )


def _figures(part: Any) -> Iterator[Figure]:
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _figures(getattr(part, name))
    elif isinstance(part, dict):
        yield from _figures(tuple(part.values()))
    elif isinstance(part, tuple):
        for item in part:
            yield from _figures(item)


def _ranges(refs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Runs of neighbouring entries as (first, last)."""
    places = sorted((ref.startswith(PREVIOUS), int(ref.removeprefix(PREVIOUS))) for ref in refs)
    start = end = places[0]
    for place in (*places[1:], None):
        if place is not None and place == (end[0], end[1] + 1):
            end = place
            continue
        yield tuple(f"{PREVIOUS if old else ''}{number}" for old, number in (start, end))  # type: ignore[misc]
        if place is not None:
            start = end = place
