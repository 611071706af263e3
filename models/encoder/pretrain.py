"""``python -m models.encoder.pretrain FOLDER --minutes N``: pretrain the encoder, resumable.

Masked-language modelling with ModernBERT's architecture (Warner et al. 2024: norms before the
layers, rotary positions, gated linear units), scored on masked pieces only. The embeddings begin as
vectors of the same corpus (``warm_start``). Weights and states are bfloat16 with float32 masters,
attention is the plain one: on two cores with bfloat16 units that is several times as fast as
autocast with fused attention. A run stops after ``--minutes`` with a checkpoint in FOLDER and
goes on from there when called again; ``FOLDER/encoder`` and
``FOLDER/tokenizer`` are in Hugging Face's format.

On glibc, ``GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:``
``glibc.malloc.trim_threshold=17179869184`` saves a fifth of the time: no page is asked for twice.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers import ModernBertConfig, ModernBertForMaskedLM, PreTrainedTokenizerFast

from models.encoder import corpus, tokenizer, warm_start

LAYERS, WIDTH, HEADS, GATED = 6, 256, 4, 512
LENGTH = 128  # pieces of one training row
ROWS = 64  # a step
MASKED = 0.25
LOWERED = 0.1  # share of texts read in lower case, as chats and some outlets write
PEAK, WARM_UP = 2e-3, 200
DECAY = 0.02
SAVED_EVERY = 300.0  # seconds
CHECKPOINT = "checkpoint.pt"
SEED = 7

M = TypeVar("M", bound=nn.Module)


def config(tok: PreTrainedTokenizerFast) -> ModernBertConfig:
    """The encoder's shape; every layer sees the whole row."""
    made: Any = ModernBertConfig(  # type: ignore[call-arg]
        vocab_size=len(tok),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=GATED,
        max_position_embeddings=512,
        global_attn_every_n_layers=1,
        pad_token_id=tok.pad_token_id,
        cls_token_id=tok.cls_token_id,
        sep_token_id=tok.sep_token_id,
        bos_token_id=tok.cls_token_id,
        eos_token_id=tok.sep_token_id,
    )
    made._attn_implementation = "eager"
    return made  # type: ignore[no-any-return]


def loss_of(model: ModernBertForMaskedLM, pieces: Tensor, masked: Tensor, mask: int) -> Tensor:
    """Of the pieces hidden where ``masked``; the rest of the head is never computed."""
    states = model.model(pieces.masked_fill(masked, mask)).last_hidden_state[masked]
    guesses = model.decoder(model.head(states)).float()
    return functional.cross_entropy(guesses, pieces[masked])


class Masters:
    """AdamW on float32 copies of a bfloat16 model's weights."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self._weights = list(model.parameters())
        self._masters = [weight.detach().float().clone() for weight in self._weights]
        self.adam = torch.optim.AdamW(
            self._masters, lr=PEAK, betas=(0.9, 0.98), eps=1e-6, weight_decay=decay, fused=True
        )

    def step(self, rate: float) -> None:
        """Take the model's gradients, clipped to length 1, and move its weights."""
        for weight, master in zip(self._weights, self._masters, strict=True):
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        nn.utils.clip_grad_norm_(self._masters, 1.0)
        for group in self.adam.param_groups:
            group["lr"] = rate
        self.adam.step()
        with torch.no_grad():
            for weight, master in zip(self._weights, self._masters, strict=True):
                weight.copy_(master)

    def in_full(self, model: M) -> M:
        """``model`` on the CPU with the weights as they are kept, in float32."""
        model.to("cpu", torch.float32)
        with torch.no_grad():
            for weight, master in zip(model.parameters(), self._masters, strict=True):
                weight.copy_(master)
        return model

    def state(self) -> dict[str, Any]:
        return {"adam": self.adam.state_dict(), "masters": self._masters}

    def load(self, state: dict[str, Any]) -> None:
        self.adam.load_state_dict(state["adam"])
        with torch.no_grad():
            for weight, master, kept in zip(
                self._weights, self._masters, state["masters"], strict=True
            ):
                master.copy_(kept)
                weight.copy_(kept)


