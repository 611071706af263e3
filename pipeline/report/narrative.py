"""The executive summary: sentences made of figures by rules, nothing else."""

from __future__ import annotations

from pipeline.report import facts, issues, measures, rankings, wording
from pipeline.report.content import Headline, Sentence
from pipeline.report.facts import Row, Week, Weeks
from pipeline.report.wording import LABELS, sentence

MOST_POINTS = 5
MOST_ATTENTION = 4


def headlines(weeks: Weeks) -> tuple[Headline, ...]:
    """The large numbers on top: links, unique articles and events side by side, then the rest."""
    now, before = weeks.now.rows, weeks.before.rows
    negative = facts.labelled(now, "negatif")
    pairs = (
        ("Link berita", facts.links(now, "Link sepekan"), facts.links(before, "")),
        ("Berita unik", facts.unique(now, "Sepekan"), facts.unique(before, "")),
        ("Peristiwa", facts.stories(now, "Sepekan"), facts.stories(before, "")),
        ("Media", facts.outlets(now, "Sepekan"), facts.outlets(before, "")),
        (
            "Link negatif",
            facts.links(negative, "Sentimen negatif sepekan"),
            facts.links(facts.labelled(before, "negatif"), ""),
        ),
    )
    return tuple(
        Headline(label=label, figure=now, change=wording.change(int(was.value), int(now.value)))
        for label, now, was in pairs
    )


def summary(weeks: Weeks) -> Sentence:
    """One paragraph of numbers in words."""
    now, before = weeks.now, weeks.before
    if not now.rows:
        return sentence(
            "Tidak ditemukan berita tentang {unit} dan jajarannya pada {period} di media yang "
            "dipantau. Pekan sebelumnya ada {before} link.",
            unit=now.unit,
            period=wording.period(now.since, now.until),
            before=facts.links(before.rows, "Link, pekan lalu"),
        )
    return (
        *_amount(weeks),
        " ",
        *_labels(now),
        " ",
        *_topic(now),
    )


def key_points(week: Week) -> tuple[Sentence, ...]:
    """Three to five facts that stand out."""
    if not week.rows:
        return ()
    found = (_peak(week), _widest(week), _released(week), _most_quoted(week), _outlet(week))
    return tuple(point for point in found if point)[:MOST_POINTS]


def attention(week: Week, failed: list[str]) -> tuple[Sentence, ...]:
    """What an analyst should look at first; ``failed`` names outlets that the crawl missed."""
    found: list[Sentence] = []
    events = issues.negative_events(week)
    for rows in events[: MOST_ATTENTION - 1]:
        found.append(_negative_event(rows, week))
    worse = measures.worse_headlines(week.rows)
    if worse:
        found.append(
            sentence(
                "Judul {n} berita terbaca negatif terhadap satuan, padahal isinya tidak.",
                n=facts.links(worse, "Judul negatif, isi tidak"),
            )
        )
    if failed:
        found.append(
            (
                f"{wording.number(len(failed))} media tidak dapat diambil seluruhnya "
                f"({', '.join(failed[:5])}{' …' if len(failed) > 5 else ''}); "
                "angkanya dapat kurang.",
            )
        )
    if week.rows and not events:
        found.insert(0, ("Tidak ada berita bersentimen negatif terhadap satuan pekan ini.",))
    return tuple(found)


def _amount(weeks: Weeks) -> Sentence:
    now, before = weeks.now, weeks.before
    return sentence(
        "Pada {period}, {unit} dan jajarannya diberitakan dalam {links} link "
        "({change}) yang memuat {unique} berita unik tentang {stories} peristiwa "
        "di {outlets} media.",
        period=wording.period(now.since, now.until),
        unit=now.unit,
        links=facts.links(now.rows, "Link sepekan"),
        change=_changed(len(before.rows), len(now.rows)),
        unique=facts.unique(now.rows, "Sepekan"),
        stories=facts.stories(now.rows, "Sepekan"),
        outlets=facts.outlets(now.rows, "Sepekan"),
    )


