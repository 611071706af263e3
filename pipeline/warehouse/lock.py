"""The lock file of the warehouse: one writer at a time, and the second is told who holds it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import WarehouseError


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold ``path`` for this process; raises WarehouseError naming the holder's pid and start.

    The kernel drops the lock when the process ends, however it ends, so a killed run never
    leaves a stale one behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode(errors="replace").strip() or "another process"
            raise WarehouseError(
                f"the warehouse is in use: {holder} holds {path}.",
                hint="Wait until that run ends, or stop it, then try again.",
                path=path,
                holder=holder,
            ) from None
        os.ftruncate(descriptor, 0)
        started = datetime.now(UTC).isoformat(timespec="seconds")
        os.write(descriptor, f"process {os.getpid()} (since {started})".encode())
        yield
    finally:
        os.close(descriptor)
