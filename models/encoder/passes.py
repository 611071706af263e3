"""The loop in which a pretrained encoder learns a task: passes over batches of like length."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from models.encoder.pretrain import Masters

BLOCK = 1_024  # rows sorted by length together
WARM_UP = 0.06  # share of all steps
DECAY = 0.01

M = TypeVar("M", bound=nn.Module)
B = TypeVar("B")


def by_length(
    order: Sequence[int], lengths: Sequence[int], pieces: int, rows: int
) -> list[list[int]]:
    """Batches of row numbers, at most ``pieces`` (padded) and ``rows`` each; within a block of
    ``order`` the longest come first."""
    plan: list[list[int]] = []
    for start in range(0, len(order), BLOCK):
        block = sorted(order[start : start + BLOCK], key=lambda row: -lengths[row])
        while block:
            size = min(rows, max(1, pieces // lengths[block[0]]))
            plan.append(block[:size])
            block = block[size:]
    return plan


def run(
    model: M,
    passes: int,
    peak: float,
    batches: Callable[[], Sequence[B]],
    loss_of: Callable[[M, B, torch.device], Tensor],
) -> M:
    """The trained model in float32; the rate rises to ``peak`` and falls to nothing. ``batches``
    are drawn anew for every pass."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device, torch.bfloat16).train()
    masters = Masters(model, decay=DECAY)
    for number in range(passes):
        losses = []
        plan = batches()
        for place, batch in enumerate(plan):
            loss = loss_of(model, batch, device)
            loss.backward()
            done = (number + (place + 1) / len(plan)) / passes
            masters.step(peak * min(1.0, done / WARM_UP) * (1 - done))
            losses.append(loss.item())
        told = {"pass": number + 1, "steps": len(plan), "loss": round(float(np.mean(losses)), 4)}
        print(json.dumps(told), flush=True)
    model.train(False)
    return masters.in_full(model)
