"""The store: the change log of every project, its fold, milestones, archives and backups, on DuckDB or
PostgreSQL.
"""

from mlscope.project.conflicts import Conflict
from mlscope.store.archives import is_archive
from mlscope.store.board import Move
from mlscope.store.keeping import settle_all
from mlscope.store.records import (
    HOUSE,
    Applied,
    Author,
    Change,
    Checked,
    Loaded,
    LogRow,
    Milestone,
    Proof,
    Saved,
    Summary,
)
from mlscope.store.store import Store, check_file, open_store, restore
from mlscope.store.summaries import Kept, Made, Order, Progress, Wanted, packed
from mlscope.store.tables import DEPTH

__all__ = [
    "DEPTH",
    "HOUSE",
    "Applied",
    "Author",
    "Change",
    "Checked",
    "Conflict",
    "Kept",
    "Loaded",
    "LogRow",
    "Made",
    "Milestone",
    "Move",
    "Order",
    "Progress",
    "Proof",
    "Saved",
    "Store",
    "Summary",
    "Wanted",
    "check_file",
    "is_archive",
    "open_store",
    "packed",
    "restore",
    "settle_all",
]
