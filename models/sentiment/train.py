"""Train tone and target sentiment: ``python -m models.sentiment.train``.

Learns from the training split of ``models/gold`` (articles, and labelled headlines as documents of
a title alone), tests on the held-out split, and writes ``tone/`` and ``target/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from models import gold
from models.evaluation import evaluate
from models.gold import GoldArticle, GoldHeadline
from models.linear_training import Example, train
from pipeline.enrich.documents import for_sentiment, for_tone
from pipeline.enrich.linear import save
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.units import Context, find_units
from pipeline.records import Label, UnitMention
from pipeline.settings import DATA

HERE = Path(__file__).parent
LABELS = [Label.POSITIF.value, Label.NETRAL.value, Label.NEGATIF.value]
HEADLINE_WEIGHT = 0.5  # a label of a headline says less than one of an article
INVENTED_WEIGHT = 0.6  # by cross-check on the training split


def tone_examples(articles: Sequence[GoldArticle]) -> list[Example]:
    return [Example(for_tone(a.title, a.text), a.tone, a.id) for a in articles]


def sentiment_examples(
    articles: Sequence[GoldArticle], register: UnitRegister
) -> Iterator[Example]:
    """The main target of each relevant article, and the other units labelled in it."""
    for article in articles:
        if article.sentiment is None:
            continue
        mentions, _ = find_units(article.id, article.title, article.text, register, Context())
        targets = {article.target or "": article.sentiment, **article.others}
        for name, label in targets.items():
            own = [m for m in mentions if _names(register, name, m)]
            if own or name == article.target:
                document = for_sentiment(article.title, article.text, own)
                yield Example(document, label, article.id, checked=name == article.target)


def headline_examples(
    articles: Sequence[GoldArticle], headlines: Sequence[GoldHeadline], field: str
) -> Iterator[Example]:
    """Headlines alone, with their own label; they help to train and are not counted."""
    for headline in headlines:
        label = getattr(headline, field)
        if label:
            yield Example({"title": headline.title}, label, headline.id, HEADLINE_WEIGHT, False)
    if field == "sentiment":
        for article in articles:
            if article.headline and article.title:
                document = {"title": article.title}
                yield Example(document, article.headline, article.id, HEADLINE_WEIGHT, False)


def only_training(examples: Iterable[Example]) -> Iterator[Example]:
    """Invented examples help to train; nothing is measured on them."""
    for example in examples:
        yield replace(example, weight=INVENTED_WEIGHT, checked=False)


def _names(register: UnitRegister, name: str, mention: UnitMention) -> bool:
    units, _ = find_units("", "", name, register, Context())
    return any(unit.unit == mention.unit for unit in units)


def main() -> None:
    articles, headlines, invented = (
        list(gold.articles()), list(gold.headlines()), list(gold.invented()),
    )  # fmt: skip
    learn = [a for a in articles if a.split == "train"]
    test = [a for a in articles if a.split == "test"]
    register = UnitRegister.load([DATA / "units"])
    roles = {
        "tone": (
            [
                *tone_examples(learn),
                *only_training(tone_examples(invented)),
                *headline_examples(learn, headlines, "tone"),
            ],
            tone_examples(test),
        ),
        "target": (
            [
                *sentiment_examples(learn, register),
                *only_training(sentiment_examples(invented, register)),
                *headline_examples([*learn, *invented], headlines, "sentiment"),
            ],
            [e for e in sentiment_examples(test, register) if e.checked],
        ),
    }
    for role, (examples, held_out) in roles.items():
        model, checked = train(role, examples, LABELS)
        scores = evaluate(model, held_out)
        print(f"{role}: {len(examples)} examples, {len(model.index)} features")
        print(f"  cross-check macro-F1 {checked.macro_f1:.3f}, accuracy {checked.accuracy:.3f}")
        print(f"  test {scores}")
        print(f"  confusion (rows truth) {scores.confusion}")
        recipe: dict[str, object] = {
            "examples": len(examples),
            "test_macro_f1": scores.macro_f1,
            "test_accuracy": scores.accuracy,
        }
        save(HERE / role, model, recipe)


if __name__ == "__main__":
    main()
