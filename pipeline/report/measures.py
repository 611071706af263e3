"""How much and in what light: the sections on volume, tone and sentiment."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pipeline.analysis import charts
from pipeline.report import facts, reading, wording
from pipeline.report.content import Chart, Column, Note, Paragraph, Section, Sentence, Table
from pipeline.report.facts import Row, Rows, Week, Weeks
from pipeline.report.wording import LABELS, sentence

MOST_MISMATCHES = 12
_SHARE_COLUMNS = (
    Column(label="Label", numeric=False),
    Column(label="Link"),
    Column(label="Porsi"),
    Column(label="Selang 95%"),
    Column(label="Pekan lalu"),
    Column(label="Perubahan porsi", numeric=False),
)


def volume(weeks: Weeks) -> Section:
    """Links, unique articles and events by day, last week beside each."""
    now, before = weeks.now, weeks.before
    rows = [
        (
            (wording.short_day(day),),
            *_counts(facts.on(now.rows, day), wording.short_day(day)),
            *_counts(facts.on(before.rows, earlier), f"{wording.short_day(earlier)}, pekan lalu"),
        )
        for day, earlier in zip(now.days, before.days, strict=True)
    ]
    total = (
        ("Sepekan",),
        *_counts(now.rows, "Sepekan"),
        *_counts(before.rows, "Sepekan, pekan lalu"),
    )
    columns = (
        Column(label="Hari", numeric=False),
        *(
            Column(label=kind, group=group)
            for group in ("Pekan ini", "Pekan lalu")
            for kind in ("Link", "Unik", "Peristiwa")
        ),
    )
    counted = [week.news.coverage(by="day", **week.choice) for week in (now, before)]
    chart = Chart(
        svg=charts.svg(charts.volume(*counted)),
        caption="Link per hari (batang), berita unik (garis kuning), dan link pekan lalu.",
        description=f"Grafik batang link per hari; angkanya ada pada tabel. Total sepekan "
        f"{len(now.rows)} link, pekan lalu {len(before.rows)} link.",
    )
    note = Note(
        text=(
            "Link menghitung setiap halaman yang terbit; berita unik menghitung naskah yang "
            "sama di beberapa media satu kali; peristiwa menghitung kejadian yang diberitakan. "
            "Naskah dan peristiwa yang muncul pada beberapa hari dihitung sekali dalam "
            "total sepekan.",
        )
    )
    table = Table(
        caption="Volume pemberitaan per hari", columns=columns, rows=tuple(rows), total=total
    )
    return Section(id="volume", title="Volume pemberitaan", blocks=(chart, table, note))


def sentiment(weeks: Weeks) -> Section:
    """Sentiment toward the unit and tone of the news, headline against body."""
    now = weeks.now
    blocks = (
        _chart(weeks),
        _shares(
            f"Sentimen terhadap {now.unit} dan jajarannya",
            now.news.sentiment(by=None, **now.choice),
            weeks,
            lambda row: row.sentiment,
        ),
        _shares("Nada berita", now.news.tone(by=None, **now.choice), weeks, lambda row: row.tone),
        Note(text=(*_doubt(now), _movement(weeks))),
        _headline_and_body(now),
        *_mismatches(now),
    )
    return Section(id="sentimen", title="Nada berita dan sentimen", blocks=blocks)


def mismatched(rows: Rows) -> list[Row]:
    """Articles whose headline and body were read differently, starkest first."""
    found = [row for row in rows if row.headline and row.body and row.headline != row.body]
    return sorted(found, key=lambda row: (-_distance(row), row.headline != "negatif", row.at))


def worse_headlines(rows: Rows) -> list[Row]:
    """Articles with a negative headline over a body that is not."""
    return [row for row in mismatched(rows) if row.headline == "negatif" and row.body != "negatif"]


def _counts(rows: Rows, about: str) -> tuple[Sentence, ...]:
    return (
        (facts.links(rows, f"{about}, link"),),
        (facts.unique(rows, about),),
        (facts.stories(rows, about),),
    )


def _chart(weeks: Weeks) -> Chart:
    now, before = weeks.now, weeks.before
    answers = {
        "Sentimen, pekan ini": now.news.sentiment(by=None, **now.choice),
        "Sentimen, pekan lalu": before.news.sentiment(by=None, **before.choice),
        "Sentimen, judul saja": now.news.sentiment(by=None, field="headline", **now.choice),
        "Sentimen, isi saja": now.news.sentiment(by=None, field="body", **now.choice),
        "Nada, pekan ini": now.news.tone(by=None, **now.choice),
        "Nada, pekan lalu": before.news.tone(by=None, **before.choice),
    }
    labels = list(charts.COLOURS)
    bars = pd.DataFrame(
        {name: found[labels].iloc[0] for name, found in answers.items() if len(found)}
    ).T.reindex(columns=labels)
    spoken = "; ".join(
        f"{name}: " + ", ".join(f"{label} {int(count)}" for label, count in row.items())
        for name, row in bars.iterrows()
    )
    return Chart(
        svg=charts.svg(charts.shares(bars)),
        caption="Porsi link positif, netral, dan negatif.",
        description=f"Grafik porsi. {spoken}.",
    )


def _shares(caption: str, answer: pd.DataFrame, weeks: Weeks, read: Callable[[Row], str]) -> Table:
    """One row per label; ``answer`` gives the intervals."""
    now = [row for row in weeks.now.rows if read(row)]
    before = [row for row in weeks.before.rows if read(row)]
    rows = []
    for label in LABELS:
        part = [row for row in now if read(row) == label.text]
        earlier = [row for row in before if read(row) == label.text]
        about = f"{caption}: {label.text}"
        bounds = "–"
        if len(answer):
            bounds = wording.interval(
                answer[f"{label.text}_low"].iloc[0], answer[f"{label.text}_high"].iloc[0]
            )
        moved = wording.share_change((len(earlier), len(before)), (len(part), len(now)))
        cells: tuple[Sentence, ...] = (
            (label,),
            (facts.links(part, about),),
            (facts.share(part, now, about),),
            (bounds,),
            (facts.links(earlier, f"{about}, pekan lalu"),),
            (moved,),
        )
        rows.append(cells)
    return Table(caption=caption, columns=_SHARE_COLUMNS, rows=tuple(rows))


def _doubt(week: Week) -> Sentence:
    """How many labels of sentiment the model was not sure of."""
    doubtful = facts.doubtful(week.rows)
    if not doubtful:
        return ()
    return sentence(
        "{n} dari {all} label sentimen belum pasti (peluang di bawah {below}). ",
        n=facts.links(doubtful, "Sentimen belum pasti"),
        all=wording.number(sum(bool(row.sentiment) for row in week.rows)),
        below=wording.probability(reading.load().below),
    )


def _movement(weeks: Weeks) -> str:
    """Which changes of sentiment are larger than chance would give."""
    counted = [week.news.sentiment(by=None, **week.choice) for week in (weeks.now, weeks.before)]
    base = min(len(weeks.now.rows), len(weeks.before.rows))
    if base < wording.SMALL_BASE or any(answer.empty for answer in counted):
        return "Jumlah berita terlalu sedikit untuk membandingkan porsi dengan pekan lalu."
    now, before = (answer.iloc[0] for answer in counted)
    clear = [
        label.text
        for label in LABELS
        if now[f"{label.text}_low"] > before[f"{label.text}_high"]
        or now[f"{label.text}_high"] < before[f"{label.text}_low"]
    ]
    if not clear:
        return (
            "Selang 95% kedua pekan bertumpang tindih pada semua label sentimen: perubahan porsi "
            "belum dapat dibedakan dari kebetulan."
        )
    return (
        f"Perubahan porsi {' dan '.join(clear)} lebih besar daripada selang 95% kedua pekan; "
        "perubahan lain belum dapat dibedakan dari kebetulan."
    )


def _headline_and_body(week: Week) -> Table:
    reads: dict[str, Callable[[Row], str]] = {
        "Judul saja": lambda row: row.headline,
        "Isi saja": lambda row: row.body,
        "Artikel utuh": lambda row: row.sentiment,
    }
    rows: list[tuple[Sentence, ...]] = []
    for name, read in reads.items():
        whole = [row for row in week.rows if read(row)]
        cells: list[Sentence] = [(name,)]
        for label in LABELS:
            part = [row for row in whole if read(row) == label.text]
            about = f"{name}: {label.text}"
            share = facts.share(part, whole, about)
            cells.append((facts.links(part, about), f" ({share.text})"))
        rows.append(tuple(cells))
    return Table(
        caption="Sentimen judul dibanding isi",
        columns=(
            Column(label="Yang dibaca", numeric=False),
            *(Column(label=label.text.capitalize()) for label in LABELS),
        ),
        rows=tuple(rows),
    )


def _mismatches(week: Week) -> tuple[Paragraph | Table, ...]:
    found = mismatched(week.rows)
    if not found:
        return (Paragraph(text=("Sentimen judul dan isi sama pada semua link.",)),)
    shown = [row for row in found if "negatif" in (row.headline, row.body)][:MOST_MISMATCHES]
    text = sentence(
        "Pada {n} link, sentimen judul dan isi berbeda{rest}.",
        n=facts.links(found, "Judul dan isi berbeda"),
        rest="; tabel ini memuat yang salah satunya negatif" if shown else "",
    )
    if not shown:
        return (Paragraph(text=text),)
    table = Table(
        caption="Judul dan isi bersentimen berbeda",
        columns=tuple(
            Column(label=label, numeric=False) for label in ("Berita", "Media", "Judul", "Isi")
        ),
        rows=tuple(
            (
                (facts.pointer(row, wording.shortened(row.title, 90)),),
                (row.outlet_name,),
                (facts.mark(row, "headline") or "–",),
                (facts.mark(row, "body") or "–",),
            )
            for row in shown
        ),
    )
    return (Paragraph(text=text), table)


def _distance(row: Row) -> int:
    order = {label.text: place for place, label in enumerate(LABELS)}
    return abs(order[row.headline] - order[row.body])
