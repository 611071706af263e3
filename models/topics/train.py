"""Train the topic classifier: ``python -m models.topics.train``.

Learns the second level of the code book from the training split of ``models/gold``; the code
book's keywords also give one short example each, so that no topic is without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from models import gold
from models.evaluation import evaluate
from models.gold import GoldArticle, GoldHeadline
from models.linear_training import Example, train
from pipeline.enrich.linear import save
from pipeline.enrich.topics import CodeBook, document, load
from pipeline.settings import DATA

HERE = Path(__file__).parent
HEADLINE_WEIGHT = 0.5
KEYWORD_WEIGHT = 0.3


def article_examples(articles: Sequence[GoldArticle], book: CodeBook) -> Iterator[Example]:
    for article in articles:
        if article.topic:
            yield Example(document(article.title, article.text, book), article.topic, article.id)


def other_examples(headlines: Sequence[GoldHeadline], book: CodeBook) -> Iterator[Example]:
    for headline in headlines:
        if headline.topic:
            words = document(headline.title, "", book)
            yield Example(words, headline.topic, headline.id, HEADLINE_WEIGHT, False)
    for code, pattern in book.keywords.items():
        spelled = re.sub(r"\\[a-z]\*|[^\w\s|-]", "", pattern.pattern[5:-3]).replace("|", " ")
        text = f"{book.labels[code]} {spelled}"
        for number in range(3):
            words = document("", text, book)
            yield Example(words, code, f"{code}-{number}", KEYWORD_WEIGHT, False)


def main() -> None:
    book = load(DATA / "topics.toml")
    labels = sorted(book.keywords)
    articles, invented = list(gold.articles()), list(gold.invented())
    learn = [
        *article_examples([a for a in articles if a.split == "train"], book),
        *(replace(e, checked=False) for e in article_examples(invented, book)),
        *other_examples(list(gold.headlines()), book),
    ]
    held_out = list(article_examples([a for a in articles if a.split == "test"], book))
    model, checked = train("topics", learn, labels)
    scores = evaluate(model, held_out)
    first = [label.split(".")[0] for label in checked.predicted]
    truth = [e.label.split(".")[0] for e in learn if e.checked]
    level_one = sum(a == b for a, b in zip(first, truth, strict=True)) / len(truth)
    print(f"cross-check accuracy {checked.accuracy:.3f}, first level {level_one:.3f}")
    print(f"test {scores}")
    save(HERE / "weights", model, {"examples": len(learn), "test_accuracy": scores.accuracy})


if __name__ == "__main__":
    main()
