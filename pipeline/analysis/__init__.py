"""Questions to a published snapshot, answered as DataFrames."""

from pipeline.analysis.news import Choice, News, open_news

__all__ = ["Choice", "News", "open_news"]
