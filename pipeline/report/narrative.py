"""The executive summary: sentences made of figures by rules, nothing else."""

from __future__ import annotations

from pipeline.report import facts, measures, rankings, watch, wording
from pipeline.report.content import Headline, Sentence
from pipeline.report.facts import Row, Week, Weeks
from pipeline.report.wording import LABELS, sentence

MOST_POINTS = 5
MOST_NEGATIVE, MOST_TO_READ = 3, 5
MOST_NAMED = 5


def headlines(weeks: Weeks) -> tuple[Headline, ...]:
    """The large numbers on top: links, unique articles and events side by side, then the rest."""
    now, before = weeks.now.rows, weeks.before.rows
    if not now:
        return ()
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
            "Tidak ditemukan berita tentang {unit} dan jajarannya selama {period} di media yang "
            "dipantau; pekan sebelumnya ada {before} link. Karena itu laporan ini tidak memuat "
            "tabel, grafik, maupun perbandingan. Tidak adanya berita dapat berarti memang tidak "
            "ada yang terbit, atau medianya tidak terdaftar atau gagal diambil; lihat metode dan "
            "keterbatasan.",
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
    negative = watch.negative_events(week)
    found = [_negative_event(rows, week) for rows in negative[:MOST_NEGATIVE]]
    if week.rows and not negative:
        found.append(("Tidak ada berita bersentimen negatif terhadap satuan pekan ini.",))
    wanted = watch.to_read(week)
    found += [_to_read(event) for event in wanted[:MOST_TO_READ]]
    if len(wanted) > MOST_TO_READ:
        rows = [row for event in wanted[MOST_TO_READ:] for row in event.rows]
        found.append(
            sentence(
                "{n} peristiwa lain perlu dibaca.",
                n=facts.figure(len(wanted) - MOST_TO_READ, rows, "Perlu dibaca, lainnya"),
            )
        )
    worse = measures.worse_headlines(week.rows)
    if worse:
        found.append(
            sentence(
                "Pada {n} link, judul dinilai negatif terhadap satuan, sedangkan isinya tidak.",
                n=facts.links(worse, "Judul negatif, isi tidak"),
            )
        )
    if failed:
        named = ", ".join(failed[:MOST_NAMED]) + (" …" if len(failed) > MOST_NAMED else "")
        found.append(
            (
                f"Sebagian halaman {wording.number(len(failed))} media gagal diambil ({named}); "
                "jumlah berita mungkin kurang.",
            )
        )
    return tuple(found)


def _amount(weeks: Weeks) -> Sentence:
    now, before = weeks.now, weeks.before
    return sentence(
        "Selama {period}, {unit} dan jajarannya diberitakan dalam {links} link "
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
                "{n} {link}{label} ({share})",
                link="" if parts else "link ",
                n=facts.links(rows, about),
                label=label.text,
                share=facts.share(rows, judged, about),
            )
        )
    doubtful = facts.doubtful(judged)
    return sentence(
        "Sentimen terhadap satuan: {parts}{doubt}.",
        parts=wording.joined(parts, ", "),
        doubt=sentence(
            "; {n} di antaranya belum pasti", n=facts.links(doubtful, "Sentimen belum pasti")
        )
        if doubtful
        else "",
    )


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
    about = watch.name_of(rows)
    return sentence(
        "Peristiwa yang dimuat paling banyak media: “{title}” ({outlets} media, {links} link).",
        title=facts.pointer(rows[0], about),
        outlets=facts.outlets(rows, f"“{about}”"),
        links=facts.links(rows, f"“{about}”, link"),
    )


def _released(week: Week) -> Sentence:
    released = facts.of_origin(week.rows, "rilis")
    return sentence(
        "{released} link ({share}) memuat rilis, {copied} link menyalin media lain, dan {own} link "
        "liputan sendiri.",
        released=facts.links(released, "Rilis"),
        share=facts.share(released, week.rows, "Rilis, porsi"),
        copied=facts.links(facts.of_origin(week.rows, "salinan"), "Salinan"),
        own=facts.links(facts.of_origin(week.rows, "sendiri"), "Liputan sendiri"),
    )


def _most_quoted(week: Week) -> Sentence:
    said = next(iter(rankings.by_speaker(week.quotes)), None)
    if said is None:
        return ()
    office = rankings.office_of(said)
    name = said[0].speaker
    return sentence(
        "Dikutip dalam berita unik terbanyak: {name}{office}, {unique} berita unik dengan {n} "
        "kutipan.",
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
    about = watch.name_of(rows)
    silent = watch.without_police_voice(rows, week.quotes)
    return sentence(
        "“{title}”: {links} bersentimen negatif ({outlets} media){silent}.",
        title=facts.pointer(rows[0], about),
        links=_of_links(negative, rows, about),
        outlets=facts.outlets(rows, f"“{about}”"),
        silent="; belum ada keterangan kepolisian yang dikutip" if silent else "",
    )


def _of_links(negative: list[Row], rows: list[Row], about: str) -> Sentence:
    """How many of an event's links: "kedua link", "3 dari 5 link"."""
    name = f"“{about}”, negatif"
    if len(negative) < len(rows):
        return sentence(
            "{n} dari {all} link",
            n=facts.links(negative, name),
            all=facts.links(rows, f"“{about}”, link"),
        )
    words = {1: "satu-satunya link", 2: "kedua link", 3: "ketiga link"}
    text = words.get(len(rows), f"semua ({wording.number(len(rows))}) link")
    return (facts.worded(text, negative, name),)


def _to_read(event: watch.ToRead) -> Sentence:
    about = watch.name_of(event.rows)
    return sentence(
        "Perlu dibaca: “{title}” ({links} link): {reason}.",
        title=facts.pointer(event.rows[0], about),
        links=facts.links(event.rows, f"“{about}”, link"),
        reason=event.reason,
    )


def _changed(before: int, now: int) -> str:
    if before == now:
        return "sama dengan pekan lalu"
    words = wording.change(before, now)
    return f"{words} pekan lalu" if " dari " in words else f"{words} dibanding pekan lalu"
