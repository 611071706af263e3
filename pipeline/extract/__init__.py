"""From a page as fetched to an article: text, facts and how sure we are of them."""

from collections.abc import Mapping

from pipeline.extract import patterns
from pipeline.extract.page import OutletView, extract, unknown_outlet
from pipeline.records import Article, Page
from pipeline.stage import Stage, each


def extract_stage(outlets: Mapping[str, OutletView]) -> Stage:
    """The stage that reads archived pages; ``outlets`` by id."""
    return Stage(
        name="extract",
        reads=Page,
        writes=(Article,),
        function=each(
            lambda page: [extract(page, outlets.get(page.outlet) or unknown_outlet(page.final_url))]
        ),
        code_version="extract-5",
        files=(patterns.FILE,),
    )


__all__ = ["OutletView", "extract", "extract_stage", "unknown_outlet"]
