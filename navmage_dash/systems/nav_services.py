"""The web services that NAV has to publish, and what we need of each. Data, read by people too.

Page numbers 5 to 7002 are NAV's own, 330644xx those of the extension. A company may have published
them under its own object numbers; what counts is the name.
"""

from collections.abc import Mapping

from navmage_dash.systems.families import (
    CONFIGURABLE,
    IMAGE,
    INVENTORY,
    ORDER,
    PRICE,
    PRODUCT_TO_NAV,
    SALES_PRICES,
)
from navmage_dash.systems.nav_needed import Needed, codeunit, made, page, read, told
from navmage_dash.systems.nav_sales_services import SALES

ITEMS: Mapping[str, Needed] = {
    "ItemCard": page(
        30,
        "Item Card",
        read("No Description Unit_Price Net_Weight Inventory"),
        read("Base_Unit_of_Measure", (*PRICE, *SALES_PRICES)),
        read("Qty_on_Sales_Order", INVENTORY, "stock of shops that reserve nothing"),
        made(
            "Base_Unit_of_Measure Gen_Prod_Posting_Group VAT_Prod_Posting_Group"
            " Inventory_Posting_Group Item_Category_Code",
            PRODUCT_TO_NAV,
        ),
        read("VAT_Prod_Posting_Group Base_Unit_of_Measure Sales_Unit_of_Measure", ORDER),
    ),
    "webproductdetailslist": page(
        33064469,
        "Web Product Details CP Page",
        read(
            "ItemNo ConnectionId WebAttributeSetId WebTaxClassId WebItemFlag WebItemIsEnable"
            " WebItemIsVisible WebProductType WebDescription WebShortDescription"
        ),
        made(
            "ApplicationName WebAttributeSet WebTaxClass WebUrlKey WebMetaTitle WebMetaDescription",
            PRODUCT_TO_NAV,
        ),
        list_type=True,
    ),
    "webproductwebsites": page(
        33064466,
        "Web ProductWebsites",
        read("ItemNo ConnectionId LineNo WebSiteId"),
        made("WebSiteName", PRODUCT_TO_NAV),
    ),
    "webproductattributes": page(
        33064467,
        "Web ProductAttribute",
        read("ItemNo ConnectionId LineNo AttributeId AttributeOptionId"),
        made("AttributeName AttributeOption AttributeValue", PRODUCT_TO_NAV),
    ),
    "webproductcategories": page(
        33064468,
        "Web ProductCategory",
        read("ItemNo ConnectionId LineNo CategoryId"),
        made("CategoryName Path", PRODUCT_TO_NAV),
    ),
    "webapplicationproductdata": page(
        33064475,
        "AEC Application Item List",
        told(
            "ItemNo ConnectionId WebSyncFlag WebId WebStockFlag WebProdType WebItemFlag"
            " WebLastUpdateStock WebSpecialPriceFlag WebTierPriceFlag"
        ),
        told("WebPriceSyncFlag WebLastUpdatedPrice", PRICE),
        made("ItemNo", PRODUCT_TO_NAV),
        list_type=True,
    ),
    "webproductchilditem": page(
        33064471,
        "Web Product Child Details",
        told("ParentItemNo ConnectionId ChildItemNo WebID WebSyncFlag", CONFIGURABLE),
        list_type=True,
    ),
    "SalesPrices": page(
        7002,
        "Sales Prices",
        read(
            "Item_No Sales_Type Sales_Code Starting_Date Ending_Date Currency_Code Variant_Code"
            " Unit_of_Measure_Code Minimum_Quantity Unit_Price",
            SALES_PRICES,
        ),
    ),
    "StockkeepingUnits": page(
        5701,
        "Stockkeeping Unit List",
        read("Item_No Location_Code Inventory", INVENTORY, "stock by location"),
    ),
    "aecutility": codeunit(33064466, "AEC Utility", read("GetItemPicture", IMAGE)),
    "webattributemasterdata": page(
        33064464,
        "Web Attribute Master",
        made(
            "ConnectionId ConnectionName AttributeSetId AttributeSet AttributeId AttributeCode"
            " AttributeName InputType OptionId OptionName Active"
        ),
    ),
    "websitemasterdata": page(
        33064463,
        "Web WebSite Master",
        made("ConnectionId ConnectionName WebSiteId WebSiteCode WebSiteName Active"),
    ),
    "webcategorymasterdata": page(
        33064465,
        "Web Category Master",
        made(
            "ConnectionId ConnectionName CategoryId CategoryName ParentId Path Level IsActive"
            " Active"
        ),
    ),
    "webtaxclassmasterdata": page(
        33064462,
        "Web Taxclass Master",
        made("ConnectionId ConnectionName TaxClassId TaxClassName TaxClassType Active"),
    ),
    "webcustomergroupmasterdata": page(
        33064461,
        "Web CustomerGroup Master",
        made("ConnectionId ConnectionName GroupId GroupCode TaxClassId Active"),
    ),
}
SERVICES: Mapping[str, Needed] = {**ITEMS, **SALES}


def publish(service: str) -> str:
    """What to do where it is missing, in a sentence."""
    if (needed := SERVICES.get(service)) is None:
        return f"In NAV, open Web Services, and publish the page or codeunit as {service}."
    kind = "codeunit" if needed.codeunit else "page"
    return (
        f"In NAV, open Web Services, add {kind} {needed.number} ({needed.page}) with the service "
        f"name {service}, and tick Published."
    )
