"""Questions to a published snapshot, answered as DataFrames."""

from pipeline.analysis.news import News, open_news

__all__ = ["News", "open_news"]
