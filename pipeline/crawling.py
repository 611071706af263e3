"""The crawl from the pipeline's side: start its process, follow what it tells, read its report."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from crawlers.options import CrawlOptions, Manners, Sent
from crawlers.outlets import Outlet, load_outlets
from pipeline.errors import FetchError, OutletError
from pipeline.settings import Settings


def chosen_outlets(settings: Settings, only: Sequence[str]) -> list[Outlet]:
    """The outlets of the registry, or those named; raises OutletError when there are none."""
    outlets = load_outlets(settings.outlets)
    if not outlets:
        raise OutletError(
            f"there are no outlets in {settings.outlets}.",
            hint="Correct SOROT_OUTLETS, or `sorot outlets add URL`.",
        )
    unknown = set(only) - {outlet.id for outlet in outlets}
    if unknown:
        raise OutletError(
            f"no outlet {', '.join(sorted(unknown))} in {settings.outlets}.",
            hint="`sorot outlets list` shows those there are.",
        )
    return [outlet for outlet in outlets if not only or outlet.id in only]


def crawl(
    settings: Settings,
    outlets: Sequence[Outlet],
    since: datetime | None,
    hear: Callable[[dict[str, Any]], None],
    sent: Sent | None = None,
) -> dict[str, dict[str, Any]]:
    """Run the crawl process to its end; returns its report by outlet.

    ``since`` None looks back as far as the settings say; ``hear`` is called with each event that
    the crawl tells meanwhile; ``sent`` is what people sent.
    """
    options = _options(settings, outlets, since, sent or Sent())
    settings.home.mkdir(parents=True, exist_ok=True)
    file = settings.home / "crawl.json"
    file.write_text(options.model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-m", "crawlers", str(file)]
    report: dict[str, dict[str, Any]] | None = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            event = _event(line)
            hear(event)
            if event["event"] == "report":
                report = event["outlets"]
    if report is None:
        raise FetchError(
            f"the crawl ended with code {process.returncode} and no report.",
            hint=f"See {options.log_file}; what was archived is kept, run again.",
        )
    return report


def manners(settings: Settings) -> dict[str, Any]:
    """How sites are asked, for the options of a crawl or a probe."""
    return settings.model_dump(include=set(Manners.model_fields))


def _options(
    settings: Settings, outlets: Sequence[Outlet], since: datetime | None, sent: Sent
) -> CrawlOptions:
    crawled = {outlet.id for outlet in outlets}
    return CrawlOptions(
        outlets=list(outlets),
        others=[o for o in load_outlets(settings.outlets) if o.id not in crawled],
        archive=settings.archive.resolve(),
        frontier=settings.frontier.resolve(),
        log_file=(settings.home / "crawl.log").resolve(),
        outlet_budget=settings.outlet_budget,
        since=since or settings.clock() - timedelta(days=settings.lookback_days),
        sent=sent,
        **manners(settings),
    )


def _event(line: str) -> dict[str, Any]:
    """A line of the crawl's output; what is no event (a library's own print) says nothing."""
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        event = None
    return event if isinstance(event, dict) and "event" in event else {"event": "noise"}
