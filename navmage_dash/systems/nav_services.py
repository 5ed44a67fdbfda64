"""The web services that NAV has to publish, and what we need of each. Data, read by people too.

Page numbers 21 to 5701 are NAV's own, 330644xx those of the extension. A company may have published
them under its own object numbers; what counts is the name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Needed:
    """One service: the page to publish and the fields that are read or written."""

    number: int
    page: str
    fields: tuple[str, ...]
    written: bool = True
    created: bool = True  # rows are added too
    list_type: bool = False  # one row for each item and connection
    codeunit: bool = False
    only_for: str = ""  # what cannot be carried without it; '' for nothing can


def _page(number: int, page: str, fields: str, **more: Any) -> Needed:
    return Needed(number=number, page=page, fields=tuple(fields.split()), **more)


SERVICES: Mapping[str, Needed] = {
    "ItemCard": _page(
        30, "Item Card", "No Description Unit_Price Net_Weight Inventory", written=False
    ),
    "webproductdetailslist": _page(
        33064469,
        "Web Product Details CP Page",
        "ItemNo ConnectionId WebAttributeSetId WebTaxClassId WebItemFlag WebItemIsEnable"
        " WebItemIsVisible WebProductType WebDescription WebShortDescription",
        written=False,
        list_type=True,
    ),
    "webproductwebsites": _page(
        33064466, "Web ProductWebsites", "ItemNo ConnectionId LineNo WebSiteId", written=False
    ),
    "webproductattributes": _page(
        33064467,
        "Web ProductAttribute",
        "ItemNo ConnectionId LineNo AttributeId AttributeOptionId",
        written=False,
    ),
    "webproductcategories": _page(
        33064468, "Web ProductCategory", "ItemNo ConnectionId LineNo CategoryId", written=False
    ),
    "webapplicationproductdata": _page(
        33064475,
        "AEC Application Item List",
        "ItemNo ConnectionId WebSyncFlag WebId WebStockFlag WebProdType WebItemFlag"
        " WebLastUpdateStock",
        list_type=True,
        created=False,
    ),
    "webproductchilditem": _page(
        33064471,
        "Web Product Child Details",
        "ParentItemNo ConnectionId ChildItemNo WebID WebSyncFlag",
        list_type=True,
        created=False,
        only_for="items with children",
    ),
    "SalesPrices": _page(
        7002,
        "Sales Prices",
        "Item_No Sales_Type Sales_Code Starting_Date Ending_Date Currency_Code Variant_Code"
        " Unit_of_Measure_Code Minimum_Quantity Unit_Price",
        written=False,
        only_for="special and tier prices",
    ),
    "StockkeepingUnits": _page(
        5701,
        "Stockkeeping Unit List",
        "Item_No Location_Code Inventory",
        written=False,
        only_for="stock by location",
    ),
    "webattributemasterdata": _page(
        33064464,
        "Web Attribute Master",
        "ConnectionId ConnectionName AttributeSetId AttributeSet AttributeId AttributeCode"
        " AttributeName InputType OptionId OptionName Active",
    ),
    "websitemasterdata": _page(
        33064463,
        "Web WebSite Master",
        "ConnectionId ConnectionName WebSiteId WebSiteCode WebSiteName Active",
    ),
    "webcategorymasterdata": _page(
        33064465,
        "Web Category Master",
        "ConnectionId ConnectionName CategoryId CategoryName ParentId Path Level IsActive Active",
    ),
    "webtaxclassmasterdata": _page(
        33064462,
        "Web Taxclass Master",
        "ConnectionId ConnectionName TaxClassId TaxClassName TaxClassType Active",
    ),
    "webcustomergroupmasterdata": _page(
        33064461,
        "Web CustomerGroup Master",
        "ConnectionId ConnectionName GroupId GroupCode TaxClassId Active",
    ),
}


def publish(service: str) -> str:
    """What to do where it is missing, in a sentence."""
    if (needed := SERVICES.get(service)) is None:
        return f"In NAV, open Web Services, and publish the page or codeunit as {service}."
    kind = "codeunit" if needed.codeunit else "page"
    return (
        f"In NAV, open Web Services, add {kind} {needed.number} ({needed.page}) with the service "
        f"name {service}, and tick Published."
    )
