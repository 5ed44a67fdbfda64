"""Every page web service of this company, by the name under which it is published."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import marketing, prices, sales, setup, standard
from navmage_dash.sandbox.nav.pages import Page, page, part
from navmage_dash.sandbox.nav.tables import Table

_ITEM = ("ItemNo", "No")
TABLES: tuple[Table, ...] = (
    *setup.TABLES,
    *standard.TABLES,
    marketing.BUSINESS_RELATION,
    prices.SALES_PRICE,
    *sales.TABLES,
    *ext.TABLES,
)


def _item_card() -> Page:
    parts = (
        part("WebProductDetails", "Web_Product_Details_CP", ext.PRODUCT_DETAILS, _ITEM),
        part("ProductWebSites", "Web_ProductWebsites", ext.PRODUCT_WEBSITES, _ITEM),
        part("ProductAttributes", "Web_ProductAttribute", ext.PRODUCT_ATTRIBUTES, _ITEM),
        part("ProductCategories", "Web_ProductCategory", ext.PRODUCT_CATEGORIES, _ITEM),
        part(
            "ProductChild",
            "Web_Product_Child_Details",
            ext.PRODUCT_CHILDREN,
            ("ParentItemNo", "No"),
        ),
        part("ProductApplicationData", "AEC_Application_Item_List", ext.APPLICATION_ITEM, _ITEM),
    )
    return page("ItemCard", 30, standard.ITEM, parts=parts)


def _customer_card() -> Page:
    lines = part(
        "CustomerApplicationData",
        "AEC_Application_Customer_List",
        ext.APPLICATION_CUSTOMER,
        ("CustomerNo", "No"),
    )
    return page("CustomerCard", 21, standard.CUSTOMER, parts=(lines,))


def _contact_card() -> Page:
    lines = part(
        "ContactApplicationData",
        "AEC_Application_Contact_LP",
        ext.APPLICATION_CONTACT,
        ("ContactNo", "No"),
    )
    return page("ContactCard", 5050, standard.CONTACT, parts=(lines,))


def _ship_to_address() -> Page:
    lines = part(
        "ShipToApplicationData",
        "AEC_Ship_To_Address",
        ext.SHIP_TO,
        ("CustomerNo", "Customer_No"),
        ("Code", "Code"),
    )
    return page("ShipToAddress", 300, standard.SHIP_TO_ADDRESS, parts=(lines,))


def _to_look_at(service: str, number: int, table: Table) -> Page:
    """A page that is not editable."""
    return page(service, number, table, can_insert=False, can_modify=False, can_delete=False)


PAGES: tuple[Page, ...] = (
    _item_card(),
    _customer_card(),
    _ship_to_address(),
    _contact_card(),
    page("ContactAltAddressCard", 5056, standard.CONTACT_ALT_ADDRESS),
    _to_look_at("ContactBusinessRelations", 5061, marketing.BUSINESS_RELATION),
    sales.order_page(),
    sales.lines_page(),
    page("SalesPrices", 7002, prices.SALES_PRICE),
    page("StockkeepingUnits", 5701, standard.STOCKKEEPING_UNIT),
    page("ItemVariants", 5401, standard.VARIANT),
    page("webproductdetailslist", 33064469, ext.PRODUCT_DETAILS),
    page("webproductdetails", 33064470, ext.PRODUCT_DETAILS),
    page("webproductwebsites", 33064466, ext.PRODUCT_WEBSITES),
    page("webproductattributes", 33064467, ext.PRODUCT_ATTRIBUTES),
    page("webproductcategories", 33064468, ext.PRODUCT_CATEGORIES),
    page("webproductchilditem", 33064471, ext.PRODUCT_CHILDREN),
    page("webapplicationproductdata", 33064475, ext.APPLICATION_ITEM),
    page("webcustomerdetails", 33064487, ext.CUSTOMER_DETAILS),
    page("webapplicationcustomerdata", 33064474, ext.APPLICATION_CUSTOMER),
    page("webcontactdetails", 33064481, ext.CONTACT_DETAILS),
    page("webapplicationcontactdata", 33064482, ext.APPLICATION_CONTACT),
    page("webshiptoaddressdeatils", 33064473, ext.SHIP_TO),
    page("webapplicationorderdata", 33064476, ext.ORDER_HEADER),
    page("webapplicationorderline", 33064477, ext.ORDER_LINE),
    page("webshipmentinvoicesync", 33064484, ext.SHIPMENT_INVOICE, can_insert=False),
    page("webshipmentline", 33064485, ext.SHIPMENT_LINE, can_insert=False, can_delete=False),
    page("webinvoiceline", 33064486, ext.INVOICE_LINE, can_insert=False, can_delete=False),
    page("webattributemasterdata", 33064464, ext.ATTRIBUTE_MASTER),
    page("webcategorymasterdata", 33064465, ext.CATEGORY_MASTER),
    page("websitemasterdata", 33064463, ext.WEBSITE_MASTER),
    page("webtaxclassmasterdata", 33064462, ext.TAX_CLASS_MASTER),
    page("webcustomergroupmasterdata", 33064461, ext.CUSTOMER_GROUP_MASTER),
    _to_look_at("VATPostingSetup", 472, setup.VAT_POSTING_SETUP),
    _to_look_at("PaymentMethods", 427, setup.PAYMENT_METHOD),
    _to_look_at("ShippingAgents", 428, setup.SHIPPING_AGENT),
    _to_look_at("Locations", 15, setup.LOCATION),
    _to_look_at("Currencies", 5, setup.CURRENCY),
    _to_look_at("CountriesRegions", 10, setup.COUNTRY),
    _to_look_at("CustomerPriceGroups", 7, setup.CUSTOMER_PRICE_GROUP),
)


def published(
    *,
    as_card: bool = False,
    unpublished: Iterable[str] = (),
    missing_fields: Mapping[str, set[str]] | None = None,
) -> dict[str, Page]:
    """The pages by service name. as_card: Web Product Details CP is no list, see carded()."""
    left_out = set(unpublished)
    missing = missing_fields or {}
    pages = [each for each in PAGES if each.service not in left_out]
    if as_card:
        pages = [carded(each) for each in pages]
    return {each.service: each.lacking(missing.get(each.service, set())) for each in pages}


def carded(page: Page) -> Page:
    """As a card, the part is missing below the item, and one line of an item comes through."""
    if page.service == "ItemCard":
        return replace(page, parts=page.parts[1:])
    if page.service == "webproductdetailslist":
        return replace(page, key=("ItemNo",), one_each="ItemNo")
    return page
