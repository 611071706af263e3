"""``python -m models.encoder.finetune PRETRAINED OUT``: one encoder that answers every task.

The head is one layer over the mean of the states; its columns are named ``task/label``. A batch
holds texts of any task, a text counts in every task it has a label for, and within a task every
class counts alike (by the root of its rarity). One fold of the real articles and headlines is
left out: on it the model is checked, calibrated and weighed against the linear ones
(``models.encoder.blend``). OUT is a checkpoint in Hugging Face's format.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from torch import Tensor
from torch.nn import functional
from transformers import ModernBertForSequenceClassification, PreTrainedTokenizerFast

from models import public_sets
from models.encoder import passes, tokenizer
from models.examples import Example, Soft, learning
from models.linear.train import LABELS as ROLE_LABELS
from pipeline.enrich.questions import OTHER, UNIT, Question
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.registry import ROLES
from pipeline.enrich.windows import LENGTH, Window, window
from pipeline.settings import DATA

PUBLIC = ("smsa", "cnbc")
LABELS: dict[str, tuple[str, ...]] = {
    **{role: ROLE_LABELS[role] for role in ROLES},
    **dict.fromkeys(("institution", *PUBLIC), public_sets.LABELS),
}
COLUMNS = tuple(f"{task}/{label}" for task, labels in LABELS.items() for label in labels)
TASK_WEIGHT = {"topics": 0.5, "relevance": 0.5, "institution": 0.5, "smsa": 0.5, "cnbc": 0.5}
PIECES, ROWS = 6_144, 96  # most of a batch
BATCH = 32  # rows, when nothing is learned
PEAK = 6e-4
SMOOTHING = 0.05
HEADLESS = 0.1  # share of articles read without their headline
PUBLIC_SHARE = 0.5  # of the public texts in a pass
CHECK_FOLD = 0
ALWAYS_LEARNED = ("invented", "institution")  # what no figure is measured on
SEED = 7
DOMAIN_WORDS = ("Polres", "Polda", "Polsek", "polisi", "Polri")  # what a unit's mark begins as


@dataclass(frozen=True, slots=True)
class Text:
    """``readings`` say the same; one of them is read in a pass."""

    readings: tuple[Window, ...]
    labels: dict[str, Soft]
    weight: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as arrays: pieces of each reading; ``targets`` (texts, columns) sum to 1 within each
    task that a text is labelled for, times the weight of that label."""

    pieces: list[list[list[int]]]
    targets: NDArray[np.float32]


def texts(examples: Sequence[Example]) -> list[Text]:
    """The examples as the encoder reads them."""
    return [
        Text(
            tuple(_readings(example.marked, example.plain)),
            {str(role): soft for role, soft in example.labels.items()},
            example.weight,
        )
        for example in examples
    ]


def public(split: public_sets.Split) -> list[Text]:
    """The public sets, each a task of its own: they teach what good and bad words are."""
    sets = {"smsa": public_sets.smsa(split), "cnbc": public_sets.cnbc(split)}
    return [
        Text((Window(row.text, ""),), {name: {row.label: 1.0}}, 1.0)
        for name, rows in sets.items()
        for row in rows
    ]


def _readings(*questions: Question | None) -> Iterator[Window]:
    for question in dict.fromkeys(questions):
        if question:
            yield window(question)


def encode(tok: PreTrainedTokenizerFast, chosen: Sequence[Text]) -> Rows:
    """Pieces of every reading, and of the first without its headline where there is a text."""
    readings = [
        [*text.readings, *([Window("", text.readings[0].text)] if text.readings[0].text else [])]
        for text in chosen
    ]
    flat = [reading for some in readings for reading in some]
    ids = tok(
        [w.title for w in flat], [w.text for w in flat],
        truncation="longest_first", max_length=LENGTH,
    )["input_ids"]  # fmt: skip
    found = iter(ids)
    return Rows([[next(found) for _ in some] for some in readings], _targets(chosen))


