"""How a flag is turned to F: what the extension's triggers have in common.

A flag is written even where it is F already, so that the line's Key goes stale: who read it before
the change cannot mark it as done. With `data.quiet` it is not, as in a NAV that leaves out a MODIFY
which changes nothing: then the Key stays, and nobody is told by it.
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.tables import Table

DUE = {"WebSyncFlag": "F"}


def raise_flags(
    data: Data, table: Table, line: Mapping[str, Any], flags: Mapping[str, str]
) -> None:
    """Of all lines with these values."""
    if not flags:
        return
    if not data.quiet:
        data.update(table, equal(line), flags)
        return
    for row in data.select(table, equal(line)):
        if any(row[name] != value for name, value in flags.items()):
            data.update(table, equal({name: row[name] for name in table.key}), flags)
