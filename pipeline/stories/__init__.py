"""Which articles are the same text, and which tell the same event."""

from pipeline.records import Duplicate, Story, StoryArticle, StoryInput
from pipeline.stage import Stage, each
from pipeline.stories.stories import tell


def stories_stage() -> Stage:
    """The whole-set stage that groups all relevant articles."""
    return Stage(
        name="stories",
        reads=StoryInput,
        writes=(Duplicate, Story, StoryArticle),
        function=each(tell),
        code_version="stories-2",
        whole=True,
    )


__all__ = ["stories_stage"]
