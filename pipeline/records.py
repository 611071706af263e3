"""The typed records that flow between the rooms.

What a stage takes and what it gives are records from this file, frozen and validated; their
field names are the column names of the warehouse. All datetimes are aware and stored in UTC,
all text is NFC. This module imports nothing of Sorot, so crawlers and pipeline may both use it.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


def digest(*parts: str | bytes) -> str:
    """A 24-digit hexadecimal SHA-256 of the parts: the id of pages, articles and texts."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.encode() if isinstance(part, str) else part)
        sha.update(b"\0")
    return sha.hexdigest()[:24]


class Label(StrEnum):
    """The three classes of tone and sentiment, as the reader of a report sees them."""

    POSITIF = "positif"
    NETRAL = "netral"
    NEGATIF = "negatif"


class Record(BaseModel):
    """A frozen row; ``table`` names where the warehouse keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: ClassVar[str]


class PagePart(BaseModel):
    """A further page of an article, archived like its first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    content_type: str | None
    body_digest: str
    archive_file: str
    archive_offset: int
    body: bytes = Field(default=b"", repr=False, exclude=True)

    @property
    def final_url(self) -> str:
        """As of a page."""
        return self.url


class Page(Record):
    """An article page as fetched, with the pages that continue it in the order of reading.

    ``body`` is decoded of its transfer encoding only.
    """

    table = "pages"
    page_id: str  # digest(final url, body digests of all its pages)
    outlet: str
    url: str  # as requested
    final_url: str  # after redirects
    channel: str  # feed | sitemap | wordpress | index | manual
    status: int
    content_type: str | None
    fetched_at: AwareDatetime
    body_digest: str
    archive_file: str | None = None  # name of the WARC inside archive/, None for a loose file
    archive_offset: int | None = None
    parts: list[PagePart] = []
    body: bytes = Field(default=b"", repr=False, exclude=True)

    @property
    def content_digest(self) -> str:
        """Tells versions of the whole article apart; of one page it is ``body_digest``."""
        if not self.parts:
            return self.body_digest
        return digest(self.body_digest, *(part.body_digest for part in self.parts))

    def continued(self, parts: list[PagePart]) -> Self:
        """The article with its further pages, under an id of its own."""
        if not parts:
            return self
        digests = [self.body_digest, *(part.body_digest for part in parts)]
        page_id = digest(self.final_url, *digests)
        return self.model_copy(update={"parts": parts, "page_id": page_id})

    @classmethod
    def loose(
        cls, url: str, body: bytes, outlet: str, content_type: str | None, fetched_at: datetime
    ) -> Self:
        """A page that no crawl has archived: a saved file, a sample."""
        return cls(
            page_id=digest(url, body),
            outlet=outlet,
            url=url,
            final_url=url,
            channel="manual",
            status=200,
            content_type=content_type,
            fetched_at=fetched_at,
            body_digest=digest(body),
            body=body,
        )


class Article(Record):
    """What a page says, cleaned; ``text`` holds paragraphs divided by one newline."""

    table = "articles"
    article_id: str  # digest(canonical_url)
    page_id: str
    outlet: str
    url: str
    canonical_url: str
    origin_url: str | None = None  # of the article on another site that it says it is a copy of
    title: str
    text: str
    text_digest: str  # digest(title, text): tells versions apart
    published_at: AwareDatetime | None
    modified_at: AwareDatetime | None
    fetched_at: AwareDatetime
    author: str | None
    dateline: str | None
    language: str | None  # ISO 639-1, None when unknown
    release: bool  # a (Humas …) byline, or a release site
    topics_stated: list[str] = []
    images: list[str] = []
    quality: float = Field(ge=0, le=1)
    warnings: list[str] = []


class RelevantArticle(Article):
    """An article that is about the police."""


class Selection(Record):
    """Whether an article is about the police at all."""

    table = "selection"
    article_id: str
    relevant: bool
    p: float = Field(ge=0, le=1)


class Fingerprint(Record):
    """MinHash signature of an article's text (128 × uint32 as bytes), and its bands: two texts that
    share a band are worth comparing."""

    table = "fingerprints"
    article_id: str
    signature: bytes
    bands: list[int]


