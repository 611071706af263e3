"""Any text in, everything the pipeline makes of it out: the format of ``sorot score``.

This format is a public door: fields are only added, unknown values are null and never left out,
labels are ``positif``, ``netral`` and ``negatif``, unit names are those of the register.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from pipeline.enrich import registry, sentiment
from pipeline.enrich.entities import Entities, find_entities, names_in, recogniser
from pipeline.enrich.events import Reading, find_event
from pipeline.enrich.gazetteer import Gazetteer
from pipeline.enrich.questions import word_for_word
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.topics import find_topics
from pipeline.enrich.units import Context
from pipeline.errors import ConfigError, first_fault
from pipeline.extract import language
from pipeline.extract.dates import from_machine
from pipeline.records import SentimentScore, TopicScore, UnitMention
from pipeline.select import relevance
from pipeline.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc


NATIONAL = "Asia/Jakarta"
FEW_WORDS = 5
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


class Text(BaseModel):
    """A line of input; only ``id`` and ``text`` are needed."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: str | int
    title: str | None = None
    text: str = Field(pattern=r"\S")  # something must be said
    target: str | None = None  # a unit to score beside those named
    published_at: AwareDatetime | str | None = None
    outlet: str | None = None


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class Verdict(_Out):
    label: str
    positive: float
    neutral: float
    negative: float


class Target(_Out):
    unit: str
    sentiment: Verdict
    headline: Verdict | None
    body: Verdict | None


class NamedUnit(_Out):
    """Offsets count characters of ``field``: ``title`` or ``text``."""

    unit: str
    text: str
    field: str
    start: int
    end: int


class NamedPerson(_Out):
    name: str
    rank: str | None
    position: str | None
    unit: str | None
    police: bool
    part: str


class Happened(_Out):
    """Where and when, as far as the text tells."""

    day: date | None
    day_text: str | None
    region: str | None
    regency: str | None
    district: str | None
    place_text: str | None
    latitude: float | None
    longitude: float | None


class Said(_Out):
    speaker: str | None
    text: str
    direct: bool


class Topic(_Out):
    code: str
    label: str
    p: float


class Scored(_Out):
    """A line of output; lists keep reading order, topics fall by probability."""

    id: str | int
    language: str | None
    relevant: bool
    tone: Verdict
    targets: list[Target]
    units: list[NamedUnit]
    persons: list[NamedPerson]
    event: Happened | None
    quotes: list[Said]
    topics: list[Topic]
    models: dict[str, str]
    notes: list[str]  # why a score of this text says little


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no text: its number (from 1) and what is wrong with it."""

    number: int
    message: str


def lines_of(file: Path) -> list[str]:
    """The lines of a file; raises ConfigError naming it when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{file} cannot be read: {error}.", hint="Give a file of JSON lines in UTF-8."
        ) from error


