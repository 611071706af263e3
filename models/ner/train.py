"""``python -m models.ner.train PRETRAINED OUT``: the encoder learns to find names.

PRETRAINED is what ``models.encoder.pretrain`` made. Each word's first piece gets a tag by our rules
and one by those of its set (columns ``scheme/tag``); what a set does not tell counts nothing.
Sentences are read alone or some in a row, as articles are. OUT becomes a spaCy pipeline with
eight-bit weights (``spacy.load``). The tenth of the sets that was not learned from is scored at the
end: it is what settings are chosen by. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from transformers import ModernBertForTokenClassification, PreTrainedTokenizerFast

from models.dataroom import UNSURE, TaggedSentence
from models.encoder import export, passes, tokenizer
from models.encoder.finetune import padded
from models.ner import evaluation, lessons, sets, spans
from pipeline.enrich.entities import recogniser
from pipeline.enrich.recogniser import COMPONENT, OURS, ROOM, TAGS, Recogniser, by_word

PIECES, ROWS = 4_096, 64  # most of a batch
ALONE = 0.5  # share of rows that are one sentence
PEAK = 1e-3
SMOOTHING = 0.05
UNTOLD = -100  # a tag that counts nothing
NOTHING = (UNTOLD,) * len(sets.SCHEMES)
SEED = 7

COLUMNS = tuple(f"{scheme}/{tag}" for scheme in sets.SCHEMES for tag in TAGS)

Tags = tuple[int, ...]  # of one piece, by scheme
Row = tuple[list[int], list[Tags]]


def encode(tok: PreTrainedTokenizerFast, sentences: Sequence[TaggedSentence]) -> list[Row]:
    """Without the marks of a row's ends."""
    rows = []
    for sentence in sentences:
        pieces: list[int] = []
        tags: list[Tags] = []
        for some, tag in zip(by_word(tok, sentence.tokens), sentence.tags, strict=True):
            pieces += some
            tags += [_tags(tag, sentence.scheme), *[NOTHING] * len(some)][: len(some)]
        rows.append((pieces[:ROOM], tags[:ROOM]))
    return rows


def batches(
    tok: PreTrainedTokenizerFast, rows: Sequence[Row], chance: np.random.Generator
) -> Iterator[list[Row]]:
    """One pass over all rows, joined at random, in batches of like length."""
    drawn = list(joined(tok, [rows[i] for i in chance.permutation(len(rows))], chance))
    plan = passes.by_length(range(len(drawn)), [len(row) for row, _ in drawn], PIECES, ROWS)
    for place in chance.permutation(len(plan)):
        yield [drawn[row] for row in plan[place]]


def joined(
    tok: PreTrainedTokenizerFast, rows: Sequence[Row], chance: np.random.Generator
) -> Iterator[Row]:
    """Rows with the marks of their ends; about half of them hold several of ``rows``."""
    held: Row = ([], [])
    for pieces, tags in rows:
        if held[0] and (len(held[0]) + len(pieces) > ROOM or chance.random() < ALONE):
            yield _marked(tok, held)
            held = ([], [])
        held = (held[0] + pieces, held[1] + tags)
    yield _marked(tok, held)


def fit(
    pretrained: Path, tok: PreTrainedTokenizerFast, learned: Sequence[TaggedSentence], times: int
) -> ModernBertForTokenClassification:
    """Train for so many passes; the result is in float32."""
    torch.manual_seed(SEED)
    model = ModernBertForTokenClassification.from_pretrained(
        pretrained / "encoder",
        attn_implementation="eager",
        num_labels=len(COLUMNS),
        id2label=dict(enumerate(COLUMNS)),
        label2id={column: number for number, column in enumerate(COLUMNS)},
        classifier_dropout=0.1,
    )
    chance = np.random.default_rng(SEED)
    rows = encode(tok, learned)

    def loss(model: Any, batch: list[Row], device: Any) -> Tensor:
        ids, mask = padded([pieces for pieces, _ in batch], tok.pad_token_id)
        truth = pad_sequence([torch.tensor(tags) for _, tags in batch], True, UNTOLD).to(device)
        logits = model(input_ids=ids.to(device), attention_mask=mask.to(device)).logits
        return functional.cross_entropy(
            logits.float().reshape(-1, len(TAGS)), truth.flatten(), label_smoothing=SMOOTHING
        )

    return passes.run(model, times, PEAK, lambda: list(batches(tok, rows, chance)), loss)


def write(model: ModernBertForTokenClassification, tok: PreTrainedTokenizerFast, out: Path) -> None:
    """A spaCy pipeline of the model, its weights rounded to eight bits."""
    with tempfile.TemporaryDirectory() as scratch:
        export.write(model, Path(scratch))
        tok.save_pretrained(scratch)
        model.config.save_pretrained(scratch)
        language = spacy.blank("id")
        language.meta |= {"name": "sorot_names", "version": "2.0.0"}
        component = language.add_pipe(COMPONENT)
        assert isinstance(component, Recogniser)
        component.from_disk(scratch)
        language.to_disk(out)


def _marked(tok: PreTrainedTokenizerFast, row: Row) -> Row:
    pieces, tags = row
    begin, end = tok.cls_token_id, tok.sep_token_id
    return [begin, *pieces, end], [NOTHING, *tags, NOTHING]


def _tags(tag: str, scheme: str) -> Tags:
    """By our rules, and by those of the scheme."""
    number = UNTOLD if tag == UNSURE else TAGS.index(tag)
    return tuple(number if own in (OURS, scheme) else UNTOLD for own in sets.SCHEMES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pretrained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passes", type=int, default=6)
    asked = parser.parse_args()
    tok = tokenizer.load(asked.pretrained / "tokenizer")
    write(fit(asked.pretrained, tok, lessons.sentences(), asked.passes), tok, asked.out)
    for names in sets.SETS:
        finder = evaluation.by_network(recogniser(asked.out), names.scheme)
        if names.taught:
            chosen = sets.parts(names)["choosing"]
            found = evaluation.scores(names, chosen, finder)
            print(json.dumps({"set": names.name, "n": len(chosen),
                              "f1": found[spans.SPAN_F1].value}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