def _labels(week: Week) -> Sentence:
    judged = [row for row in week.rows if row.sentiment]
    parts: list[Sentence] = []
    for label in LABELS:
        rows = facts.labelled(judged, label.text)
        about = f"Sentimen {label.text} sepekan"
        parts.append(
            sentence(
                "{n} {label} ({share})",
                n=facts.links(rows, about),
                label=label.text,
                share=facts.share(rows, judged, about),
            )
        )
    return sentence("Terhadap satuan, sentimennya {parts}.", parts=wording.listed(parts))


def _topic(week: Week) -> Sentence:
    found = week.news.topics(**week.choice)
    if found.empty:
        return ()
    rows = [row for row in week.rows if row.topic == found["topic"].iloc[0]]
    label = str(found["label"].iloc[0])
    return sentence(
        "Topik terbanyak adalah {topic} dengan {n} link ({share}).",
        topic=label,
        n=facts.links(rows, f"Topik {label}, link"),
        share=facts.share(rows, week.rows, f"Topik {label}, porsi"),
    )


def _peak(week: Week) -> Sentence:
    day = max(week.days, key=lambda day: len(facts.on(week.rows, day)))
    rows = facts.on(week.rows, day)
    about = wording.short_day(day)
    return sentence(
        "Hari teramai {day}: {links} link, {unique} berita unik, {stories} peristiwa.",
        day=wording.long_day(day),
        links=facts.links(rows, f"{about}, link"),
        unique=facts.unique(rows, about),
        stories=facts.stories(rows, about),
    )


def _widest(week: Week) -> Sentence:
    rows = max(week.events, key=lambda rows: len({row.outlet for row in rows}))
    about = issues.name_of(rows)
    return sentence(
        "Peristiwa yang dimuat paling banyak media: “{title}” ({outlets} media, {links} link).",
        title=facts.pointer(rows[0], about),
        outlets=facts.outlets(rows, f"“{about}”"),
        links=facts.links(rows, f"“{about}”, link"),
    )


def _released(week: Week) -> Sentence:
    released = [row for row in week.rows if row.release_based]
    own = [row for row in week.rows if not row.release_based]
    return sentence(
        "{released} link ({share}) berasal dari rilis atau memuat ulang rilis; {own} link liputan "
        "media sendiri.",
        released=facts.links(released, "Berbasis rilis"),
        share=facts.share(released, week.rows, "Berbasis rilis, porsi"),
        own=facts.links(own, "Liputan sendiri"),
    )


def _most_quoted(week: Week) -> Sentence:
    said = next(iter(rankings.by_speaker(week.quotes)), None)
    if said is None:
        return ()
    office = rankings.office_of(said)
    name = said[0].speaker
    return sentence(
        "Paling banyak dikutip: {name}{office}, {n} kutipan dalam {unique} berita unik.",
        name=name,
        office=f" ({office})" if office else "",
        n=facts.figure(len(said), rankings.rows_of(said), f"{name}, kutipan"),
        unique=facts.unique(rankings.rows_of(said), name),
    )


def _outlet(week: Week) -> Sentence:
    by_outlet: dict[str, list[Row]] = {}
    for row in week.rows:
        by_outlet.setdefault(row.outlet_name, []).append(row)
    name, rows = max(by_outlet.items(), key=lambda item: len(item[1]))
    return sentence(
        "Media dengan link terbanyak: {name}, {links} link ({share}).",
        name=name,
        links=facts.links(rows, f"{name}, link"),
        share=facts.share(rows, week.rows, f"{name}, porsi"),
    )


def _negative_event(rows: list[Row], week: Week) -> Sentence:
    negative = facts.labelled(rows, "negatif")
    about = issues.name_of(rows)
    silent = issues.without_police_voice(rows, week.quotes)
    return sentence(
        "“{title}”: {negative} dari {links} link negatif, dimuat {outlets} media{silent}.",
        title=facts.pointer(rows[0], about),
        negative=facts.links(negative, f"“{about}”, negatif"),
        links=facts.links(rows, f"“{about}”, link"),
        outlets=facts.outlets(rows, f"“{about}”"),
        silent="; belum ada keterangan kepolisian yang dikutip" if silent else "",
    )


def _changed(before: int, now: int) -> str:
    words = wording.change(before, now)
    return f"{words} pekan lalu" if " dari " in words else f"{words} dibanding pekan lalu"
