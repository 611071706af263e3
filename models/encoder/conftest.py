"""What trains the encoder needs torch, which only the extra ``train`` brings."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["pretrain.py", "finetune.py", "blend.py"]
