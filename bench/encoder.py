"""How fast the shipped encoder reads beside a base-size one in torch, both at ``LENGTH`` pieces.

The yardstick has twelve layers 768 wide, as BERT-base and IndoBERT-base have; what its weights say
does not matter to its speed, so they are random. Without torch only our own speed is told.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.figure import Better, Bounds, Figure
from bench.timing import interleaved, ratio, spread
from models.items import newsroom
from pipeline.enrich import encoder, registry
from pipeline.enrich.encoder import Encoder
from pipeline.enrich.engines import Pieces, threads
from pipeline.enrich.windows import LENGTH, window
from pipeline.settings import MODELS

ROUNDS = 3
TEXTS = 16  # a batch of the yardstick; ours reads text by text, and this often as many
OURS = 8
BOUNDS = Bounds(Better.HIGHER, hold=10, aim=40)
WHAT = f"encoder vs base-size in torch, texts/s at {LENGTH} pieces"
SEED = 7

Read = Callable[[Pieces, Pieces], NDArray[np.float32]]


def measure() -> list[Figure]:
    entries = registry.load(MODELS).model.values()
    folder = next((entry.folder for entry in entries if entry.kind == "onnx"), None)
    if folder is None:
        note = "not measured: the registry holds no encoder"
        return [Figure(WHAT, 0, "×", notes=(note,))]
    return [beside_base(encoder.load(str(MODELS / folder)))]


def beside_base(ours: Encoder) -> Figure:
    """Texts a second of an encoder over those of the yardstick."""
    in_use = _in_use(ours)
    base = _base()
    if base is None:
        note = "not measured beside a base-size encoder: torch is not installed"
        what = "encoder, articles/s of the sample newsroom (no ratio: torch is missing)"
        return Figure(what, in_use, "/s", facts={"in_use_per_s": in_use}, notes=(note,))
    speeds = {
        "ours": lambda: _speed(ours.engine.logits, OURS * TEXTS, 1),
        "base": lambda: _speed(base, 1, TEXTS),
    }
    taken = interleaved(speeds, ROUNDS)
    each = {name: median(numbers) for name, numbers in taken.items()}
    return Figure(
        WHAT,
        ratio(taken["ours"], taken["base"]),
        "×",
        BOUNDS,
        {**{f"{name}_per_s": speed for name, speed in each.items()}, "in_use_per_s": in_use},
        (
            f"{each['ours']:.0f} against {each['base']:.1f} texts/s on {threads()} threads; "
            f"{spread(taken['ours'], taken['base'])}",
            f"{in_use:.0f} articles/s of the sample newsroom as in use, word pieces made and all",
        ),
    )


def _speed(read: Read, batches: int, texts: int) -> float:
    """Texts a second, every one ``LENGTH`` pieces long."""
    pieces = np.random.default_rng(SEED).integers(10, 5_000, (texts, LENGTH))
    mask = np.ones_like(pieces)
    began = perf_counter()
    for _ in range(batches):
        read(pieces, mask)
    return batches * texts / (perf_counter() - began)


def _in_use(ours: Encoder) -> float:
    windows = list({window(item.question): None for item in newsroom()["tone"]})
    ours.logits(windows[:TEXTS])  # loads what is loaded once
    began = perf_counter()
    ours.logits(windows[TEXTS:])
    return len(windows[TEXTS:]) / (perf_counter() - began)


def _base() -> Read | None:
    """Logits of the yardstick; None where torch is not installed."""
    try:
        import torch
        from transformers import BertConfig, BertForSequenceClassification
    except ImportError:
        return None
    torch.set_num_threads(threads())
    model: Any = BertForSequenceClassification(BertConfig())  # as it comes: 12 layers, 768 wide
    model.eval()

    def read(pieces: Pieces, mask: Pieces) -> NDArray[np.float32]:
        with torch.inference_mode():
            logits = model(torch.from_numpy(pieces), torch.from_numpy(mask)).logits
        return np.asarray(logits.numpy(), dtype=np.float32)

    return read
