"""What a report says, before it has a format: one frozen, JSON-serialisable content model.

Every format prints the ``text`` of the same :class:`Figure`, so no number is counted or rounded
twice; a figure knows the articles behind it. Texts are data, never markup: a renderer escapes them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

LabelName = Literal["positif", "netral", "negatif"]


class Part(BaseModel):
    """A frozen piece of content."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Part):
    """A number with the articles behind it (ids of :class:`Entry`).

    ``anchor`` is where it links to: the entry itself, a :class:`Reference`, or "" for none.
    """

    value: float
    text: str
    about: str  # what was counted
    articles: tuple[str, ...]
    anchor: str


class Mark(Part):
    """Words for a label of tone or sentiment, shown in the colour of the label."""

    text: str
    label: LabelName


class Pointer(Part):
    """Words that point to one article of the appendix and to its page on the web."""

    text: str
    entry: str
    url: str


Span = str | Figure | Mark | Pointer
Sentence = tuple[Span, ...]


class Paragraph(Part):
    kind: Literal["paragraph"] = "paragraph"
    text: Sentence


class Note(Part):
    """Small print: how to read what stands above."""

    kind: Literal["note"] = "note"
    text: Sentence


class Points(Part):
    kind: Literal["points"] = "points"
    items: tuple[Sentence, ...]


class Tags(Part):
    """Short items in a row, as keywords."""

    kind: Literal["tags"] = "tags"
    items: tuple[Sentence, ...]


class Chart(Part):
    kind: Literal["chart"] = "chart"
    svg: str
    caption: str
    description: str  # what a reader sees who cannot see the chart


class Column(Part):
    """``group`` is a heading shared with neighbours of the same group."""

    label: str
    numeric: bool = True
    group: str = ""


class Table(Part):
    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    total: tuple[Sentence, ...] = ()


class Quotation(Part):
    text: str
    speaker: str
    source: Pointer


class Story(Part):
    """An event with its figures and the articles that tell it; ``reason`` is why it is shown."""

    title: str
    topic: str
    summary: str
    figures: Sentence
    labels: Sentence
    reason: Sentence
    first: Sentence
    quotes: tuple[Quotation, ...]
    sources: tuple[Pointer, ...]  # the first article of each outlet
    more: Figure | None  # the sources that ``sources`` leaves out


class Stories(Part):
    kind: Literal["stories"] = "stories"
    title: str = ""
    items: tuple[Story, ...]


class Recommendation(Part):
    text: Sentence
    basis: Sentence


class Recommendations(Part):
    kind: Literal["recommendations"] = "recommendations"
    items: tuple[Recommendation, ...]


Block = Annotated[
    Paragraph | Note | Points | Tags | Chart | Table | Stories | Recommendations,
    Field(discriminator="kind"),
]


class Section(Part):
    id: str
    title: str
    blocks: tuple[Block, ...]


class Entry(Part):
    """An article of the appendix; ``url`` is "" when it is no web address."""

    id: str
    anchor: str
    at: AwareDatetime
    when: str
    outlet: str
    title: str
    url: str
    units: tuple[str, ...]
    topic: str
    tone: Mark | None
    sentiment: Mark | None
    probability: float | None  # of the sentiment
    probability_text: str
    corrected: bool


class Reference(Part):
    """The articles behind one or more figures, as ranges of entry ids: ``("3", "3")`` is one."""

    anchor: str
    about: str
    count: int
    ranges: tuple[tuple[str, str], ...]


class ReferenceGroup(Part):
    """References by the section that first rests on them."""

    title: str
    items: tuple[Reference, ...]


class Headline(Part):
    """One of the few large numbers on top."""

    label: str
    figure: Figure
    change: str


class WeeklyContent(Part):
    """A weekly *laporan analisa media* of one unit."""

    unit: str
    week: str
    since: str
    until: str
    title: str
    period: str
    zone: str
    generated_at: AwareDatetime
    prepared: str
    prepared_by: str
    notice: str  # what a reader must know first, as that the week is not over; "" for nothing
    description: str  # one line for a preview
    headlines: tuple[Headline, ...]  # none in a week without articles
    summary: Sentence
    key_points: tuple[Sentence, ...]
    attention: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]  # of the week, oldest first
    previous: tuple[Entry, ...]  # of the week before, to which it is compared
    legend: str  # how to read the labels of the entries
    references: tuple[ReferenceGroup, ...]
    method: Section


def plain(sentence: Sentence) -> str:
    """A sentence as text."""
    return "".join(span if isinstance(span, str) else span.text for span in sentence)
