"""A stage: a plain function from a batch of records to records, with a name and a version.

It knows no database, no clock, no network; the runner feeds it and keeps what it gives.
``version`` is the version of its code plus the hash of every model and data file it reads, so
that changing either makes every row pending again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.records import Record


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one row of a batch gave nothing."""

    error: str  # class of the exception
    message: str


Outcome = Sequence[Record] | Failure
BatchFunction = Callable[[Sequence[Any]], Sequence[Outcome]]


@dataclass(frozen=True)
class Stage:
    """One step of the way.

    ``reads`` is the record type it takes, ``writes`` those it gives. ``function`` returns, in
    the order of its batch, the records of each row or a :class:`Failure`. A stage that ``joins``
    rows into groups gets a batch of one: the list of new rows and of all that they touch, for
    which ``reach`` gives the measures.
    """

    name: str
    reads: type[Record]
    writes: tuple[type[Record], ...]
    function: BatchFunction
    code_version: str
    files: tuple[Path, ...] = ()
    batch_size: int = 64
    joins: bool = False
    reach: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        if not self.files:
            return self.code_version
        sha = hashlib.sha256()
        for path in sorted(self.files):
            sha.update(path.read_bytes())
        return f"{self.code_version}+{sha.hexdigest()[:8]}"


def each(function: Callable[[Any], Sequence[Record]]) -> BatchFunction:
    """Lift a function of one row to a batch; a row that raises becomes a Failure."""

    def outcomes(rows: Sequence[Any]) -> Iterator[Outcome]:
        for row in rows:
            try:
                yield function(row)
            except Exception as error:  # noqa: BLE001 - one bad row never stops a batch
                yield Failure(type(error).__name__, str(error))

    return lambda rows: list(outcomes(rows))


def batched(function: Callable[[Sequence[Any]], Sequence[Sequence[Record]]]) -> BatchFunction:
    """Guard a function that reads a whole batch at once: when it raises, its rows are taken one by
    one, so that only the bad ones become Failures."""

    def outcomes(rows: Sequence[Any]) -> list[Outcome]:
        try:
            return list(function(rows))
        except Exception:  # noqa: BLE001 - one bad row never stops a batch
            return list(each(lambda row: function([row])[0])(rows))

    return outcomes
