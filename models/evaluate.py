"""``make evaluate``: every shipped model on the sets it has not seen.

Two sets: the held-out split of ``models/gold`` (real articles; needs the data room) and the sample
newsroom (invented, its truth known by construction; always there).
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from models import gold
from models.evaluation import Scores, evaluate
from models.linear_training import Example
from models.relevance.train import examples as relevance_examples
from models.sentiment.train import sentiment_examples, tone_examples
from models.topics.train import article_examples
from pipeline.enrich import linear, registry
from pipeline.enrich.documents import for_relevance, for_sentiment, for_tone
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.topics import document, load
from pipeline.enrich.units import Context, find_units
from pipeline.errors import ConfigError
from pipeline.settings import DATA, MODELS
from tests.newsroom import articles as newsroom

ROLES = ("relevance", "tone", "sentiment", "topics")


def on_gold() -> dict[str, list[Example]]:
    """Examples of the held-out split by role."""
    held_out = [article for article in gold.articles() if article.split == "test"]
    register = UnitRegister.load([DATA / "units"])
    return {
        "relevance": relevance_examples(held_out),
        "tone": tone_examples(held_out),
        "sentiment": [e for e in sentiment_examples(held_out, register) if e.checked],
        "topics": list(article_examples(held_out, load(DATA / "topics.toml"))),
    }


def on_newsroom() -> dict[str, list[Example]]:
    """Examples of the sample newsroom's originals by role; sentiment toward every unit named."""
    originals = [a for a in newsroom.load() if not a.copy_of and a.language == "id"]
    register = UnitRegister.load([DATA / "units", DATA / "sample" / "units.toml"])
    book = load(DATA / "topics.toml")
    found: dict[str, list[Example]] = {role: [] for role in ROLES}
    for article in originals:
        text, gold_ = "\n".join(article.paragraphs), article.gold
        title, name = article.title, article.id
        relevant = str(gold_.relevant).lower()
        found["relevance"].append(Example(for_relevance(title, text), relevant, name))
        found["tone"].append(Example(for_tone(title, text), gold_.tone, name))
        if gold_.topic:
            found["topics"].append(Example(document(title, text, book), gold_.topic, name))
        mentions, _ = find_units(name, title, text, register, Context(article.place))
        for unit, label in gold_.units.items():
            own = [mention for mention in mentions if mention.unit == unit]
            found["sentiment"].append(Example(for_sentiment(title, text, own), label, name))
    return found


def results() -> Iterator[tuple[str, str, Scores]]:
    """Set, role and scores; the gold set is left out where there is no data room."""
    sets = {"newsroom": on_newsroom()}
    try:
        sets["gold test"] = on_gold()
    except ConfigError as error:
        Console(stderr=True).print(f"gold test left out: {error}", markup=False)
    for name, by_role in sets.items():
        for role in ROLES:
            model = linear.load(registry.folder(MODELS, role))
            yield name, role, evaluate(model, by_role[role])


def main() -> None:
    table = Table("set", "model", "n", "macro-F1", "95%", "accuracy", "ECE", box=None)
    for name, role, scores in results():
        interval = f"{scores.macro_f1_low:.3f}–{scores.macro_f1_high:.3f}"
        table.add_row(
            name, role, str(scores.examples), f"{scores.macro_f1:.3f}", interval,
            f"{scores.accuracy:.3f}", f"{scores.ece:.3f}",
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
