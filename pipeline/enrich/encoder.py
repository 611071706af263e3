"""A trained encoder on disk: windows in, logits by task out.

A folder in Hugging Face's format: ``config.json`` (its ``id2label`` names every column
``task/label``), ``tokenizer.json``, ``calibration.json`` (a temperature by task) and the weights:
``model.onnx``, or ``model.safetensors`` for the torch engine. One reading of a window answers every
task. A checkpoint of elsewhere has columns without a task: they answer whatever it is asked.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from pipeline.enrich.engines import ONNX_FILE, Engine, OnnxEngine, TorchEngine
from pipeline.enrich.windows import LENGTH, Window
from pipeline.errors import ModelError

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

CALIBRATION = "calibration.json"
REMEMBERED = 8_192  # windows, some 20 MB
FILES = ("config.json", "tokenizer.json", CALIBRATION, ONNX_FILE)


@dataclass(frozen=True)
class Encoder:
    """``columns`` are the labels in the order of the logits."""

    name: str
    columns: tuple[str, ...]
    temperatures: Mapping[str, float]
    tokenizer: PreTrainedTokenizerBase
    engine: Engine

    def labels(self, task: str) -> tuple[str, ...]:
        """The labels of a task; raises ModelError when the checkpoint has none of it."""
        return tuple(self.columns[i].rpartition("/")[2] for i in self._of(task))

    def probabilities(self, task: str, windows: Sequence[Window]) -> NDArray[np.float64]:
        """Shape (windows, labels of the task); rows sum to 1."""
        logits = self.logits(windows)[:, self._of(task)] / self.temperatures.get(task, 1.0)
        return np.asarray(softmax(logits, axis=1), dtype=np.float64)

    def logits(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        """Shape (windows, columns).

        Each window is read alone: with eight-bit activations an answer would otherwise hang on
        its neighbours in the batch, and batches of like length were no faster (183 against 160
        windows a second on two cores). What was read lately is not read again: one reading
        answers every task, and a release comes many times.
        """
        found = np.zeros((len(windows), len(self.columns)), np.float32)
        for row, pieces in enumerate(self.pieces(windows)):
            found[row] = self._read(tuple(pieces))
        return found

    @cached_property
    def _read(self) -> Callable[[tuple[int, ...]], NDArray[np.float32]]:
        @lru_cache(maxsize=REMEMBERED)
        def read(pieces: tuple[int, ...]) -> NDArray[np.float32]:
            ids = np.array([pieces], np.int64)
            logits: NDArray[np.float32] = self.engine.logits(ids, np.ones_like(ids))[0]
            return logits

        return read

    def pieces(self, windows: Sequence[Window]) -> list[list[int]]:
        """Word pieces of each window, headline and text parted, at most ``LENGTH``."""
        if not windows:
            return []
        ids: list[list[int]] = self.tokenizer(
            [window.title for window in windows],
            [window.text for window in windows],
            truncation="longest_first",
            max_length=LENGTH,
        )["input_ids"]
        return ids

    def _of(self, task: str) -> list[int]:
        own = [i for i, column in enumerate(self.columns) if column.rpartition("/")[0] == task]
        found = own or [i for i, column in enumerate(self.columns) if "/" not in column]
        if not found:
            raise ModelError(
                f"the model {self.name} has no labels for {task!r}; it knows "
                f"{sorted({column.rpartition('/')[0] for column in self.columns})}.",
                hint="Name another model for this role in models/registry.toml.",
            )
        return found


@cache
def load(checkpoint: str, engine: str = "onnx") -> Encoder:
    """``checkpoint`` is a folder, or for the torch engine also a name on the hub."""
    folder = Path(checkpoint)
    if engine == "onnx" or folder.is_dir():
        _complete(folder, engine)
    computing = OnnxEngine(folder) if engine == "onnx" else TorchEngine(checkpoint)
    tokenizer, columns = _tokenizer_and_columns(checkpoint)
    file = folder / CALIBRATION
    return Encoder(
        name=_name(folder) if folder.is_dir() else checkpoint,
        columns=columns,
        temperatures=json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {},
        tokenizer=tokenizer,
        engine=computing,
    )


def _complete(folder: Path, engine: str) -> None:
    wanted = FILES if engine == "onnx" else ("config.json", "model.safetensors")
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"the model in {folder} lacks {', '.join(missing)}.",
            hint="Restore the folder from the repository, or export the checkpoint again: "
            "`sorot models export`.",
        )


def _tokenizer_and_columns(checkpoint: str) -> tuple[PreTrainedTokenizerBase, tuple[str, ...]]:
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    from transformers import AutoConfig, AutoTokenizer  # a second: only where a text is scored

    try:
        config = AutoConfig.from_pretrained(checkpoint)
        tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"the model {checkpoint} cannot be read: {error}.",
            hint="It must hold config.json and tokenizer.json in Hugging Face's format.",
        ) from error
    return tokenizer, tuple(config.id2label[i] for i in range(config.num_labels))


def _name(folder: Path) -> str:
    """``encoder-1a2b3c4d``: whose weights they are, and which."""
    whose = folder.parent.name if folder.name == "weights" else folder.name
    return f"{whose}-{_digest(folder)}"


def _digest(folder: Path) -> str:
    weights: Iterator[Path] = (
        folder / name for name in (ONNX_FILE, "model.safetensors") if (folder / name).is_file()
    )
    return hashlib.sha256(next(weights).read_bytes()).hexdigest()[:8]
