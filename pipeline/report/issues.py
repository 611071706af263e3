"""What was told: the sections on the leading events and on those an analyst must read."""

from __future__ import annotations

from itertools import islice

from pipeline.enrich.sentences import sentences
from pipeline.report import facts, watch, wording
from pipeline.report.content import (
    Block,
    Note,
    Paragraph,
    Quotation,
    Section,
    Sentence,
    Stories,
    Story,
)
from pipeline.report.facts import Quote, Row, Rows, Week
from pipeline.report.wording import LABELS, sentence

MOST_STORIES = 6
MOST_NEGATIVE = 8
MOST_TO_READ = 6
MOST_SOURCES = 8
SUMMARY_SENTENCES = 2
SUMMARY_LENGTH = 300
QUOTE_LENGTH = 260


def leading(week: Week) -> Section:
    """The events with most links."""
    ranked = week.news.stories(limit=MOST_STORIES, **week.choice)["story_id"]
    by_story = {rows[0].story_id: rows for rows in week.events if rows[0].story_id}
    told = [_story(by_story[story], ()) for story in ranked]
    blocks: tuple[Stories | Paragraph, ...] = (Stories(items=tuple(told)),)
    if not told:
        blocks = (Paragraph(text=("Tidak ada peristiwa yang dapat dikelompokkan pekan ini.",)),)
    return Section(id="isu-menonjol", title="Isu menonjol", blocks=blocks)


def negative(week: Week) -> Section:
    """Events that put the unit in a worse light and events to be read, with who says so."""
    blocks = (*_negative(week), *_to_read(week))
    return Section(id="isu-negatif", title="Isu negatif dan perlu dibaca", blocks=blocks)


def _negative(week: Week) -> tuple[Block, ...]:
    events = watch.negative_events(week)
    if not events:
        none = f"Tidak ada berita bersentimen negatif terhadap {week.unit} pekan ini."
        return (Paragraph(text=(none,)),)
    told = [_story(rows, _telling(rows, week.quotes)) for rows in events[:MOST_NEGATIVE]]
    left_out = [row for rows in events[MOST_NEGATIVE:] for row in facts.labelled(rows, "negatif")]
    note = sentence(
        "Diurutkan menurut jumlah link negatif.{rest} Kutipan diambil dari naskah apa adanya, "
        "tanpa penilaian benar atau tidaknya.",
        rest=sentence(
            " {n} link negatif pada peristiwa lain ada di lampiran.",
            n=facts.links(left_out, "Link negatif pada peristiwa lain"),
        )
        if left_out
        else "",
    )
    return (Stories(title="Bersentimen negatif", items=tuple(told)), Note(text=note))


def _to_read(week: Week) -> tuple[Block, ...]:
    events = watch.to_read(week)
    if not events:
        return ()
    told = [
        _story(event.rows, _telling(event.rows, week.quotes), event.reason)
        for event in events[:MOST_TO_READ]
    ]
    left_out = [row for event in events[MOST_TO_READ:] for row in event.rows]
    note = sentence(
        "Tidak ada link peristiwa ini yang berlabel negatif, tetapi pokok, judul, atau peluangnya "
        "menuntut naskahnya dibaca.{rest}",
        rest=sentence(
            " {n} link pada peristiwa lain yang perlu dibaca ada di lampiran.",
            n=facts.links(left_out, "Link lain yang perlu dibaca"),
        )
        if left_out
        else "",
    )
    return (Stories(title="Perlu dibaca", items=tuple(told)), Note(text=note))


def _story(rows: Rows, quotes: tuple[Quotation, ...], reason: Sentence = ()) -> Story:
    first, about = rows[0], watch.name_of(rows)
    sources = _first_by_outlet(rows)[:MOST_SOURCES]
    left = [row for row in rows if row not in sources]
    return Story(
        title=first.title,
        topic=first.topic_label,
        summary=_summary(first),
        figures=sentence(
            "{links} link · {unique} berita unik · {outlets} media",
            links=facts.links(rows, f"“{about}”, link"),
            unique=facts.unique(rows, f"“{about}”"),
            outlets=facts.outlets(rows, f"“{about}”"),
        ),
        labels=_labels(rows, about),
        reason=reason,
        first=sentence(
            "Pertama terbit: {outlet}, {when}",
            outlet=facts.pointer(first, first.outlet_name),
            when=wording.short_day(first.day),
        ),
        quotes=quotes,
        sources=tuple(facts.pointer(row, row.outlet_name) for row in sources),
        more=facts.links(left, f"“{about}”, link lain") if left else None,
    )


def _first_by_outlet(rows: Rows) -> list[Row]:
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.outlet, row)
    return list(found.values())


def _labels(rows: Rows, about: str) -> Sentence:
    values: list[Sentence] = []
    for label in LABELS:
        part = facts.labelled(rows, label.text)
        if part:
            values.append((facts.links(part, f"“{about}”, {label.text}"), " ", label))
    if not values:
        return ("belum dinilai",)
    doubtful = facts.doubtful(rows)
    if doubtful:
        n = facts.links(doubtful, f"“{about}”, belum pasti")
        return (*wording.listed(values), *sentence("; {n} belum pasti", n=n))
    return wording.listed(values)


def _summary(row: Row) -> str:
    """The first sentences of the article, which in news say what happened."""
    found = (wording.clean(span.of(row.text)) for span in sentences(row.text))
    told = [text for text in islice(found, SUMMARY_SENTENCES + 1) if text != row.title]
    return wording.shortened(" ".join(told[:SUMMARY_SENTENCES]), SUMMARY_LENGTH)


def _telling(rows: Rows, quotes: list[Quote]) -> tuple[Quotation, ...]:
    """One voice from outside the police and one of the police, from the negative articles first."""
    place = {row.article_id: at for at, row in enumerate(rows)}
    told = [quote for quote in quotes if quote.row.article_id in place]
    told.sort(
        key=lambda quote: (
            quote.row.sentiment != "negatif",
            not quote.direct,
            place[quote.row.article_id],
        )
    )
    chosen = [
        next((quote for quote in told if not quote.police), None),
        next((quote for quote in told if quote.police), None),
    ]
    return tuple(_quotation(quote) for quote in chosen if quote)


def _quotation(quote: Quote) -> Quotation:
    speaker = f"{quote.speaker} ({quote.office})" if quote.office else quote.speaker
    text = wording.shortened(quote.text, QUOTE_LENGTH)
    return Quotation(
        text=f"“{text}”" if quote.direct else text,
        speaker=speaker,
        source=facts.pointer(quote.row, quote.row.outlet_name),
    )
