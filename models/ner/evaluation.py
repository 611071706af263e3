"""How well names are found on the parts of the public sets that nothing was learned from.

``python -m models.ner.evaluation`` prints the shipped recogniser beside the CRF baseline, which is
trained for it (a minute). :func:`rows` gives the same to ``make evaluate``. Needs the data room and
the extra ``train``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from spacy.language import Language
from spacy.tokens import Doc

from models import tables
from models.dataroom import TaggedSentence
from models.goals import AHEAD_OF_CRF
from models.ner import sets, spans
from models.ner.baseline import Crf
from models.ner.lessons import lower_cased, plain
from models.ner.sets import NameSet
from models.ner.spans import Found, Name
from pipeline.enrich import registry
from pipeline.enrich.entities import recogniser
from pipeline.enrich.recogniser import COMPONENT, Recogniser
from pipeline.measured import ALL, Measured, Results, Row
from pipeline.settings import MODELS

ROLE, SMALL = "names", "lower-cased"
Finder = Callable[[Sequence[TaggedSentence]], list[frozenset[Name]]]


def rows(weights: Path) -> Iterator[Row]:
    """Of each set, whole and lower-cased: span F1 over all names and by label, with intervals, and
    how far the recogniser in ``weights`` is ahead of the baseline, which comes behind it."""
    network, crf = recogniser(weights), by_crf(Crf(plain()))
    name = f"{network.meta['name']}-{network.meta['version']}"
    for names in sets.SETS:
        asked = list(names.told())
        small = [lower_cased(sentence) for sentence in asked]
        for slice_, told in {ALL: asked, **({SMALL: small} if small != asked else {})}.items():
            ours, theirs = (
                found(names, told, by_network(network, names.scheme)),
                found(names, told, crf),
            )
            first = Row(
                set=names.title, slice=slice_, role=ROLE, model=ROLE, name=name, n=len(told),
                scores=spans.f1(ours, names.labels),
            )  # fmt: skip
            other = {"model": "crf", "name": "crf", "baseline": True}
            other["scores"] = spans.f1(theirs, names.labels)
            yield from (first, first.model_copy(update=other))
            if slice_ == ALL:
                lead = spans.ahead(ours, theirs, names.labels)
                yield first.model_copy(update={"slice": AHEAD_OF_CRF, "scores": lead})


def found(names: NameSet, told: Sequence[TaggedSentence], finder: Finder) -> Found:
    """The names in truth, of the labels that the set marks, and those found."""
    return Found([spans.names(sentence.tags, names.labels) for sentence in told], finder(told))


def scores(names: NameSet, told: Sequence[TaggedSentence], finder: Finder) -> dict[str, Measured]:
    """``span_f1`` over the labels that the set marks, and F1 of each."""
    return spans.f1(found(names, told, finder), names.labels)


def by_network(network: Language, scheme: str) -> Finder:
    """Names by the rules of a scheme."""
    component = network.get_pipe(COMPONENT)
    assert isinstance(component, Recogniser)

    def find(told: Sequence[TaggedSentence]) -> list[frozenset[Name]]:
        docs = (Doc(network.vocab, words=list(sentence.tokens)) for sentence in told)
        return [
            frozenset((name.start, name.end, name.label_) for name in component.names(doc, scheme))
            for doc in docs
        ]

    return find


def by_crf(crf: Crf) -> Finder:
    return lambda told: [spans.names(crf.tags(sentence.tokens)) for sentence in told]


def main() -> None:
    tables.show(
        Results(rows=tuple(rows(registry.names_folder(MODELS)))), Console(width=tables.WIDTH)
    )


if __name__ == "__main__":
    main()
