"""Who and what, by count: topics, units, outlets, speakers, keywords."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipeline.analysis import charts
from pipeline.report import facts, wording
from pipeline.report.content import (
    Block,
    Chart,
    Column,
    Figure,
    Note,
    Paragraph,
    Section,
    Sentence,
    Table,
    Tags,
)
from pipeline.report.facts import Origin, Quote, Row, Week, Weeks
from pipeline.report.wording import LABELS, sentence

MOST_TOPICS, MOST_UNITS, MOST_OUTLETS, MOST_SPEAKERS, MOST_KEYWORDS = 12, 15, 15, 10, 24
CHART_ROWS = 8
ORIGINS: dict[Origin, str] = {"rilis": "Rilis", "salinan": "Salinan", "sendiri": "Sendiri"}
KINDS = {"pers": "pers", "rilis": "situs rilis", "agregator": "agregator"}
_LABEL_COLUMNS = tuple(
    Column(label=label.text.capitalize(), group="Sentimen terhadap satuan") for label in LABELS
)


def topics(weeks: Weeks) -> Section:
    """Main topics with their share and what changed."""
    now, before = weeks.now, weeks.before
    ranked = now.news.topics(**now.choice)
    rows = []
    for code, label in zip(ranked["topic"], ranked["label"], strict=True):
        part = [row for row in now.rows if row.topic == code]
        earlier = [row for row in before.rows if row.topic == code]
        about = f"Topik {label}"
        cells: tuple[Sentence, ...] = (
            (label,),
            (facts.links(part, f"{about}, link"),),
            (facts.unique(part, about),),
            (facts.share(part, now.rows, f"{about}, porsi"),),
            (facts.links(earlier, f"{about}, pekan lalu"),),
            (wording.change(len(earlier), len(part)),),
        )
        rows.append(cells)
    table = Table(
        caption="Topik utama menurut jumlah link"
        + (f" ({MOST_TOPICS} dari {len(rows)})" if len(rows) > MOST_TOPICS else ""),
        columns=(
            Column(label="Topik", numeric=False),
            Column(label="Link"),
            Column(label="Berita unik"),
            Column(label="Porsi"),
            Column(label="Pekan lalu"),
            Column(label="Perubahan", numeric=False),
        ),
        rows=tuple(rows[:MOST_TOPICS]),
    )
    names = list(ranked["label"][:CHART_ROWS])
    chart = _stacked(
        {name: [row for row in now.rows if row.topic_label == name] for name in names},
        "Topik menurut jumlah link dan sentimen terhadap satuan.",
    )
    return Section(id="topik", title="Topik", blocks=(chart, table))


def units(week: Week) -> Section:
    """The unit and those under it, then others named in the same articles."""
    ranked = list(week.news.units(**week.choice)["unit"])
    own = week.news.under(week.unit)
    verdicts = {
        (found["article_id"], found["unit"]): found["label"]
        for found in week.news.unit_verdicts(**week.choice).to_dict("records")
    }

    def table(caption: str, names: list[str]) -> Table:
        rows = []
        for name in names[:MOST_UNITS]:
            part = [row for row in week.rows if name in row.units]
            labels = [
                [row for row in part if verdicts.get((row.article_id, name)) == label.text]
                for label in LABELS
            ]
            rows.append(_ranked((name,), part, name, labels))
        return Table(caption=caption, columns=_counted("Satuan"), rows=tuple(rows))

    blocks: list[Block] = [
        table(f"{week.unit} dan jajarannya", [name for name in ranked if name in own])
    ]
    others = [name for name in ranked if name not in own]
    if others:
        blocks.append(table("Satuan lain yang disebut dalam berita yang sama", others))
    blocks.append(
        Note(
            text=(
                "Satu berita dapat menyebut beberapa satuan. Sentimen di sini terhadap satuan pada "
                "baris itu. Satuan lain dihitung hanya dari berita yang juga menyebut "
                f"{week.unit} atau jajarannya.",
            )
        )
    )
    return Section(id="satuan", title="Satuan yang diberitakan", blocks=tuple(blocks))


def outlets(week: Week) -> Section:
    """Outlets with sentiment, and what they took from releases."""
    ranked = week.news.outlets(**week.choice)
    parts = {
        str(name): [row for row in week.rows if row.outlet == outlet]
        for outlet, name in zip(
            ranked["outlet"], ranked["name"].fillna(ranked["outlet"]), strict=True
        )
    }
    kinds = dict(zip(parts, ranked["kind"].fillna(""), strict=True))
    rows = []
    for name, part in list(parts.items())[:MOST_OUTLETS]:
        first = [row for row in part if row.is_first]
        cells: tuple[Sentence, ...] = (
            (wording.clean(name), f" ({KINDS[kinds[name]]})" if kinds[name] in KINDS else ""),
            (facts.links(part, f"{name}, link"),),
            (facts.unique(part, name),),
            (facts.links(first, f"{name}, terbit pertama"),),
            *(
                (facts.links(facts.of_origin(part, origin), f"{name}, {words.lower()}"),)
                for origin, words in ORIGINS.items()
            ),
            *(
                (facts.links(facts.labelled(part, label.text), f"{name}, {label.text}"),)
                for label in LABELS
            ),
        )
        rows.append(cells)
    table = Table(
        caption="Media menurut jumlah link"
        + (f" ({MOST_OUTLETS} dari {len(parts)})" if len(parts) > MOST_OUTLETS else ""),
        columns=(
            Column(label="Media", numeric=False),
            *(Column(label=text) for text in ("Link", "Unik", "Pertama")),
            *(Column(label=text, group="Asal naskah") for text in ORIGINS.values()),
            *_LABEL_COLUMNS,
        ),
        rows=tuple(rows),
    )
    chart = _stacked(
        dict(list(parts.items())[:CHART_ROWS]),
        "Media menurut jumlah link dan sentimen terhadap satuan.",
    )
    note = Note(
        text=(
            "Rilis: naskah bertanda rilis Humas atau dari situs rilis, termasuk salinan yang "
            "hampir sama di media lain. Salinan: naskah media lain yang dimuat ulang, dan semua "
            "naskah lain di agregator. Sendiri: liputan sendiri. Pertama: berapa kali media ini "
            "paling dulu memuat naskah tersebut.",
        )
    )
    return Section(id="media", title="Media", blocks=(chart, table, note))


def speakers(week: Week) -> Section:
    """Who is quoted, police and others."""
    quotes = week.quotes
    if not quotes:
        none = Paragraph(text=("Tidak ada kutipan dengan narasumber yang dikenali pekan ini.",))
        return Section(id="narasumber", title="Narasumber", blocks=(none,))
    police = [quote for quote in quotes if quote.police]
    others = [quote for quote in quotes if not quote.police]
    text = sentence(
        "Dari {all} kutipan dengan narasumber yang dikenali, {police} dari kepolisian dan {others} "
        "dari luar kepolisian. Kutipan dihitung pada setiap link, juga pada "
        "naskah yang dimuat ulang.",
        all=_quoted(quotes, "Kutipan"),
        police=_quoted(police, "Kutipan kepolisian"),
        others=_quoted(others, "Kutipan di luar kepolisian"),
    )
    tables = (
        _speaker_table("Narasumber kepolisian", police),
        _speaker_table("Narasumber di luar kepolisian", others),
    )
    shown = tuple(table for table in tables if table.rows)
    return Section(id="narasumber", title="Narasumber", blocks=(Paragraph(text=text), *shown))


def by_speaker(quotes: Iterable[Quote]) -> list[list[Quote]]:
    """Quotes by person, in order of unique articles, then quotes, then name."""
    found: dict[str, list[Quote]] = {}
    for quote in quotes:
        found.setdefault(quote.name, []).append(quote)
    return sorted(
        found.values(),
        key=lambda said: (-len({q.row.cluster_id for q in said}), -len(said), said[0].name),
    )


def keywords(week: Week) -> Section:
    """Words that set the week's articles apart from all others, without names, commonest first."""
    found = week.news.keywords(limit=MOST_KEYWORDS, **week.choice)
    firsts: dict[str, Row] = {}
    for row in week.rows:
        firsts.setdefault(row.cluster_id, row)
    items: list[Sentence] = []
    for word, clusters in sorted(
        zip(found["word"], found["clusters"], strict=True), key=lambda pair: -len(pair[1])
    ):
        part = [row for cluster, row in firsts.items() if cluster in set(clusters)]
        items.append((word, " ", facts.unique(part, f"Kata “{word}”")))
    blocks: tuple[Block, ...] = (
        Tags(items=tuple(items)),
        Note(text=("Kata pada judul dan awal berita yang lebih sering muncul di sini daripada di "
                   "semua berita lain, dengan jumlah berita unik yang memuatnya.",)),
    )  # fmt: skip
    if not items:
        blocks = (Paragraph(text=("Berita terlalu sedikit untuk mencari kata kunci.",)),)
    return Section(id="kata-kunci", title="Kata kunci", blocks=blocks)


