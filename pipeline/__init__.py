"""Sorot: media monitoring and sentiment analysis of Indonesian news about the regional police."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.analysis.news import News, open_news

__all__ = ["News", "open_news"]


def __getattr__(name: str) -> object:
    """Import the analysis on first use: the crawl process has no need of it."""
    if name in __all__:
        from pipeline.analysis import news

        return getattr(news, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
