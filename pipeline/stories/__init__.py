"""Which articles are the same text, and which tell the same event."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.enrich import registry, sentences
from pipeline.enrich.register import UnitRegister
from pipeline.records import Duplicate, Record, Story, StoryArticle, StoryInput, SyndicationInput
from pipeline.stage import Stage, each
from pipeline.stories import likeness
from pipeline.stories.duplicates import syndicate
from pipeline.stories.stories import FAR, NEAR, tell


def syndication_stage() -> Stage:
    """The joining stage that finds articles with nearly the same text."""
    return Stage(
        name="syndication",
        reads=SyndicationInput,
        writes=(Duplicate,),
        function=each(syndicate),
        code_version="syndication-1",
        batch_size=5_000,
        joins=True,
    )


def stories_stage(register: UnitRegister, register_files: Sequence[Path], models: Path) -> Stage:
    """The joining stage that finds which clusters tell of one event."""
    weights = registry.stories_folder(models)

    def run(articles: Sequence[StoryInput]) -> Sequence[Record]:
        return tell(articles, likeness.load(weights), register.place_words)

    return Stage(
        name="stories",
        reads=StoryInput,
        writes=(StoryArticle, Story),
        function=each(run),
        code_version="stories-3",
        files=(sentences.FILE, *register_files, *(weights / name for name in likeness.FILES)),
        batch_size=2_000,
        joins=True,
        reach={"near": NEAR, "far": FAR},
    )


__all__ = ["stories_stage", "syndication_stage"]
