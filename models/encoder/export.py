"""A checkpoint of Hugging Face's format → ``model.onnx`` with eight-bit weights, and its company.

``python -m models.encoder.export CHECKPOINT OUT``. Needs torch and onnx (extra ``train``). Weights
of matrix products are rounded to eight bits a column, activations at run time (ONNX Runtime's
dynamic quantisation); the embeddings are rounded too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.enrich.encoder import CALIBRATION
from pipeline.enrich.engines import ONNX_FILE, torch_model
from pipeline.errors import ModelError

OPSET = 17
COMPANY = ("config.json", "tokenizer.json", "tokenizer_config.json", CALIBRATION)
_ROWS_AND_LENGTH = {0: "rows", 1: "length"}


def export(checkpoint: Path, out: Path) -> None:
    """Raises ModelError when torch or onnx is not installed, or the checkpoint is not whole."""
    for package in ("torch", "onnx"):
        if not find_spec(package):
            raise ModelError(
                f"exporting needs {package}, which is not installed.",
                hint="Install the extra: `pip install 'sorot[train]'`.",
            )
    write(torch_model(str(checkpoint)), out)
    for name in COMPANY:
        if (checkpoint / name).is_file() and checkpoint != out:
            shutil.copy(checkpoint / name, out / name)
    if not (out / CALIBRATION).is_file():
        (out / CALIBRATION).write_text(json.dumps({}) + "\n", encoding="utf-8")


def write(model: Any, out: Path) -> None:
    """``model.onnx`` in the folder ``out``, from a classifier of sequences or of their pieces."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    alone = _logits_alone(model)
    pieces = torch.ones((2, 16), dtype=torch.int64)
    example = (pieces, torch.ones_like(pieces))
    by_piece = alone(*example).dim() == 3
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / ONNX_FILE
        torch.onnx.export(
            alone,
            example,
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={
                "input_ids": _ROWS_AND_LENGTH,
                "attention_mask": _ROWS_AND_LENGTH,
                "logits": _ROWS_AND_LENGTH if by_piece else {0: "rows"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(full, out / ONNX_FILE, weight_type=QuantType.QInt8, per_channel=True)


def _logits_alone(model: Any) -> Any:
    """``model`` as a module of two tensors that gives one."""
    import torch

    class Logits(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, pieces: Any, mask: Any) -> Any:
            return self.model(input_ids=pieces, attention_mask=mask).logits

    return Logits().eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    export(asked.checkpoint, asked.out)


if __name__ == "__main__":
    main()
