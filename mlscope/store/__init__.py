"""The store: the change log of every project, its fold, milestones, archives and backups, on DuckDB or PostgreSQL."""

from mlscope.project.conflicts import Conflict
from mlscope.store.archives import is_archive
from mlscope.store.records import Applied, Author, Change, Loaded, LogRow, Milestone, Summary
from mlscope.store.store import Store, open_store, restore

__all__ = [
    "Applied",
    "Author",
    "Change",
    "Conflict",
    "Loaded",
    "LogRow",
    "Milestone",
    "Store",
    "Summary",
    "is_archive",
    "open_store",
    "restore",
]
