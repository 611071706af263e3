"""The articles of the sample newsroom: files of ``data/sample/articles`` → typed articles.

Each file holds one original article with its truth (see ``data/sample/README.md``); what an outlet
re-posts is derived here, so that the true body of every published page is known.
``python -m tests.newsroom.articles`` checks every file and prints what the newsroom holds.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError, model_validator

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
Tone = Literal["positif", "netral", "negatif"]
OutletId = Literal[
    "kabarseruni",
    "suaralasa",
    "portalnusa",
    "tribratanews-seruni",
    "lintaswarta",
    "jejaklontar",
    "oborharian",
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldPerson(_Strict):
    name: str
    rank: str = ""
    position: str = ""
    unit: str = ""
    police: bool


class GoldQuote(_Strict):
    speaker: str
    text: str
    direct: bool


class Gold(_Strict):
    """What is true of an article by construction."""

    relevant: bool
    tone: Tone
    topic: str = ""
    units: dict[str, Tone] = {}
    persons: tuple[GoldPerson, ...] = ()
    quotes: tuple[GoldQuote, ...] = ()


class Copy(_Strict):
    outlet: OutletId
    published: AwareDatetime
    title: str = ""
    drop: int = 0
    lead: str = ""


class Edit(_Strict):
    at: AwareDatetime
    title: str = ""
    append: str = ""


class Article(_Strict):
    """One published article of one outlet; ``text`` has a blank line between paragraphs."""

    id: str
    outlet: str
    title: str
    published: AwareDatetime
    author: str = ""
    place: str = ""
    genre: Literal["berita", "rilis", "opini"] = "berita"
    language: Literal["id", "en", "malut"] = "id"
    story: str = ""
    section: str = "daerah"
    gold: Gold
    copies: tuple[Copy, ...] = ()
    edits: tuple[Edit, ...] = ()
    text: str
    copy_of: str = ""

    @model_validator(mode="after")
    def _gold_is_in_the_text(self) -> Self:
        if not self.copy_of:
            flat = " ".join(self.text.split())
            for quote in self.gold.quotes:
                if " ".join(quote.text.split()) not in flat:
                    raise ValueError(f"quote is not in the body word for word: {quote.text!r}")
            for person in self.gold.persons:
                if person.name not in flat and person.name not in self.title:
                    raise ValueError(f"person is not named in the text: {person.name!r}")
            names = {person.name for person in self.gold.persons}
            for quote in self.gold.quotes:
                if quote.speaker and quote.speaker not in names:
                    raise ValueError(f"speaker {quote.speaker!r} is not among gold.persons")
        return self

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(part.split()) for part in self.text.split("\n\n") if part.strip()]

    def at(self, now: datetime) -> Article:
        """The article as it reads at ``now``, edits applied."""
        article = self
        for edit in self.edits:
            if edit.at <= now:
                text = f"{article.text}\n\n{edit.append}" if edit.append else article.text
                changes = {"title": edit.title or article.title, "text": text}
                article = article.model_copy(update=changes)
        return article

    def modified(self, now: datetime) -> datetime:
        """When the article last changed, as seen at ``now``."""
        return max([self.published, *(edit.at for edit in self.edits if edit.at <= now)])

    def reposts(self) -> Iterator[Article]:
        for copy in self.copies:
            paragraphs = self.paragraphs[: len(self.paragraphs) - copy.drop]
            if copy.lead:
                paragraphs[0] = copy.lead
            yield self.model_copy(
                update={
                    "id": f"{self.id}-{copy.outlet}",
                    "outlet": copy.outlet,
                    "published": copy.published,
                    "title": copy.title or self.title,
                    "text": "\n\n".join(paragraphs),
                    "copies": (),
                    "edits": (),
                    "copy_of": self.id,
                }
            )


def read(path: Path) -> Article:
    """One article file; raises ValueError that names the file and what is wrong."""
    try:
        _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        return Article(text=body.strip(), **tomllib.loads(front))
    except (ValueError, ValidationError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def load(folder: Path = SAMPLE / "articles") -> list[Article]:
    """Every published article, originals and copies, in order of publication."""
    originals = [read(path) for path in sorted(folder.glob("*.md"))]
    everything = [*originals, *(copy for article in originals for copy in article.reposts())]
    return sorted(everything, key=lambda article: (article.published, article.id))


def troubles(folder: Path = SAMPLE / "articles") -> list[str]:
    """What is wrong in the folder, one line each; empty when all is well."""
    topics = tomllib.loads((SAMPLE.parent / "topics.toml").read_text(encoding="utf-8"))["topic"]
    codes = {f"{topic['code']}.{sub}" for topic in topics for sub in topic["sub"]}
    found, seen = [], set()
    for path in sorted(folder.glob("*.md")):
        try:
            article = read(path)
        except ValueError as error:
            found.append(str(error))
            continue
        if article.id in seen:
            found.append(f"{path.name}: id {article.id!r} is taken")
        if path.stem != article.id:
            found.append(f"{path.name}: the file is not named after its id {article.id!r}")
        if article.gold.topic and article.gold.topic not in codes:
            found.append(f"{path.name}: no topic {article.gold.topic!r} in data/topics.toml")
        seen.add(article.id)
    return found


def _print_summary(articles: Sequence[Article]) -> None:
    print(f"{len(articles)} articles, {sum(1 for a in articles if a.copy_of)} of them copies")
    columns: dict[str, list[str]] = {
        "outlet": [a.outlet for a in articles],
        "week": [f"{a.published:%G-W%V}" for a in articles],
        "topic": [a.gold.topic.split(".")[0] for a in articles],
        "tone": [a.gold.tone for a in articles],
        "toward units": [label for a in articles for label in a.gold.units.values()],
        "language": [a.language for a in articles],
    }
    for title, values in columns.items():
        print(f"  {title}: {dict(sorted(Counter(values).items()))}")


if __name__ == "__main__":
    wrong = troubles()
    print("\n".join(wrong) or "all files are well")
    if not wrong:
        _print_summary(load())
    sys.exit(bool(wrong))
