"""``sorot status --quality``: articles that came out badly, and pages that gave none."""

from __future__ import annotations

from pipeline.cli.terminal import console, table
from pipeline.health import LowQuality

ARTICLES_SHOWN = 40
FAILURES_SHOWN = 20


def draw(found: LowQuality) -> None:
    """Print them, worst first."""
    table(
        f"Outlets with articles of a quality below {found.below:g}, or pages that gave none",
        ["outlet", "#articles", "#low", "#no date", "#failed", "#mean quality"],
        [
            [o["outlet"], o["articles"], o["low"], o["undated"], o["failed"], _score(o["quality"])]
            for o in found.outlets
        ],
    )
    if found.articles:
        console.print(f"\n[bold]{len(found.articles)} articles, worst first[/]")
    for article in found.articles[:ARTICLES_SHOWN]:
        why = ", ".join(article["why"])
        console.print(f"{article['quality']:.2f} {article['outlet']}: {why}", markup=False)
        console.print(f"     {article['title']}", markup=False, no_wrap=True, overflow="ellipsis")
        console.print(f"     {article['url']}", markup=False, soft_wrap=True)
    _more(len(found.articles), ARTICLES_SHOWN)
    if found.failures:
        console.print(f"\n[bold]{len(found.failures)} pages that gave no article[/]")
    for failure in found.failures[:FAILURES_SHOWN]:
        console.print(f"{failure['outlet']}: {failure['error']}", markup=False)
        console.print(f"     {failure['message']}", markup=False, soft_wrap=True)
    _more(len(found.failures), FAILURES_SHOWN)


def _score(quality: float | None) -> str:
    return "" if quality is None else f"{quality:.2f}"


def _more(there_are: int, shown: int) -> None:
    if there_are > shown:
        console.print(f"… and {there_are - shown} more: `sorot status --quality --json`.")
