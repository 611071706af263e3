"""Which articles count: relevant to the police, and not the same text twice."""

from pipeline.records import Article, Fingerprint
from pipeline.select.fingerprint import fingerprint
from pipeline.select.relevance import relevance_stage
from pipeline.stage import Stage, each


def fingerprint_stage() -> Stage:
    """The stage that signs every article's text for near-duplicate search."""
    return Stage(
        name="fingerprint",
        reads=Article,
        writes=(Fingerprint,),
        function=each(fingerprint),
        code_version="fingerprint-2",
    )


__all__ = ["fingerprint_stage", "relevance_stage"]
