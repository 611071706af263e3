"""Officers over all articles: who is who, and who held which post when."""

from pipeline.people.linking import Officer, Service, link

__all__ = ["Officer", "Service", "link"]
