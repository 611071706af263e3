"""What was told: the sections on the leading events and on those that need an answer."""

from __future__ import annotations

from itertools import islice

from pipeline.enrich.sentences import sentences
from pipeline.report import facts, wording
from pipeline.report.content import Note, Paragraph, Quotation, Section, Sentence, Stories, Story
from pipeline.report.facts import Quote, Row, Rows, Week
from pipeline.report.wording import LABELS, sentence

MOST_STORIES = 6
MOST_NEGATIVE = 8
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
    """Events with articles that put the unit in a worse light, with who says so."""
    events = negative_events(week)
    if not events:
        none = Paragraph(
            text=(f"Tidak ada berita bersentimen negatif terhadap {week.unit} pekan ini.",)
        )
        return Section(id="isu-negatif", title="Isu negatif dan perlu klarifikasi", blocks=(none,))
    told = [_story(rows, _telling(rows, week.quotes)) for rows in events[:MOST_NEGATIVE]]
    left_out = [row for rows in events[MOST_NEGATIVE:] for row in facts.labelled(rows, "negatif")]
    note = Note(
        text=sentence(
            "Diurutkan menurut jumlah link negatif.{rest} Kutipan diambil dari naskah apa adanya, "
            "tanpa penilaian benar atau tidaknya.",
            rest=sentence(
                " {n} link negatif pada peristiwa lain ada di lampiran.",
                n=facts.links(left_out, "Link negatif pada peristiwa lain"),
            )
            if left_out
            else "",
        )
    )
    return Section(
        id="isu-negatif",
        title="Isu negatif dan perlu klarifikasi",
        blocks=(Stories(items=tuple(told)), note),
    )


def negative_events(week: Week) -> list[list[Row]]:
    """Events with negative articles, most of them first."""
    found = [rows for rows in week.events if facts.labelled(rows, "negatif")]
    return sorted(found, key=lambda rows: -len(facts.labelled(rows, "negatif")))


def without_police_voice(rows: Rows, quotes: list[Quote]) -> bool:
    """Whether no article of an event quotes the police."""
    keys = {row.article_id for row in rows}
    return not any(quote.police for quote in quotes if quote.row.article_id in keys)


def name_of(rows: Rows) -> str:
    """The event by the title of its first article."""
    return wording.shortened(rows[0].title, 110)


def _story(rows: Rows, quotes: tuple[Quotation, ...]) -> Story:
    first, about = rows[0], name_of(rows)
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
    return wording.listed(values) if values else ("belum dinilai",)


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
