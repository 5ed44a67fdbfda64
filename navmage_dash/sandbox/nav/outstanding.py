"""The FlowField Qty. on Sales Order of an item: what is ordered of it and not shipped yet.

NAV's own sums the Outstanding Qty. (Base) of the sales lines of type Item in documents of type
Order, wherever they are to be shipped from. All units are base units here.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox.nav import sales, standard
from navmage_dash.sandbox.nav.data import Data, equal
from navmage_dash.sandbox.nav.ordering import ITEM
from navmage_dash.sandbox.nav.tables import Row
from navmage_dash.sandbox.nav.values import plain

ON_ORDER = {"Document_Type": sales.ORDER, "Type": ITEM}


def reckon(data: Data, item: str) -> None:
    """No change of the item: neither its Key nor a flag of its lines moves."""
    lines = data.select(sales.LINE, equal({"No": item, **ON_ORDER}))
    total = sum((_left(line) for line in lines), Decimal())
    data.calculate(standard.ITEM, equal({"No": item}), {"Qty_on_Sales_Order": plain(total)})


def line_moved(data: Data, line: Row, changed: Mapping[str, Any] | None = None) -> None:
    """One that is new, that is gone, or of which something was changed."""
    for item in {line["No"], (changed or line).get("No", line["No"])}:
        reckon(data, item)


def _left(line: Row) -> Decimal:
    return Decimal(line["Quantity"]) - Decimal(line["Quantity_Shipped"])
