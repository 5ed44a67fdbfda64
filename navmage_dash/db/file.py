"""The one SQLite file: how it is opened, how it is written.

Threads never share a connection. Whoever reads and then writes does so inside `write`, which takes
SQLite's write lock at once: a deferred BEGIN, which is what Database.atomic() opens, fails with
'database is locked' without waiting when another thread has written since its first read.

synchronous=FULL throughout: an intent that a power cut took back would be sent twice, and at a
commit a batch it costs next to nothing.
"""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from navmage_dash.db.migrations import migrations

BUSY_SECONDS = 30.0
PAGE_BYTES = 8192  # a to-do row with its plan takes a kilobyte, and grows: fewer pages are split


class Db:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        with self.open() as conn:
            conn.enable_wal()
            conn.execute("BEGIN IMMEDIATE")  # two programs may open a new instance at once
            migrations.apply(conn)
            conn.conn.commit()

    def open(self) -> Database:
        raw = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
        raw.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of a new file; no other can be changed
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        return Database(raw, strict=True, execute_plugins=False)

    @property
    def conn(self) -> Database:
        """This thread's own connection."""
        if not hasattr(self._local, "conn"):
            self._local.conn = self.open()
        conn: Database = self._local.conn
        return conn

    def rows(self, sql: str, args: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """All rows at once: a half-read query would keep a read transaction open."""
        return list(self.conn.query(sql, dict(args or {})))

    def row(self, sql: str, args: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        return next(iter(self.rows(sql, args)), None)

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One transaction that nothing else writes during. Committed at the end of the block."""
        conn = self.conn
        conn.execute("BEGIN IMMEDIATE")
        try:
            yield conn
        except BaseException:
            conn.rollback()
            raise
        conn.commit()

    def close(self) -> None:
        """Close this thread's connection; each thread does so when it ends."""
        if hasattr(self._local, "conn"):
            self._local.conn.close()
            del self._local.conn
