"""A small encoder for tests: the shipped one where there is one, else one made with torch."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from pipeline.settings import MODELS
from tests.newsroom import articles

SHIPPED = MODELS / "encoder" / "weights"
POLARITY = ("positif", "netral", "negatif")
TASKS = {"relevance": ("false", "true"), "tone": POLARITY, "sentiment": POLARITY, "smsa": POLARITY}
WIDTH = 32


def newsroom_texts() -> list[str]:
    """What a vocabulary and vectors can be learned from."""
    return [f"{article.title}\n{' '.join(article.paragraphs)}" for article in articles.load()]


def exported() -> Path:
    """A folder as the default engine reads it; skips where there is none and none can be made."""
    return SHIPPED if SHIPPED.is_dir() else _export_of_trained()


@cache
def trained() -> Path:
    """A checkpoint in Hugging Face's format with random weights; skips without torch."""
    torch = pytest.importorskip("torch", reason="a checkpoint is made with the extra train")
    from transformers import ModernBertConfig, ModernBertForSequenceClassification

    from models.encoder import tokenizer

    folder = Path(mkdtemp()) / "trained"
    tok = tokenizer.learn(newsroom_texts())
    tok.save_pretrained(folder)
    columns = [f"{task}/{label}" for task, labels in TASKS.items() for label in labels]
    torch.manual_seed(7)
    config = ModernBertConfig(
        vocab_size=len(tok), hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=2 * WIDTH, max_position_embeddings=256, pad_token_id=tok.pad_token_id,
        cls_token_id=tok.cls_token_id, sep_token_id=tok.sep_token_id,
        id2label=dict(enumerate(columns)), label2id={c: n for n, c in enumerate(columns)},
        classifier_pooling="mean",
    )  # fmt: skip
    ModernBertForSequenceClassification(config).save_pretrained(folder)
    return folder


@cache
def _export_of_trained() -> Path:
    pytest.importorskip("onnx", reason="a checkpoint is exported with the extra train")
    from models.encoder.export import export

    folder = trained().parent / "exported"
    export(trained(), folder)
    return folder
