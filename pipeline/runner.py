"""The one runner of all stages.

It asks the warehouse for the rows a stage lacks, batches them, calls the stage's function in a
pool of processes, and writes each batch in one transaction. Killed at any moment it goes on
where it stopped; with nothing to do it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from time import perf_counter

from crawlers.archive import with_bodies
from pipeline.errors import FetchError
from pipeline.records import Page, Record
from pipeline.settings import Settings
from pipeline.stage import Failure, Outcome, Stage
from pipeline.stages import build_stages
from pipeline.warehouse import Warehouse, joined
from pipeline.warehouse.inputs import Input
from pipeline.warehouse.warehouse import WHOLE
from pipeline.workers import Workers

Advance = Callable[[int], None]
Advances = Callable[[str, int], AbstractContextManager[Advance]]
Failed = Callable[[Failure, str, str | None], None]  # why, of which key, with which URL


@dataclass(frozen=True, slots=True)
class StageReport:
    """What one stage did in one run."""

    stage: str
    version: str
    done: int = 0
    failed: int = 0
    seconds: float = 0.0
    failures: dict[str, int] = field(default_factory=dict)  # error class → rows


def run_stage(
    stage: Stage,
    warehouse: Warehouse,
    settings: Settings,
    now: datetime,
    workers: Workers,
    advance: Advances | None = None,
    tell: Failed | None = None,
) -> StageReport:
    """Bring one stage up to date. ``advance(name, total)`` opens a progress bar; ``tell`` hears of
    each row that fails, once that is on record."""
    began = perf_counter()
    tell = tell or _ignore_failure
    if stage.joins:
        return _run_joining(stage, warehouse, now, began, advance, tell)
    keys = warehouse.pending(stage)
    errors: dict[str, int] = {}
    progress = advance(stage.name, len(keys)) if advance else nullcontext(_ignore)
    executor = workers.for_rows(len(keys))
    with progress as step:
        for rows, outcomes in _outcomes(stage, warehouse, keys, executor, settings):
            warehouse.write(stage, rows, outcomes, now)
            for row, outcome in zip(rows, outcomes, strict=True):
                if isinstance(outcome, Failure):
                    errors[outcome.error] = errors.get(outcome.error, 0) + 1
                    tell(outcome, row.key, row.url)
            step(len(rows))
    failed = sum(errors.values())
    seconds = perf_counter() - began
    return StageReport(stage.name, stage.version, len(keys) - failed, failed, seconds, errors)


def _run_joining(
    stage: Stage,
    warehouse: Warehouse,
    now: datetime,
    began: float,
    advance: Advances | None,
    tell: Failed,
) -> StageReport:
    """A stage that joins new rows with all that they touch; when it fails, the groups of before
    stay and the rows are taken up again next time."""
    joined.let_go(warehouse, stage)
    keys = warehouse.pending(stage)
    done, errors = 0, {}
    with advance(stage.name, len(keys)) if advance else nullcontext(_ignore) as step:
        for some in _batched(keys, stage.batch_size):
            rows = joined.around(warehouse, stage, some)
            (outcome,) = stage.function([[row.record for row in rows]])
            if isinstance(outcome, Failure):
                warehouse.note_failure(stage, outcome, now)
                tell(outcome, WHOLE, None)
                errors[outcome.error] = 1
                break
            joined.write(warehouse, stage, rows, outcome)
            done += len(some)
            step(len(some))
    seconds = perf_counter() - began
    return StageReport(stage.name, stage.version, done, len(errors), seconds, errors)


def _outcomes(
    stage: Stage,
    warehouse: Warehouse,
    keys: Sequence[str],
    executor: Executor,
    settings: Settings,
) -> Iterator[tuple[Sequence[Input], Sequence[Outcome]]]:
    """Batches with their outcomes, in order, with a few batches under way at a time."""
    waiting: list[tuple[Sequence[Input], Future[Sequence[Outcome]]]] = []
    for some in _batched(keys, stage.batch_size):
        rows = warehouse.read(stage, some)
        records = [row.record for row in rows]
        waiting.append((rows, executor.submit(apply, stage.name, settings, records)))
        if len(waiting) > 2 * settings.workers:
            ready, future = waiting.pop(0)
            yield ready, future.result()
    for ready, future in waiting:
        yield ready, future.result()


def apply(name: str, settings: Settings, records: Sequence[Record]) -> Sequence[Outcome]:
    """One batch through one stage; in a worker the models are loaded once and kept."""
    stage = _stages(settings.model_dump_json())[name]
    if stage.reads is not Page:
        return stage.function(records)
    return _apply_to_pages(stage, settings, [r for r in records if isinstance(r, Page)])


def _apply_to_pages(stage: Stage, settings: Settings, pages: Sequence[Page]) -> Sequence[Outcome]:
    """Bodies are read where they are used, so they never cross a process border."""
    outcomes: dict[int, Outcome] = {}
    whole: list[tuple[int, Page]] = []
    for number, page in enumerate(pages):
        try:
            whole.append((number, with_bodies(settings.archive, page)))
        except FetchError as error:
            outcomes[number] = Failure(type(error).__name__, str(error))
    given = stage.function([page for _, page in whole])
    outcomes.update(zip((number for number, _ in whole), given, strict=True))
    return [outcomes[number] for number in range(len(pages))]


@cache
def _stages(settings: str) -> dict[str, Stage]:
    return {stage.name: stage for stage in build_stages(Settings.model_validate_json(settings))}


def _batched(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _ignore(rows: int) -> None:
    """No progress bar."""


def _ignore_failure(failure: Failure, key: str, url: str | None) -> None:
    """No log."""
