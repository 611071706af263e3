"""Names that were marked in real police news (``models/gold/entities.jsonl``), as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import spacy
from spacy.tokens import Doc, Token
from spacy.util import filter_spans

from models.dataroom import TaggedSentence
from models.gold import Split, entities
from pipeline.enrich.sentences import sentences as cut


def sentences(split: Split) -> Iterator[TaggedSentence]:
    """Of the articles of a split in which names were marked; tokens are spaCy's."""
    tokenizer = spacy.blank("id").tokenizer
    for article in entities.articles():
        if article.split == split and article.names is not None:
            yield from of_text(tokenizer(article.text), article.names)


def of_text(doc: Doc, names: Sequence[tuple[int, int, str]]) -> Iterator[TaggedSentence]:
    """A token that is a name in part is of it whole."""
    spans = (
        doc.char_span(start, end, label, alignment_mode="expand") for start, end, label in names
    )
    doc.ents = tuple(filter_spans(span for span in spans if span))
    for sentence in cut(doc.text):
        tokens = [token for token in doc if token.idx in sentence and not token.is_space]
        if tokens:
            tags = tuple(map(_tag, tokens))
            yield TaggedSentence(tuple(token.text for token in tokens), tags)


def _tag(token: Token) -> str:
    return f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
