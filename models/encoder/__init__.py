"""A small Indonesian encoder of our own: tokenizer, pretraining (extra ``train``)."""
