"""``python -m models.parts.train``: learn what part a person outside the police plays.

From the marked articles of the training split, each person with all namings that are found; checked
by three folds of articles. Writes ``weights/``. Needs the extra ``train``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np
from sklearn.metrics import f1_score
from spacy.tokens import Doc

from models.entities import named
from models.examples import FOLDS
from models.gold import entities as gold
from models.linear.training import Row, train
from pipeline.enrich import registry
from pipeline.enrich.entities import names_in
from pipeline.enrich.linear import save
from pipeline.enrich.parts import LEARNED, document
from pipeline.enrich.persons import Person, find_persons
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.sentences import Span, sentences
from pipeline.enrich.units import Context, find_units
from pipeline.settings import DATA, MODELS

WEIGHTS = Path(__file__).parent / "weights"


def rows() -> Iterator[Row]:
    """Persons who are neither police nor found to be children."""
    register = UnitRegister.load([DATA / "units"])
    marked = [article for article in gold.articles() if article.split == "train"]
    docs = names_in([article.text for article in marked], registry.names_folder(MODELS))
    for article, doc in zip(marked, docs, strict=True):
        lines, fold = list(sentences(article.text)), crc32(article.id.encode()) % FOLDS
        found = {named(person.name): person for person in persons_in(article.text, doc, register)}
        for one in article.people:
            person, part = found.get(named(article.name(one))), gold.PARTS[one.kind]
            if person and not person.police and part in LEARNED:
                read = document(person.mentions, article.title, article.text, lines)
                yield Row(read, LEARNED.index(part), 1.0, fold, True)


def persons_in(text: str, doc: Doc, register: UnitRegister) -> list[Person]:
    """As the entities stage finds them, with every naming."""
    units, _ = find_units("", "", text, register, Context())
    names = [Span(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PER"]
    return find_persons(text, names, units, register.places)


def main() -> None:
    learned = list(rows())
    model, checked = train("parts", learned, LEARNED)
    truth = np.array([learned[place].label for place in checked.places])
    guessed = checked.probabilities.argmax(axis=1)
    macro = float(f1_score(truth, guessed, average="macro"))
    accuracy = float(np.mean(truth == guessed))
    print(f"{len(learned)} persons, cross-check macro-F1 {macro:.3f}, accuracy {accuracy:.3f}")
    save(WEIGHTS, model, {"persons": len(learned), "cross_check_macro_f1": macro})


if __name__ == "__main__":
    main()