def _targets(chosen: Sequence[Text]) -> NDArray[np.float32]:
    targets = np.zeros((len(chosen), len(COLUMNS)), np.float32)
    for task, labels in LABELS.items():
        told = [i for i, text in enumerate(chosen) if task in text.labels]
        likeliest = {i: max(chosen[i].labels[task].items(), key=lambda s: s[1])[0] for i in told}
        counts = Counter(likeliest.values())
        start = COLUMNS.index(f"{task}/{labels[0]}")
        for i in told:
            rarity = (len(told) / len(counts) / counts[likeliest[i]]) ** 0.5
            weight = chosen[i].weight * rarity * TASK_WEIGHT.get(task, 1.0)
            for label, share in chosen[i].labels[task].items():
                soft = (1 - SMOOTHING) * share + SMOOTHING / len(labels)
                targets[i, start + labels.index(label)] = weight * soft
            rest = targets[i, start : start + len(labels)]
            rest[rest == 0] = weight * SMOOTHING / len(labels)
    return targets


def loss_of(logits: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy in every task; ``targets`` carry the weights, zeros mean no label."""
    total = logits.new_zeros(())
    for task, labels in LABELS.items():
        start = COLUMNS.index(f"{task}/{labels[0]}")
        part = slice(start, start + len(labels))
        total = total - (targets[:, part] * functional.log_softmax(logits[:, part], -1)).sum()
    return total / len(logits)


def batches(rows: Rows, public_rows: Rows, chance: np.random.Generator) -> Iterator[
    tuple[list[list[int]], NDArray[np.float32]]
]:  # fmt: skip
    """One pass: every text in one of its readings, half of the public ones, in batches of like
    length."""
    chosen = chance.permutation(len(public_rows.pieces))
    chosen = chosen[: int(len(chosen) * PUBLIC_SHARE)]
    drawn = [
        *((_reading(options, chance), row) for options, row in
          zip(rows.pieces, rows.targets, strict=True)),
        *((public_rows.pieces[i][0], public_rows.targets[i]) for i in chosen),
    ]  # fmt: skip
    order = chance.permutation(len(drawn)).tolist()
    plan = passes.by_length(order, [len(row) for row, _ in drawn], PIECES, ROWS)
    for place in chance.permutation(len(plan)):
        yield [drawn[i][0] for i in plan[place]], np.stack([drawn[i][1] for i in plan[place]])


def _reading(options: list[list[int]], chance: np.random.Generator) -> list[int]:
    if len(options) == 1 or chance.random() < HEADLESS:
        return options[-1]
    return options[chance.integers(len(options) - 1)]


def padded(pieces: Sequence[list[int]], pad: int) -> tuple[Tensor, Tensor]:
    """Pieces and mask, as long as the longest row."""
    longest = max(len(row) for row in pieces)
    ids = torch.tensor([row + [pad] * (longest - len(row)) for row in pieces])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in pieces])
    return ids, mask


def fit(
    pretrained: Path, tok: PreTrainedTokenizerFast, learned: Sequence[Text], times: int,
    *, scratch: bool = False,
) -> ModernBertForSequenceClassification:  # fmt: skip
    """Train for so many passes; the result is in float32."""
    torch.manual_seed(SEED)
    model = fresh(pretrained, tok)
    if scratch:
        model = ModernBertForSequenceClassification(model.config)
    chance = np.random.default_rng(SEED)
    rows, public_rows = encode(tok, learned), encode(tok, public("train"))

    def loss(model: Any, batch: tuple[list[list[int]], NDArray[np.float32]], device: Any) -> Tensor:
        pieces, targets = batch
        ids, mask = (part.to(device) for part in padded(pieces, tok.pad_token_id))
        logits = model(input_ids=ids, attention_mask=mask).logits.float()
        return loss_of(logits, torch.from_numpy(targets).to(device))

    return passes.run(model, times, PEAK, lambda: list(batches(rows, public_rows, chance)), loss)


def fresh(pretrained: Path, tok: PreTrainedTokenizerFast) -> ModernBertForSequenceClassification:
    """The pretrained encoder with a new head; units' marks begin as words for the police."""
    model: Any = ModernBertForSequenceClassification.from_pretrained(
        pretrained / "encoder",
        attn_implementation="eager",
        num_labels=len(COLUMNS),
        id2label=dict(enumerate(COLUMNS)),
        label2id={column: number for number, column in enumerate(COLUMNS)},
        classifier_pooling="mean",
        classifier_dropout=0.1,
    )
    vectors = model.get_input_embeddings().weight.data
    words = tok.convert_tokens_to_ids(list(DOMAIN_WORDS))
    for mark in (UNIT, OTHER):
        vectors[tok.convert_tokens_to_ids(mark)] = vectors[words].mean(0)
    return model  # type: ignore[no-any-return]


@torch.no_grad()  # type: ignore[untyped-decorator]
def logits_of(
    model: ModernBertForSequenceClassification, tok: PreTrainedTokenizerFast,
    windows: Sequence[Window],
) -> NDArray[np.float32]:  # fmt: skip
    """Shape (windows, columns)."""
    model.train(False)
    ids = tok(
        [w.title for w in windows], [w.text for w in windows],
        truncation="longest_first", max_length=LENGTH,
    )["input_ids"]  # fmt: skip
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = np.zeros((len(ids), len(COLUMNS)), np.float32)
    for at in range(0, len(order), BATCH):
        chosen = order[at : at + BATCH]
        pieces, mask = padded([ids[i] for i in chosen], tok.pad_token_id)
        found[chosen] = model(input_ids=pieces, attention_mask=mask).logits.float().numpy()
    return found


def macro_f1(logits: NDArray[np.float32], chosen: Sequence[Text], task: str) -> float:
    """Of one task over texts that all are labelled for it."""
    labels = LABELS[task]
    start = COLUMNS.index(f"{task}/{labels[0]}")
    guessed = logits[:, start : start + len(labels)].argmax(1)
    truth = [labels.index(max(t.labels[task].items(), key=lambda s: s[1])[0]) for t in chosen]
    return float(f1_score(truth, guessed, average="macro", labels=np.unique(truth)))


def check(
    model: ModernBertForSequenceClassification, tok: PreTrainedTokenizerFast,
    examples: Sequence[Example],
) -> Iterator[tuple[str, str, int, float]]:  # fmt: skip
    """Task, source, number of texts and macro-F1 on the fold left out and on the public sets."""
    sets: dict[tuple[str, str], list[Text]] = {}
    for example in examples:
        for role in example.labels:
            if example.fold == CHECK_FOLD and example.source in ("article", "headline"):
                asked = Text((window(example.asked(role)),), {role: example.labels[role]}, 1.0)
                sets.setdefault((role, example.source), []).append(asked)
    for text in public("valid"):
        (task,) = text.labels
        sets.setdefault((task, "valid"), []).append(text)
    for (task, source), chosen in sorted(sets.items()):
        logits = logits_of(model, tok, [text.readings[0] for text in chosen])
        yield task, source, len(chosen), macro_f1(logits, chosen, task)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pretrained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--scratch", action="store_true", help="no pretraining (ablation)")
    asked = parser.parse_args()
    tok = tokenizer.load(asked.pretrained / "tokenizer")
    examples = learning(UnitRegister.load([DATA / "units"]))
    known = [e for e in examples if e.fold != CHECK_FOLD or e.source in ALWAYS_LEARNED]
    model = fit(asked.pretrained, tok, texts(known), asked.passes, scratch=asked.scratch)
    for task, source, number, score in check(model, tok, examples):
        told = {"task": task, "on": source, "n": number, "macro_f1": round(score, 4)}
        print(json.dumps(told), flush=True)
    model.save_pretrained(asked.out)
    tok.save_pretrained(asked.out)


if __name__ == "__main__":
    main()