class Rows:
    """Endless batches of rows: the texts end to end, each pass in a new order."""

    def __init__(self, tok: PreTrainedTokenizerFast, texts: list[str]) -> None:
        self._usual = encoded(tok, texts)
        self._lowered = encoded(tok, [text.lower() for text in texts])

    def batches(self, passes_done: int) -> Iterator[tuple[int, Tensor]]:
        """Pass number and pieces of shape (ROWS, LENGTH)."""
        number = passes_done
        while True:
            chance = np.random.default_rng(SEED + number)
            lowered = chance.random(len(self._usual)) < LOWERED
            order = chance.permutation(len(self._usual))
            stream = np.concatenate(
                [self._lowered[i] if lowered[i] else self._usual[i] for i in order]
            )
            stream = stream[chance.integers(LENGTH) :]
            rows = stream[: len(stream) // LENGTH * LENGTH].reshape(-1, LENGTH)
            rows = rows[chance.permutation(len(rows))]
            for start in range(0, len(rows) - ROWS + 1, ROWS):
                yield number, torch.from_numpy(rows[start : start + ROWS].astype(np.int64))
            number += 1

    @property
    def documents(self) -> list[NDArray[np.int32]]:
        return self._usual


def encoded(tok: PreTrainedTokenizerFast, texts: list[str]) -> list[NDArray[np.int32]]:
    """Pieces of each text, closed by [SEP]."""
    backend = tok.backend_tokenizer
    return [
        np.array([*found.ids, tok.sep_token_id], dtype=np.int32)
        for found in backend.encode_batch(texts, add_special_tokens=False)
    ]


def rate(step: int, steps: int) -> float:
    """Linear warm-up, then cosine decay to a twentieth."""
    if step < WARM_UP:
        return PEAK * (step + 1) / WARM_UP
    done = min(1.0, (step - WARM_UP) / max(1, steps - WARM_UP))
    return PEAK * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * done)))


def pretrain(
    folder: Path, texts: list[str], minutes: float, steps: int, *, warm: bool = True
) -> None:
    """Go on with the training in ``folder`` for ``minutes``, or until ``steps`` in all."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    tok = _tokenizer(folder / "tokenizer", texts)
    rows = Rows(tok, texts)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = ModernBertForMaskedLM(config(tok))
    if warm:
        vectors = _vectors(folder / "vectors.npy", rows, len(tok))
        model.model.embeddings.tok_embeddings.weight.data.copy_(vectors)
    model.to(device, torch.bfloat16)
    masters = Masters(model, DECAY)
    step, passes = _resume(folder / CHECKPOINT, masters)
    began = saved = monotonic()
    losses: list[float] = []
    for number, pieces in rows.batches(passes):
        pieces = pieces.to(device)
        masked = torch.rand(pieces.shape, device=device) < MASKED
        loss = loss_of(model, pieces, masked, tok.mask_token_id)
        loss.backward()
        masters.step(rate(step, steps))
        step += 1
        losses.append(loss.item())
        now = monotonic()
        last = now - began > 60 * minutes or step >= steps
        if step % 100 == 0 or last:
            told = {"step": step, "pass": number, "seconds": round(now - began)}
            print(json.dumps(told | {"loss": round(float(np.mean(losses)), 4)}), flush=True)
            losses.clear()
        if last or now - saved > SAVED_EVERY:
            _keep(folder, model, {**masters.state(), "step": step, "passes": number})
            saved = now
        if last:
            return


def _resume(checkpoint: Path, masters: Masters) -> tuple[int, int]:
    """Steps done, and the pass over the corpus to go on with."""
    if not checkpoint.exists():
        return 0, 0
    kept = torch.load(checkpoint, weights_only=True)
    masters.load(kept)
    return kept["step"], kept["passes"] + 1


def _keep(folder: Path, model: ModernBertForMaskedLM, state: dict[str, Any]) -> None:
    torch.save(state, folder / "checkpoint.new")
    (folder / "checkpoint.new").replace(folder / CHECKPOINT)
    model.model.save_pretrained(folder / "encoder")


def _tokenizer(folder: Path, texts: list[str]) -> PreTrainedTokenizerFast:
    if not folder.exists():
        tokenizer.learn(texts).save_pretrained(folder)
    return tokenizer.load(folder)


def _vectors(file: Path, rows: Rows, pieces: int) -> Tensor:
    if not file.exists():
        np.save(file, warm_start.vectors(rows.documents, pieces, WIDTH))
    return torch.from_numpy(np.load(file))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=10_000, help="the whole training")
    parser.add_argument("--cold", action="store_true", help="random embeddings (ablation)")
    asked = parser.parse_args()
    pretrain(asked.folder, corpus.texts(), asked.minutes, asked.steps, warm=not asked.cold)


if __name__ == "__main__":
    main()