class UnitMention(Record):
    """A police unit named in an article; offsets count characters of ``field``."""

    table = "mentions"
    article_id: str
    unit: str  # canonical name
    text: str
    field: str  # title | text
    start: int
    end: int
    score: float = Field(ge=0, le=1)  # certainty of the link


class UnresolvedMention(Record):
    """Words that name a police unit, but which one the text does not tell."""

    table = "unresolved_mentions"
    article_id: str
    text: str
    field: str
    start: int
    end: int
    candidates: list[str] = []


class PersonMention(Record):
    """A person named in an article, with the rank and position that this article gives."""

    table = "persons"
    article_id: str
    name: str  # without rank and titles, as fullest in the article
    rank: str | None
    position: str | None
    unit: str | None
    police: bool
    part: str  # polisi | pejabat | tersangka | korban | anak | saksi | lain
    start: int  # of the first mention in the text
    end: int


class Event(Record):
    """Where and when happened what an article tells, as far as it says so."""

    table = "events"
    article_id: str
    day: date | None
    day_text: str | None  # the words that tell it
    region: str | None  # Kemendagri code, of the kecamatan where it is known
    regency: str | None  # kabupaten or kota, full name
    district: str | None  # kecamatan
    place_text: str | None
    latitude: float | None  # degrees, of the centre of the finest region whose centre is known
    longitude: float | None


class Quote(Record):
    """Reported speech; ``text`` without quotation marks."""

    table = "quotes"
    article_id: str
    speaker: str | None
    rank: str | None
    position: str | None
    unit: str | None
    police: bool | None
    text: str
    direct: bool
    start: int
    end: int


class TopicScore(Record):
    """A topic of the code book; the one with ``main`` is the article's main topic."""

    table = "topics"
    article_id: str
    code: str
    label: str
    p: float = Field(ge=0, le=1)
    main: bool


class SentimentScore(Record):
    """Three probabilities that sum to 1.

    ``target`` None asks for tone (nada berita), otherwise for sentiment toward that unit;
    ``field`` says what was read: the whole article, the headline or the body alone.
    """

    table = "sentiment"
    article_id: str
    target: str | None
    field: str  # article | headline | body
    label: Label
    positive: float = Field(ge=0, le=1)
    neutral: float = Field(ge=0, le=1)
    negative: float = Field(ge=0, le=1)
    model: str


class AnnotatedArticle(Record):
    """An article with the units found in it: what the sentiment stage reads."""

    article: Article
    units: list[UnitMention]


class SyndicationInput(Record):
    """What syndication knows of each relevant article; ``cluster_id`` where it is joined already.
    ``address`` and ``origin`` (of the article it says it is a copy of) are URLs without what may be
    written one way or the other."""

    article_id: str
    kind: str  # of the outlet: pers | rilis | agregator
    address: str
    origin: str | None
    published_at: AwareDatetime | None
    fetched_at: AwareDatetime
    signature: bytes
    bands: list[int]
    cluster_id: str | None


class StoryInput(Record):
    """What the story stage knows of each relevant article; ``story_id`` where it is told already.
    ``text`` is '' but for the first of a syndication cluster."""

    article_id: str
    cluster_id: str
    story_id: str | None
    title: str
    text: str
    published_at: AwareDatetime | None
    fetched_at: AwareDatetime
    units: list[str]
    persons: list[str]

    @property
    def at(self) -> datetime:
        """When it was published, else fetched."""
        return self.published_at or self.fetched_at


class Duplicate(Record):
    """Membership in a syndication cluster: near-identical texts over outlets."""

    table = "duplicates"
    cluster_id: str  # article_id of the first publisher's article
    article_id: str
    similarity: float = Field(ge=0, le=1)  # to the first one (estimated Jaccard)
    first: bool


class Story(Record):
    """An event (peristiwa) as told by one or more articles. ``title`` and ``summary`` are words of
    the article ``told_by``, the one most like all the others."""

    table = "stories"
    story_id: str  # of the article it began with; stays while the story grows
    title: str
    summary: str
    told_by: str
    first_at: AwareDatetime
    last_at: AwareDatetime


class StoryArticle(Record):
    """Membership of an article in a story."""

    table = "story_articles"
    story_id: str
    article_id: str
