"""Which jobs came due while the machine was off, for cron, which forgets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipeline.schedule.jobs import Job
from pipeline.settings import Settings
from pipeline.warehouse import Warehouse

LAST_RUN = "select max(started_at) from runs where outcome = 'done'"


def missed(jobs: Sequence[Job], settings: Settings) -> list[Job]:
    """The jobs that were not done since they were due last."""
    now = settings.clock().astimezone()
    done = {"run": _last_run(settings), "report": _last_report(settings)}
    return [job for job in jobs if _before(done[job.name], job.moment.last_before(now))]


def _before(done: datetime | None, due: datetime) -> bool:
    return done is None or done < due


def _last_run(settings: Settings) -> datetime | None:
    if not settings.warehouse.exists():
        return None
    with Warehouse(settings.warehouse) as warehouse:
        last = warehouse.scalar(LAST_RUN)
    assert last is None or isinstance(last, datetime)
    return last


def _last_report(settings: Settings) -> datetime | None:
    times = [file.stat().st_mtime for file in settings.reports.glob("*")]
    return datetime.fromtimestamp(max(times)).astimezone() if times else None
