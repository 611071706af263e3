"""From text to facts: units, persons, quotes, topics, tone and sentiment."""

from pipeline.enrich.entities import entities_stage
from pipeline.enrich.sentiment import sentiment_stage
from pipeline.enrich.topics import topics_stage

__all__ = ["entities_stage", "sentiment_stage", "topics_stage"]
