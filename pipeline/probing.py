"""Probing outlets from the pipeline's side: start the probe's process, read its report."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from crawlers.outlets import Outlet
from crawlers.probe.records import OutletProbe, ProbeOptions, ProbeReport
from pipeline.crawling import manners
from pipeline.errors import FetchError
from pipeline.settings import Settings

MOST_REQUESTS = 60  # to one outlet


def probe(settings: Settings, outlets: Sequence[Outlet]) -> list[OutletProbe]:
    """Look at the outlets, in the order given; one without channels has them searched."""
    settings.home.mkdir(parents=True, exist_ok=True)
    options = ProbeOptions(
        outlets=list(outlets),
        log_file=(settings.home / "probe.log").resolve(),
        budget=MOST_REQUESTS,
        **manners(settings),
    )
    file = settings.home / "probe.json"
    file.write_text(options.model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-m", "crawlers.probe", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        lines = done.stdout.splitlines() or [""]
        return ProbeReport.model_validate_json(lines[-1]).outlets
    except ValidationError as error:
        raise FetchError(
            f"the probe ended with code {done.returncode} and no report. {done.stderr.strip()}",
            hint=f"See {options.log_file}.",
        ) from error
