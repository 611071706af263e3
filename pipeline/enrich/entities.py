"""The entities stage: units, persons and quotes of relevant articles, in one reading.

The trained name recogniser (spaCy) gives spans; register, lexicon and rules say who they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipeline.enrich import lexicon, registry, sentences
from pipeline.enrich.events import Reading, find_event
from pipeline.enrich.gazetteer import Gazetteer
from pipeline.enrich.parts import parts_of
from pipeline.enrich.persons import find_persons, to_records
from pipeline.enrich.quotes import find_quotes
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.sentences import Span
from pipeline.enrich.units import Context, find_units
from pipeline.records import (
    Event,
    PersonMention,
    Quote,
    Record,
    RelevantArticle,
    UnitMention,
    UnresolvedMention,
)
from pipeline.stage import Failure, Outcome, Stage

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


READ = 200_000  # characters: longer texts are dumps, and spaCy refuses a million


@dataclass(frozen=True, slots=True)
class Entities:
    """Everything named in one article."""

    units: list[UnitMention]
    unresolved: list[UnresolvedMention]
    persons: list[PersonMention]
    quotes: list[Quote]


@dataclass(frozen=True, slots=True)
class Home:
    """The region that an outlet covers, and its zone."""

    region: str | None
    zone: str


UNKNOWN = Home(None, "Asia/Jakarta")  # of outlets that are not in the registry


def entities_stage(
    register: UnitRegister,
    gazetteer: Gazetteer,
    facts: Sequence[Path],
    models: Path,
    homes: Mapping[str, Home],
) -> Stage:
    """``facts`` are the files of register and gazetteer, ``homes`` are by outlet id."""
    weights = registry.names_folder(models)

    def run(articles: Sequence[RelevantArticle]) -> Sequence[Outcome]:
        docs = names_in([article.text for article in articles], weights)
        return [
            _outcome(article, doc, register, gazetteer, homes.get(article.outlet, UNKNOWN), models)
            for article, doc in zip(articles, docs, strict=True)
        ]

    return Stage(
        name="entities",
        reads=RelevantArticle,
        writes=(UnitMention, UnresolvedMention, PersonMention, Quote, Event),
        function=run,
        code_version="entities-7",
        files=(
            lexicon.FILE,
            sentences.FILE,
            *facts,
            *registry.names_files(models),
            *registry.parts_files(models),
        ),
    )


def find_entities(
    article_id: str,
    title: str,
    text: str,
    doc: Doc,
    register: UnitRegister,
    context: Context,
    models: Path,
) -> Entities:
    """``doc`` is ``text`` as read by :func:`names_in`."""
    units, unresolved = find_units(article_id, title, text, register, context)
    names = [Span(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PER"]
    inside = [unit for unit in units if unit.field == "text"]
    persons = find_persons(text, names, inside, register.places)
    parts = parts_of(persons, title, text, list(sentences.sentences(text)), models)
    return Entities(
        units,
        unresolved,
        to_records(article_id, persons, parts),
        find_quotes(article_id, text, persons),
    )


def names_in(texts: Sequence[str], weights: Path) -> Iterator[Doc]:
    """The texts as read by :func:`recogniser`, of each its first ``READ`` characters."""
    docs: Iterator[Doc] = recogniser(weights).pipe([text[:READ] for text in texts])
    return docs


def recogniser(weights: Path) -> Language:
    """The trained spaCy pipeline, loaded once a process."""
    from pipeline.enrich.recogniser import load  # takes seconds: only where names are read

    return load(weights)


def _outcome(
    article: RelevantArticle,
    doc: Doc,
    register: UnitRegister,
    gazetteer: Gazetteer,
    home: Home,
    models: Path,
) -> Outcome:
    context = Context(article.dateline, home.region)
    try:
        found = find_entities(
            article.article_id, article.title, article.text, doc, register, context, models
        )
        event = find_event(_reading(article, found, home), register, gazetteer)
    except Exception as error:  # noqa: BLE001 - one bad row never stops a batch
        return Failure(type(error).__name__, str(error))
    records: list[Record] = [*found.units, *found.unresolved, *found.persons, *found.quotes]
    return [*records, event] if event else records


def _reading(article: RelevantArticle, found: Entities, home: Home) -> Reading:
    """Days are told from the day of publication where the outlet is."""
    published: date | None = None
    if article.published_at is not None:
        published = article.published_at.astimezone(ZoneInfo(home.zone)).date()
    return Reading(
        article.article_id, article.title, article.text, found.units, found.persons, published
    )
