"""Where batches are computed: in this process while there is little to do, else in a pool of
processes that is kept for a whole run, so that models are loaded once per worker."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

LEAST_ROWS_FOR_A_POOL = 200

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """A context manager over ``count`` processes, started when first needed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def for_rows(self, rows: int) -> Executor:
        """What should compute this many rows."""
        if self._pool is None and (rows < LEAST_ROWS_FOR_A_POOL or self.count == 1):
            return _Inline()
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.count, mp_context=get_context("spawn"), initializer=_end_with_parent
            )
        return self._pool


class _Inline(Executor):
    """Runs at once in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _end_with_parent() -> None:
    """A worker of a killed run would wait for work for ever, its models loaded."""
    Thread(target=_exit_after_parent, name="end-with-parent", daemon=True).start()


def _exit_after_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
