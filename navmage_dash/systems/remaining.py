"""What of an order of Magento can still be invoiced or shipped, line by line.

Recorded from 2.4.7 and OpenMage 20.0.20: a shipment of more than remains is cut down without a
word, and the line of a configurable's child cannot be shipped or invoiced, only its parent's. So
both are looked at before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.sync.mapping import plain
from navmage_dash.sync.records import Row

Act = Literal["invoice", "ship"]
LATER = {"holded": "on hold", "payment_review": "in payment review"}
ENDED = {"canceled": "cancelled", "closed": "closed"}
DONE = {"invoice": "invoiced", "ship": "shipped"}
BY_THE_PIECE = "0"  # Magento 1's is_qty_decimal: it cuts fractions off, as its source says
NESTED = "configurable"  # its child's line is not handled by itself
Quantities = Mapping[int, Decimal]  # by order_item_id


@dataclass(frozen=True)
class Order:
    """row: entity_id, increment_id, state, items: item_id, parent_item_id, sku, qty_ordered …"""

    row: Row
    refunded_besides: bool = False  # Magento 1 never ships again what was refunded when shipped

    @property
    def called(self) -> str:
        return f"order {self.row['increment_id']}"

    def lines(self) -> dict[int, Row]:
        return {int(each["item_id"]): each for each in self.row["items"]}

    def mapped(self, wanted: Quantities, act: Act) -> dict[int, Decimal]:
        """By the lines that Magento handles; what is not shipped at all is left out of a shipment.

        Raises RecordError for a line that the order does not have.
        """
        lines, found = self.lines(), dict[int, Decimal]()
        for number, quantity in wanted.items():
            if number not in lines:
                raise RecordError(
                    f"Magento's {self.called} has no line {number}: the order in NAV belongs to "
                    "another one, or was changed there."
                )
            line = self._handled(lines, lines[number])
            if quantity and not (act == "ship" and _virtual(line)):
                at = int(line["item_id"])
                found[at] = found.get(at, Decimal(0)) + quantity
        return found

    def of(self, items: list[Row]) -> dict[int, Decimal]:
        """The quantities of a document's lines, without those of children."""
        lines = self.lines()
        return {
            number: _number(each["qty"])
            for each in items
            if (number := int(each["order_item_id"])) in lines
            and self._handled(lines, lines[number]) is lines[number]
            and _number(each["qty"])
        }

    def _handled(self, lines: Mapping[int, Row], line: Row) -> Row:
        parent = lines.get(int(line.get("parent_item_id") or 0))
        return parent if parent is not None and parent["product_type"] == NESTED else line

    def check(self, wanted: Quantities, act: Act, hint: str) -> None:
        """Raises Waiting for an order on hold, RecordError where it does not allow the act."""
        state = str(self.row["state"])
        if state in LATER:
            raise Waiting(f"waits for Magento's {self.called}: it is {LATER[state]} there")
        if state in ENDED:
            raise RecordError(
                f"Magento's {self.called} is {ENDED[state]}: nothing of it can be {DONE[act]} any "
                "more. Correct it there, or skip this document."
            )
        lines = self.lines()
        for number, quantity in wanted.items():
            line = lines[number]
            meant = f"{line['sku']} of {self.called}: {plain(quantity)} are to be {DONE[act]}"
            if quantity > (left := self._remaining(line, act)):
                ordered = plain(_number(line["qty_ordered"]))
                raise RecordError(f"{meant}, {plain(left)} of {ordered} remain in Magento. {hint}")
            if quantity % 1 and str(line.get("is_qty_decimal")) == BY_THE_PIECE:
                raise RecordError(
                    f"{meant}, and Magento takes whole pieces only. Correct it in NAV, or do it "
                    "there by hand and Skip this document"
                )

    def _remaining(self, line: Row, act: Act) -> Decimal:
        done, refunded = _number(line.get(f"qty_{DONE[act]}")), _number(line.get("qty_refunded"))
        if act == "ship":
            done = done + refunded if self.refunded_besides else max(done, refunded)
        left = _number(line["qty_ordered"]) - done - _number(line.get("qty_canceled"))
        return max(left, Decimal(0))


def _virtual(line: Row) -> bool:
    return bool(int(line.get("is_virtual") or 0))


def _number(value: Any) -> Decimal:
    return Decimal(str(value or 0))
