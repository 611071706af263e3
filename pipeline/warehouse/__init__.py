"""Where results land: one writable DuckDB file, and the read-only snapshots made of it."""

from pipeline.warehouse.publish import (
    current,
    publish,
    restore_corrections,
    restore_pruned,
    rollback,
    snapshots,
)
from pipeline.warehouse.warehouse import Warehouse

__all__ = [
    "Warehouse",
    "current",
    "publish",
    "restore_corrections",
    "restore_pruned",
    "rollback",
    "snapshots",
]
