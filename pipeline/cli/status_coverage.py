"""``sorot status --coverage``: what people sent, and whether the crawl had it."""

from __future__ import annotations

from pipeline.cli.terminal import console, table
from pipeline.links.coverage import Coverage, OutletCoverage, Share

MISSED_SHOWN = 30


def draw(found: Coverage) -> None:
    """Print it, the outlets with most missed articles first."""
    if not found.outlets:
        console.print("No links were imported yet: `sorot links import FILE` (docs/tautan.md).")
        return
    table(
        "Articles about the police that people sent",
        ["outlet", "#sent", "#had", "#missed", "#open", "#coverage", "#all links"],
        [_row(one) for one in found.outlets],
    )
    console.print()
    console.print(f"outlets of the registry: {_in_words(found.registered)}")
    console.print(f"with outlets that are not in it (*): {_in_words(found.everywhere)}")
    console.print(f"all articles, about the police or not: {_in_words(found.all)}")
    if any(one.police.open for one in found.outlets):
        console.print("open: the outlet was not crawled since the link was asked for.")
    missed = [(one, article) for one in found.outlets for article in one.missed]
    if missed:
        console.print(f"\n[bold]{len(missed)} missed[/]")
    for one, article in missed[:MISSED_SHOWN]:
        at = f"{article['published_at']:%Y-%m-%d}" if article["published_at"] else "no date"
        console.print(f"{one.outlet}, {at}: {article['title']}", markup=False, soft_wrap=True)
        console.print(f"     {article['url']}", markup=False, soft_wrap=True)
    if len(missed) > MISSED_SHOWN:
        console.print(f"… and {len(missed) - MISSED_SHOWN} more: `sorot status --coverage --json`.")


def _row(one: OutletCoverage) -> list[object]:
    share = one.police
    name = one.outlet if one.registered else f"{one.outlet} *"
    return [name, share.sent, share.had, share.missed, share.open, _percent(share), one.all.sent]


def _percent(share: Share) -> str:
    if share.share is None or share.low is None or share.high is None:
        return ""
    return f"{share.share:.0%} ({share.low:.0%}–{share.high:.0%})"


def _in_words(share: Share) -> str:
    if share.share is None:
        return f"{share.open} open, none decided" if share.open else "none"
    few = "; few links, so this is rough" if share.few else ""
    return f"{share.had} of {share.had + share.missed} had, {_percent(share)}{few}"