def read_lines(lines: Iterable[str]) -> Iterator[Text | BadLine]:
    """Parse JSON lines; blank ones are skipped, bad ones come back as :class:`BadLine`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Text.model_validate(json.loads(line))
        except ValidationError as error:
            yield BadLine(number, first_fault(error))
        except (json.JSONDecodeError, RecursionError) as error:
            yield BadLine(number, f"not JSON: {error}")


@dataclass(frozen=True, slots=True)
class _Read:
    """What is named in a text, and what is asked of it."""

    found: Entities
    named: sentiment.Named


class Scorer:
    """Holds the models and the register; :meth:`score` takes batches of any size."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.register = UnitRegister.load(settings.units)
        self.gazetteer = Gazetteer.load(settings.regions)

    @cached_property
    def models(self) -> dict[str, str]:
        """Role → name and digest of the model that answers."""
        models = self.settings.models
        names = recogniser(registry.names_folder(models)).meta
        found = {str(role): registry.classifier(models, role).name for role in registry.ROLES}
        return {**found, "names": f"{names['name']}-{names['version']}"}

    def score(self, texts: Sequence[Text]) -> list[Scored]:
        """One result per text, in order."""
        models = self.settings.models
        docs = names_in([text.text for text in texts], registry.names_folder(models))
        read = [self._read(text, doc) for text, doc in zip(texts, docs, strict=True)]
        scores = sentiment.score([one.named for one in read], models)
        plain = [(str(text.id), text.title or "", text.text) for text in texts]
        topics = find_topics(plain, models)
        relevant = relevance.probabilities(models, [(title, body) for _, title, body in plain])
        return [
            self._scored(*parts)
            for parts in zip(texts, read, scores, topics, relevant, strict=True)
        ]

    def _read(self, text: Text, doc: Doc) -> _Read:
        title, body = text.title or "", text.text
        found = find_entities(
            str(text.id), title, body, doc, self.register, Context(), self.settings.models
        )
        mentions = found.units + self._asked(text.target, title, body, found.units)
        return _Read(found, sentiment.Named(str(text.id), title, body, mentions))

    def _scored(
        self,
        text: Text,
        read: _Read,
        scores: Sequence[SentimentScore],
        topics: Sequence[TopicScore],
        p: float,
    ) -> Scored:
        spoken = language.detect(text.text)
        return Scored(
            id=text.id,
            language=spoken,
            relevant=p >= relevance.CUT,
            tone=_verdict(scores, None, "article"),
            targets=[
                Target(
                    unit=unit,
                    sentiment=_verdict(scores, unit, "article"),
                    headline=_maybe(scores, unit, "headline"),
                    body=_maybe(scores, unit, "body"),
                )
                for unit in dict.fromkeys(m.unit for m in read.named.units)
            ],
            **_named(read.found),
            event=self._event(text, read.found),
            topics=[Topic(code=t.code, label=t.label, p=round(t.p, 4)) for t in topics],
            models=self.models,
            notes=list(_notes(text, spoken, read)),
        )

    def _event(self, text: Text, found: Entities) -> Happened | None:
        published = text.published_at
        at = from_machine(published, NATIONAL) if isinstance(published, str) else published
        day = at.date() if at else None
        reading = Reading("", text.title or "", text.text, found.units, found.persons, day)
        event = find_event(reading, self.register, self.gazetteer)
        return Happened(**event.model_dump(exclude={"article_id"})) if event else None

    def _asked(
        self, target: str | None, title: str, body: str, known: Sequence[UnitMention]
    ) -> list[UnitMention]:
        """Mentions of the target asked for, when the linker has found none; a target that stands
        nowhere in the text gets one mention of no length, so that it is scored all the same."""
        if not target:
            return []
        try:
            name = self.register.find(target).name
        except ConfigError:
            name = target
        if any(mention.unit == name for mention in known):
            return []
        words = re.compile(re.escape(target), re.IGNORECASE)
        places = list(word_for_word(name, words, title, body))
        nowhere = UnitMention(
            article_id="", unit=name, text="", field="title", start=0, end=0, score=0
        )
        return places or [nowhere]


def _notes(text: Text, spoken: str | None, read: _Read) -> Iterator[str]:
    words = re.findall(r"[^\W\d_]{2,}", f"{text.title or ''} {text.text}")
    if not words:
        yield "there are no words: no score says anything"
    elif len(words) < FEW_WORDS:
        yield f"{len(words)} words are too few to judge by"
    if words and spoken not in (None, "id"):
        yield f"the language is {spoken}: the models have learned Indonesian"
    if _TAG.search(text.text):
        yield "there is HTML in the text: its tags were read as words"
    if any(mention.score == 0 for mention in read.named.units):
        yield f"{text.target} is not named: what is said of the police stands for it"


def _named(found: Entities) -> dict[str, Any]:
    return {
        "units": [
            NamedUnit(unit=u.unit, text=u.text, field=u.field, start=u.start, end=u.end)
            for u in found.units
        ],
        "persons": [
            NamedPerson(
                name=p.name,
                rank=p.rank,
                position=p.position,
                unit=p.unit,
                police=p.police,
                part=p.part,
            )
            for p in found.persons
        ],
        "quotes": [Said(speaker=q.speaker, text=q.text, direct=q.direct) for q in found.quotes],
    }


def _verdict(scores: Sequence[SentimentScore], target: str | None, field: str) -> Verdict:
    score = next(s for s in scores if s.target == target and s.field == field)
    return Verdict(
        label=score.label.value,
        positive=round(score.positive, 4),
        neutral=round(score.neutral, 4),
        negative=round(score.negative, 4),
    )


def _maybe(scores: Sequence[SentimentScore], target: str, field: str) -> Verdict | None:
    known = any(s.target == target and s.field == field for s in scores)
    return _verdict(scores, target, field) if known else None
