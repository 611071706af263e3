"""The encoder's vocabulary: cased WordPiece, learned from the corpus.

Cased, because names, ranks and abbreviations are told by their capitals; digits stand alone, so
that numbers do not fill the vocabulary. ``[UNIT]`` stands for the unit a question is about and
``[LAIN]`` for every other unit named: no name of a unit ever reaches the encoder, so no name can
carry sentiment.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from tokenizers.trainers import WordPieceTrainer
from transformers import PreTrainedTokenizerFast

from pipeline.enrich.questions import OTHER, UNIT

VOCABULARY = 16_000
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", UNIT, OTHER)
LEAST_COUNT = 3


def learn(texts: Iterable[str]) -> PreTrainedTokenizerFast:
    """A tokenizer of ``VOCABULARY`` pieces."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("\u200b", "")])
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=True)]
    )
    made.decoder = decoders.WordPiece()
    made.train_from_iterator(
        texts,
        WordPieceTrainer(
            vocab_size=VOCABULARY,
            min_frequency=LEAST_COUNT,
            special_tokens=list(SPECIAL),
            show_progress=False,
        ),
    )
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(sign, made.token_to_id(sign)) for sign in ("[CLS]", "[SEP]")],
    )
    tok: PreTrainedTokenizerFast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        additional_special_tokens=[UNIT, OTHER],
        model_max_length=256,
    )
    return tok


def load(folder: Path) -> PreTrainedTokenizerFast:
    tok: PreTrainedTokenizerFast = PreTrainedTokenizerFast.from_pretrained(folder)
    return tok
