"""Records of NAV that are spread over several page services, declared.

To the engine each of them is one flat record: {'Name': 'x', 'ship_to.STORE.City': 'y',
'details.B2B': '1'}. A name without a dot is a field of the root's own page; the others say which
part, which line of it where it has several, and which field.
Source of the pages and their keys: the extension's objects 33064461 to 33064487, and pages 21, 30,
42, 300 and 5050.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Place = tuple[str, str]  # (part, line): one row of a part. ROOT is the record's own page.
ROOT: Place = ("", "")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of another page that belong to a record."""

    name: str  # in flat names: 'ship_to'
    service: str
    owner: str  # its field that holds the root's number
    line: str = ""  # its field that tells its rows apart; '' where a root has one row
    scoped: bool = False  # a row for each connection: only those of this one are seen
    claimed: bool = False  # its key knows no connection, but the row says whose it is
    once: str = ""  # of a claimed one, its field that never changes: with another, it is another's
    nested: str = ""  # the control in the root's own entity that these rows are sent in
    made: bool = True  # a row that is not there is made
    item: str = ""  # its field that names the item of the nested row of the same line
    apart: bool = False  # no rows of the root: its lines name them, and one not there is left out


@dataclass(frozen=True, kw_only=True)
class Shape:
    entity: str
    service: str  # the root's page
    parts: tuple[Part, ...]  # in the order in which they are written
    no: str = "No"
    natural: str = ""  # the field that names the root where NAV gives it its number
    trace: str = ""  # the flat field that is still there when the root is gone: posted
    emptied: tuple[str, ...] = ()  # of a new root: sent as a blank, for NAV would fill it in

    @property
    def nested(self) -> Part | None:
        return next((part for part in self.parts if part.nested), None)

    def among(self, names: Collection[str]) -> list[Part]:
        """The parts that these flat names speak of."""
        named = {place[0] for place in placed(dict.fromkeys(names))}
        return [part for part in self.parts if part.name in named]


def split(name: str) -> tuple[Place, str]:
    """'ship_to.A.1.City' is the City of ('ship_to', 'A.1'): a code may have dots, a field none."""
    part, _, rest = name.rpartition(".")[0].partition(".")
    return (part, rest), name.rpartition(".")[2]


def placed(fields: Mapping[str, T]) -> dict[Place, dict[str, T]]:
    """Flat fields by the row that they are in, those of the root under ROOT."""
    rows: dict[Place, dict[str, T]] = {}
    for name, value in fields.items():
        place, field = split(name)
        rows.setdefault(place, {})[field] = value
    return rows


def flat(place: Place, field: str) -> str:
    return ".".join(each for each in (*place, field) if each)


_WEB_SHIP_TO = Part(
    name="web_ship_to",
    service="webshiptoaddressdeatils",
    owner="CustomerNo",
    line="Code",
    scoped=True,
)
_WEB_ORDER = Part(
    name="web",
    service="webapplicationorderdata",
    owner="OrderNo",
    claimed=True,
    once="WebOrderId",
)


def _of_item(name: str, service: str, line: str = "") -> Part:
    return Part(name=name, service=service, owner="ItemNo", line=line, scoped=True)


ITEMS = Shape(
    entity="items",
    service="ItemCard",
    parts=(
        _of_item("details", "webproductdetailslist"),
        _of_item("websites", "webproductwebsites", "LineNo"),
        _of_item("attributes", "webproductattributes", "LineNo"),
        _of_item("categories", "webproductcategories", "LineNo"),
        _of_item("web", "webapplicationproductdata"),
    ),
)
CUSTOMERS = Shape(
    entity="customers",
    service="CustomerCard",
    parts=(
        Part(name="details", service="webcustomerdetails", owner="No", claimed=True),
        Part(name="ship_to", service="ShipToAddress", owner="Customer_No", line="Code"),
        _WEB_SHIP_TO,
        Part(
            name="web",
            service="webapplicationcustomerdata",
            owner="CustomerNo",
            scoped=True,
        ),
    ),
)
CONTACTS = Shape(
    entity="contacts",
    service="ContactCard",
    parts=(
        Part(name="details", service="webcontactdetails", owner="No", claimed=True),
        Part(
            name="web",
            service="webapplicationcontactdata",
            owner="ContactNo",
            scoped=True,
        ),
    ),
)
ORDERS = Shape(
    entity="orders",
    service="SalesOrder",
    natural="External_Document_No",
    trace="web.WebOrderId",
    emptied=(
        "Currency_Code",
        "Payment_Method_Code",
        "Ship_to_Contact",
        "Ship_to_Address",
        "Ship_to_Address_2",
        "Ship_to_City",
        "Ship_to_County",
        "Ship_to_Post_Code",
        "Ship_to_Country_Region_Code",
    ),
    parts=(
        Part(
            name="lines",
            service="SalesOrder",
            owner="Document_No",
            line="Line_No",
            nested="SalesLines",
        ),
        Part(
            name="web_lines",
            service="webapplicationorderline",
            owner="OrderNo",
            line="LineNo",
            claimed=True,
            item="ItemNo",
        ),
        _WEB_ORDER,
    ),
)
SHAPES: Mapping[str, Shape] = {each.entity: each for each in (ITEMS, CUSTOMERS, CONTACTS, ORDERS)}
# What a source is told of other rows than the one that was read, by the page that it was read from.
TOLD: Mapping[str, Shape] = {
    each.entity: each
    for each in (
        Shape(
            entity="webapplicationcustomerdata",
            service="webapplicationcustomerdata",
            no="CustomerNo",
            parts=(_WEB_SHIP_TO,),
        ),
        Shape(
            entity="webapplicationproductdata",
            service="webapplicationproductdata",
            no="ItemNo",
            parts=(
                Part(
                    name="children",
                    service="webproductchilditem",
                    owner="ParentItemNo",
                    line="ChildItemNo",
                    scoped=True,
                    made=False,
                ),
            ),
        ),
        Shape(
            entity="webshipmentinvoicesync",
            service="webshipmentinvoicesync",
            no="OrderNo",
            parts=(
                Part(
                    name="stock",
                    service="webapplicationproductdata",
                    owner="ItemNo",
                    scoped=True,
                    apart=True,
                ),
                Part(
                    name="order",
                    service="webapplicationorderdata",
                    owner="OrderNo",
                    claimed=True,
                    made=False,
                ),
            ),
        ),
    )
}
