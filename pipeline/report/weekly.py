"""A week of one unit → :class:`WeeklyContent`: sections in order, and where figures lead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.analysis import News
from pipeline.analysis.slices import week_days
from pipeline.errors import ReportError
from pipeline.report import (
    asking,
    facts,
    fetching,
    issues,
    measures,
    narrative,
    rankings,
    reading,
    recommendations,
    references,
    wording,
)
from pipeline.report.asking import Names
from pipeline.report.content import (
    Block,
    Entry,
    Paragraph,
    Recommendations,
    Section,
    WeeklyContent,
    plain,
)
from pipeline.report.facts import Row, Week, Weeks
from pipeline.report.method import method
from pipeline.settings import MODELS

SUMMARY = "Ringkasan eksekutif"
LEGEND = (
    "Angka di samping sentimen adalah peluang menurut model. * tanggal terbit tidak tercantum; "
    "dihitung pada hari diambil. "
)
DESCRIPTION_LENGTH = 220


def weekly(
    news: News,
    unit: str,
    week: str,
    *,
    prepared_by: str = "",
    generated_at: datetime,
    names: Names = "masked",
    models: Path = MODELS,
) -> WeeklyContent:
    """The content of the weekly report of ``unit`` and everything under it.

    ``week`` is an ISO week ("2025-W42"), taken in the unit's zone; ``names="full"`` prints the
    names that are masked by default; ``models`` is where the models keep how they were measured. A
    week without articles gives a report that says so. Raises ConfigError for an unknown unit or
    week, ReportError for a week that has not begun.
    """
    since, until = week_days(week)
    name = news.unit(unit)
    zone = news.zone(name)
    _refuse_future(week, since, generated_at, zone)
    now = asking.ask(news, name, since, until, "", names)
    earlier = timedelta(days=7)
    before = asking.ask(news, name, since - earlier, until - earlier, references.PREVIOUS, names)
    weeks = Weeks(now, before)
    summary, points = narrative.summary(weeks), narrative.key_points(now)
    headlines = narrative.headlines(weeks)
    attention = narrative.attention(now, fetching.missed(now))
    sections, last = _sections(weeks), method(now, names, models)
    parts = [
        (SUMMARY, (headlines, summary, points, attention)),
        *((section.title, section) for section in (*sections, last)),
    ]
    return WeeklyContent(
        unit=name,
        week=week,
        since=since.isoformat(),
        until=until.isoformat(),
        title="Laporan Analisis Media Mingguan",
        period=wording.period(since, until),
        zone=wording.zone_label(datetime.combine(since, time(), ZoneInfo(zone)), zone),
        generated_at=generated_at,
        prepared=_prepared(generated_at, zone),
        prepared_by=prepared_by,
        notice=_notice(now, generated_at, zone),
        description=wording.shortened(plain(summary), DESCRIPTION_LENGTH),
        entries=tuple(_entry(row, zone) for row in now.rows),
        previous=tuple(_entry(row, zone) for row in before.rows),
        legend=LEGEND + reading.legend(),
        references=references.grouped(parts),
        headlines=headlines,
        summary=summary,
        key_points=points,
        attention=attention,
        sections=sections,
        method=last,
    )


def _sections(weeks: Weeks) -> tuple[Section, ...]:
    advice = recommendations.recommend(weeks)
    blocks: tuple[Block, ...] = (Recommendations(items=advice),)
    if not advice:
        blocks = (Paragraph(text=("Tidak ada temuan pekan ini yang memerlukan tindak lanjut.",)),)
    last = Section(id="rekomendasi", title="Rekomendasi", blocks=blocks)
    if not weeks.now.rows:
        return (last,) if advice else ()
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
        tone=facts.mark(row, "tone"),
        sentiment=facts.mark(row, "sentiment"),
        probability=row.probability,
        probability_text="" if row.probability is None else wording.probability(row.probability),
        corrected=row.corrected,
    )


def _prepared(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{wording.long_day(local.date())}, {local:%H.%M} {wording.zone_label(at, zone)}"


def _refuse_future(week: str, since: date, generated_at: datetime, zone: str) -> None:
    if generated_at < datetime.combine(since, time(), ZoneInfo(zone)):
        raise ReportError(
            f"pekan {week} belum dimulai: hari pertamanya {wording.long_day(since)}.",
            hint="Pilih pekan yang sudah dimulai.",
        )


def _notice(week: Week, generated_at: datetime, zone: str) -> str:
    end = datetime.combine(week.until + timedelta(days=1), time(), ZoneInfo(zone))
    if generated_at >= end:
        return ""
    return (
        f"Laporan sementara: pekan ini belum berakhir. Memuat berita sampai "
        f"{_prepared(generated_at, zone)}; perbandingan dengan pekan lalu belum setara."
    )
