"""The store: the change log of every project, its fold, milestones, archives and backups, on DuckDB or
PostgreSQL.
"""

from mlscope.project.conflicts import Conflict
from mlscope.store.archives import is_archive
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
from mlscope.store.tables import DEPTH

__all__ = [
    "DEPTH",
    "HOUSE",
    "Applied",
    "Author",
    "Change",
    "Checked",
    "Conflict",
    "Loaded",
    "LogRow",
    "Milestone",
    "Proof",
    "Saved",
    "Store",
    "Summary",
    "check_file",
    "is_archive",
    "open_store",
    "restore",
    "settle_all",
]
