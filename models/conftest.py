"""What trains the encoder needs torch, which only the extra ``train`` brings."""

from importlib.util import find_spec

NEEDS_TORCH = [
    "encoder/pretrain.py", "encoder/passes.py", "encoder/finetune.py", "encoder/blend.py",
    "ner/train.py",
]  # fmt: skip
collect_ignore = [] if find_spec("torch") else NEEDS_TORCH
