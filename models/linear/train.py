"""Train the linear models: ``python -m models.linear.train``.

Each learns from ``models.examples`` (see ``SOURCES`` for which of them) and is written to the
folder of its role. The topics also learn three short examples a code made of its keywords, so that
no topic is without any.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from models.examples import Example, Source, learning, of_role
from models.linear.training import Row, train
from pipeline.enrich import code_book, registry
from pipeline.enrich.linear import save
from pipeline.enrich.questions import Question
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.registry import ROLES, Role
from pipeline.settings import DATA

HERE = Path(__file__).parent
POLARITY = ("positif", "netral", "negatif")
LABELS: dict[Role, tuple[str, ...]] = {
    "relevance": ("false", "true"),
    "tone": POLARITY,
    "sentiment": POLARITY,
    "topics": tuple(sorted(code_book.load().keywords)),
}
SOURCES: dict[Role, tuple[Source, ...]] = {
    "relevance": ("article",),
    "tone": ("article", "invented", "headline", "institution"),
    "sentiment": ("article", "aside", "title", "headline", "invented"),
    "topics": ("article", "invented", "headline"),
}
KEYWORD_WEIGHT = 0.3


def rows(role: Role, examples: Sequence[Example]) -> list[Row]:
    """Examples of a role as its linear model reads them."""
    read, labels = registry.READERS[role], LABELS[role]
    found = [
        Row(
            read(example.asked(role)), labels.index(example.label(role)),
            example.weight, example.fold, example.checked,
        )
        for example in of_role(examples, role)
        if example.source in SOURCES[role]
    ]  # fmt: skip
    return [*found, *_keyword_rows()] if role == "topics" else found


def _keyword_rows() -> Iterator[Row]:
    book, read = code_book.load(), registry.READERS["topics"]
    for number, code in enumerate(LABELS["topics"]):
        pattern = book.keywords[code].pattern[5:-3]
        spelled = re.sub(r"\\[a-z]\*|[^\w\s|-]", "", pattern).replace("|", " ")
        document = read(Question("", f"{book.labels[code]} {spelled}"))
        for fold in range(3):
            yield Row(document, number, KEYWORD_WEIGHT, fold, False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--role", action="append", choices=ROLES, help="only this one; repeatable")
    examples = learning(UnitRegister.load([DATA / "units"]))
    for role in parser.parse_args().role or ROLES:
        learned = rows(role, examples)
        model, checked = train(role, learned, LABELS[role])
        truth = np.array([learned[i].label for i in checked.places])
        guessed = checked.probabilities.argmax(axis=1)
        macro = f1_score(truth, guessed, average="macro")
        accuracy = float(np.mean(truth == guessed))
        print(f"{role}: {len(learned)} examples, {len(model.index)} features, "
              f"cross-check macro-F1 {macro:.3f}, accuracy {accuracy:.3f}")  # fmt: skip
        save(HERE / role, model, {"examples": len(learned), "cross_check_macro_f1": float(macro)})


if __name__ == "__main__":
    main()