def office_of(said: list[Quote]) -> str:
    """The office a speaker is most often given."""
    offices = [quote.office for quote in said if quote.office]
    return max(dict.fromkeys(offices), key=offices.count, default="")


def rows_of(quotes: Iterable[Quote]) -> list[Row]:
    """The articles that hold the quotes, each once."""
    return list({quote.row.ref: quote.row for quote in quotes}.values())


def _quoted(quotes: list[Quote], about: str) -> Figure:
    return facts.figure(len(quotes), rows_of(quotes), about)


def _speaker_table(caption: str, quotes: list[Quote]) -> Table:
    rows = []
    for said in by_speaker(quotes)[:MOST_SPEAKERS]:
        name = said[0].speaker
        cells: tuple[Sentence, ...] = (
            (name,),
            (office_of(said) or "–",),
            (facts.unique(rows_of(said), name),),
            (_quoted(said, f"{name}, kutipan"),),
            (facts.links(rows_of(said), f"{name}, link"),),
        )
        rows.append(cells)
    return Table(
        caption=f"{caption} menurut jumlah berita unik",
        columns=(
            Column(label="Nama", numeric=False),
            Column(label="Jabatan dalam berita", numeric=False),
            Column(label="Berita unik"),
            Column(label="Kutipan"),
            Column(label="Link"),
        ),
        rows=tuple(rows),
    )


def _counted(first: str) -> tuple[Column, ...]:
    kinds = (Column(label=kind) for kind in ("Link", "Berita unik", "Peristiwa"))
    return (Column(label=first, numeric=False), *kinds, *_LABEL_COLUMNS)


def _ranked(
    name: Sentence, part: list[Row], about: str, labels: list[list[Row]]
) -> tuple[Sentence, ...]:
    return (
        name,
        (facts.links(part, f"{about}, link"),),
        (facts.unique(part, about),),
        (facts.stories(part, about),),
        *(
            (facts.links(rows, f"{about}, {label.text}"),)
            for label, rows in zip(LABELS, labels, strict=True)
        ),
    )


def _stacked(parts: dict[str, list[Row]], caption: str) -> Chart:
    counts = pd.DataFrame(
        {
            wording.shortened(name, 30): {
                label.text: len(facts.labelled(rows, label.text)) for label in LABELS
            }
            for name, rows in parts.items()
        }
    ).T
    spoken = "; ".join(f"{name} {len(rows)} link" for name, rows in parts.items())
    return Chart(
        svg=charts.svg(charts.ranking(counts)), caption=caption, description=f"{caption} {spoken}."
    )
