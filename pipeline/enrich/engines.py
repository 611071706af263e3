"""What computes a checkpoint's logits: ONNX Runtime by default, torch where the extra is installed.

Both take word pieces and give logits; on the same weights they agree within ``TOLERANCE`` of
probability (the default weights are rounded to eight bits).
"""

from __future__ import annotations

import os
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError

ONNX_FILE = "model.onnx"
TOLERANCE = 0.05

Pieces = NDArray[np.int64]


class Engine(Protocol):
    """Logits of shape (rows, labels), or (rows, length, labels) of what labels every piece, for
    pieces and mask of shape (rows, length)."""

    def logits(self, pieces: Pieces, mask: Pieces) -> NDArray[np.float32]: ...


class OnnxEngine:
    """``model.onnx`` of a folder, on as many threads as are this process's share."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # a third of a second: only where a text is scored

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads()
        options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(
                folder / ONNX_FILE, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no common parent
            raise ModelError(
                f"{folder / ONNX_FILE} cannot be loaded: {error}.",
                hint="Restore it, or make it from the checkpoint: `sorot models export`.",
            ) from error

    def logits(self, pieces: Pieces, mask: Pieces) -> NDArray[np.float32]:
        found = self._session.run(None, {"input_ids": pieces, "attention_mask": mask})[0]
        return np.asarray(found, dtype=np.float32)


class TorchEngine:
    """Any sequence-classification checkpoint in Hugging Face's format, on disk or hub."""

    def __init__(self, checkpoint: str) -> None:
        self._model = torch_model(checkpoint)

    def logits(self, pieces: Pieces, mask: Pieces) -> NDArray[np.float32]:
        import torch

        with torch.inference_mode():
            found = self._model(
                input_ids=torch.from_numpy(pieces), attention_mask=torch.from_numpy(mask)
            ).logits
        return np.asarray(found.float().numpy(), dtype=np.float32)


def threads() -> int:
    """One in a worker of a pool, whose size is the machine's; else every core we may use."""
    return 1 if parent_process() else len(os.sched_getaffinity(0))


def torch_model(checkpoint: str) -> Any:
    """A sequence classifier of transformers, in float32, not learning; raises ModelError when torch
    is not installed or the checkpoint cannot be read."""
    try:
        import torch
        from transformers import AutoModelForSequenceClassification
    except ImportError as error:
        raise ModelError(
            f"the checkpoint {checkpoint} needs torch, which is not installed.",
            hint="Install the extra: `pip install 'sorot[torch]'`.",
        ) from error
    try:
        return AutoModelForSequenceClassification.from_pretrained(
            checkpoint, attn_implementation="eager", dtype=torch.float32
        ).eval()
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"the checkpoint {checkpoint} cannot be loaded: {error}.",
            hint="It must hold config.json and model.safetensors of a sequence classifier.",
        ) from error
