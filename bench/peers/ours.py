"""Our own extraction as one of the extractors compared."""

from __future__ import annotations

from bench.peers.found import Found
from bench.peers.pages import Sample
from pipeline.errors import ExtractError
from pipeline.extract import extract


def read(sample: Sample) -> Found:
    """Nothing found where our extraction refuses the page."""
    try:
        article = extract(sample.page, sample.view)
    except ExtractError:
        return Found()
    return Found(
        body=article.text,
        title=article.title,
        day=article.published_at.isoformat() if article.published_at else "",
        authors=(article.author,) if article.author else (),
    )
