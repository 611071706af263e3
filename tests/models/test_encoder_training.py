"""Pretraining goes on where it stopped, and a trained checkpoint is read by both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.models.checkpoint import newsroom_texts

torch = pytest.importorskip("torch", reason="training needs the extra train")


def test_pretraining_goes_on_where_it_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.encoder.pretrain import pretrain

    pretrain(tmp_path, newsroom_texts(), minutes=5, steps=2)
    pretrain(tmp_path, newsroom_texts(), minutes=5, steps=3)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["step"] for line in told] == [2, 3]
    assert (tmp_path / "encoder" / "model.safetensors").is_file()
    assert all(0 < line["loss"] < 20 for line in told)
