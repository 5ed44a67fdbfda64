"""The tables of the extension: one line for each item, customer, … and connection.

Field names are the controls' names, which have no blanks. Page numbers are those of the extension;
its table numbers are not known, so tables are numbered like their pages.
"""

from navmage_dash.sandbox.nav.tables import Table, parse

_CONNECTION = "ConnectionId: Text50; req | ConnectionName: Text50"


def _table(name: str, number: int, text: str, *key: str, index: str = "", more: str = "") -> Table:
    """index, more: fields, in order, by which many records are looked up."""
    indexes = tuple(tuple(each.split()) for each in (index, more) if each)
    return Table(name=name, number=number, fields=parse(text), key=key, indexes=indexes)


PRODUCT_DETAILS = _table(
    "Web Product Details",
    33064469,
    f"""ItemNo: Code20 -> Item; req | {_CONNECTION} | ApplicationName: Text50
    WebAttributeSetId: Integer | WebAttributeSet: Text100 | WebTaxClassId: Integer
    WebTaxClass: Text100 | WebItemFlag: Boolean | WebItemIsEnable: Boolean
    WebItemIsVisible: Boolean | MaintainCrossReference: Boolean
    WebProductType: Option ,Simple,Configurable,Bundle,Grouped | WebDescription: Text250
    WebShortDescription: Text250 | WebUrlKey: Text100 | WebMetaTitle: Text100
    WebMetaDescription: Text250 | WebWeight: Decimal""",
    "ItemNo",
    "ConnectionId",
    index="ConnectionId ItemNo",
)
PRODUCT_WEBSITES = _table(
    "Web Product Websites",
    33064466,
    f"""ItemNo: Code20 -> Item; req | {_CONNECTION} | LineNo: Integer | WebSiteId: Integer
    WebSiteName: Text100""",
    "ItemNo",
    "ConnectionId",
    "LineNo",
    index="ConnectionId ItemNo LineNo",
)
PRODUCT_ATTRIBUTES = _table(
    "Web Product Attribute",
    33064467,
    f"""ItemNo: Code20 -> Item; req | {_CONNECTION} | LineNo: Integer | AttributeId: Integer
    AttributeName: Text100 | AttributeOptionId: Integer | AttributeOption: Text100
    AttributeValue: Text250""",
    "ItemNo",
    "ConnectionId",
    "LineNo",
    index="ConnectionId ItemNo LineNo",
)
PRODUCT_CATEGORIES = _table(
    "Web Product Category",
    33064468,
    f"""ItemNo: Code20 -> Item; req | {_CONNECTION} | LineNo: Integer | CategoryId: Integer
    CategoryName: Text100 | Path: Text250""",
    "ItemNo",
    "ConnectionId",
    "LineNo",
    index="ConnectionId ItemNo LineNo",
)
PRODUCT_CHILDREN = _table(
    "Web Product Child Details",
    33064471,
    f"""ParentItemNo: Code20 -> Item; req | {_CONNECTION} | ChildItemNo: Code20 -> Item; req
    Title: Text100 | Price: Decimal | PriceType: Option Fixed,Percent | InputType: Text30
    IsRequired: Boolean | UserDefined: Boolean | Quantity: Decimal | WebID: Text30
    WebSyncFlag: Code1""",
    "ParentItemNo",
    "ConnectionId",
    "ChildItemNo",
    index="ConnectionId ParentItemNo",
)
APPLICATION_ITEM = _table(
    "AEC Application Item",
    33064475,
    f"""ApplicationId: Integer | ItemNo: Code20 -> Item; req | {_CONNECTION} | WebSyncFlag: Code1
    WebId: Text30 | WebStockFlag: Code1 | WebTierPriceFlag: Code1 | WebSpecialPriceFlag: Code1
    WebPriceSyncFlag: Code1 | WebProdType: Option ,Simple,Configurable,Bundle,Grouped
    WebItemFlag: Boolean | WebLastUpdateStock: Decimal | WebLastUpdatedPrice: Decimal
    WebPriceId: Text30""",
    "ItemNo",
    "ConnectionId",
    index="ConnectionId WebSyncFlag ItemNo",
    more="ConnectionId WebStockFlag ItemNo",
)
CUSTOMER_DETAILS = _table(
    "AEC Customer Details",
    33064487,
    f"""No: Code20 -> Customer; req | {_CONNECTION.replace("; req", "")} | WebCustomerFlag: Boolean
    WebSiteId: Integer | WebCustomerGroup: Text50 | WebCustomerGender: Option ,Male,Female
    B2B: Boolean""",
    "No",
)
APPLICATION_CUSTOMER = _table(
    "AEC Application Customer",
    33064474,
    f"""ApplicationId: Integer | CustomerNo: Code20 -> Customer; req | {_CONNECTION}
    WebSyncFlag: Code1 | WebCustomerId: Text30 | WebBillToAddressId: Text30
    WebCustomerGuestId: Text30 | WebCustomerFlag: Boolean""",
    "CustomerNo",
    "ConnectionId",
    index="ConnectionId WebSyncFlag CustomerNo",
)
CONTACT_DETAILS = _table(
    "AEC Contact Details",
    33064481,
    f"""No: Code20 -> Contact; req | {_CONNECTION.replace("; req", "")} | WebSiteId: Integer
    WebContactFlag: Boolean | WebCustomerGroup: Text50 | WebCustomerGender: Option ,Male,Female""",
    "No",
)
APPLICATION_CONTACT = _table(
    "AEC Application Contact",
    33064482,
    f"""ApplicationId: Integer | ContactNo: Code20 -> Contact; req | {_CONNECTION}
    WebSyncFlag: Code1 | WebContactId: Text30 | WebBillToAddressId: Text30
    WebContactFlag: Boolean | CustomerWebId: Text30 | ContactType: Option Company,Person""",
    "ContactNo",
    "ConnectionId",
    index="ConnectionId WebSyncFlag ContactNo",
)
SHIP_TO = _table(
    "AEC Ship-to Address",
    33064473,
    f"""CustomerNo: Code20 -> Customer; req | Code: Code10; req | {_CONNECTION}
    WebAddressId: Text30 | WebSyncFlag: Code1""",
    "CustomerNo",
    "Code",
    "ConnectionId",
    index="ConnectionId WebSyncFlag",
)
ORDER_HEADER = _table(
    "AEC Order Header Details",
    33064476,
    """OrderNo: Code20; req | ConnectionId: Text50 | ConnectionName: Text50 | DocumentType: Text30
    WebIncrementId: Text30 | WebOrderId: Text30 | WebShipmentIncrementId: Text30
    WebInvoiceIncrementId: Text30 | WebPaymentTransactionId: Text100
    WebShipmentTrackingNo: Text50 | WebShipmentCarrier: Text50 | WebPaymentMethod: Text50
    WebOrderFlag: Boolean | WebSyncFlag: Code1 | isError: Boolean | ErrorText: Text250""",
    "OrderNo",
    index="ConnectionId WebIncrementId",
)
ORDER_LINE = _table(
    "AEC Order Line",
    33064477,
    """OrderNo: Code20; req | LineNo: Integer; req | ConnectionId: Text50 | ConnectionName: Text50
    ItemNo: Code20 | WebOrderItemId: Text30""",
    "OrderNo",
    "LineNo",
)
SHIPMENT_INVOICE = _table(
    "AEC Shipment Invoice Sync",
    33064484,
    """DocumentType: Option Shipment,Invoice | DocumentNo: Code20; req | OrderNo: Code20
    ConnectionId: Text50 | ConnectionName: Text50 | WebOrderId: Text30 | WebSyncFlag: Code1
    TrackingNo: Text50 | Carrier: Text50 | WebId: Text30 | PostingDate: Date""",
    "DocumentType",
    "DocumentNo",
    index="ConnectionId WebSyncFlag",
)
_POSTED_LINE = """DocumentNo: Code20; req | LineNo: Integer; req | ConnectionId: Text50
    ConnectionName: Text50 | ItemNo: Code20 | Quantity: Decimal | WebOrderItemId: Text30"""
SHIPMENT_LINE = _table("AEC Shipment Line", 33064485, _POSTED_LINE, "DocumentNo", "LineNo")
INVOICE_LINE = _table("AEC Invoice Line", 33064486, _POSTED_LINE, "DocumentNo", "LineNo")
ATTRIBUTE_MASTER = _table(
    "Web Attribute Master",
    33064464,
    f"""{_CONNECTION} | AttributeSetId: Integer | AttributeSet: Text100 | AttributeId: Integer
    AttributeCode: Text60 | AttributeName: Text100 | InputType: Text30 | OptionId: Integer
    OptionName: Text100 | Active: Boolean""",
    "ConnectionId",
    "AttributeSetId",
    "AttributeId",
    "OptionId",
)
WEBSITE_MASTER = _table(
    "Web WebSite Master",
    33064463,
    f"{_CONNECTION} | WebSiteId: Integer | WebSiteCode: Text50 | WebSiteName: Text100"
    " | Active: Boolean",
    "ConnectionId",
    "WebSiteId",
)
CATEGORY_MASTER = _table(
    "Web Category Master",
    33064465,
    f"""{_CONNECTION} | CategoryId: Integer | CategoryName: Text100 | ParentId: Integer
    Path: Text250 | Level: Integer | IsActive: Boolean | Active: Boolean""",
    "ConnectionId",
    "CategoryId",
)
TAX_CLASS_MASTER = _table(
    "Web Taxclass Master",
    33064462,
    f"{_CONNECTION} | TaxClassId: Integer | TaxClassName: Text100 | TaxClassType: Text30"
    " | Active: Boolean",
    "ConnectionId",
    "TaxClassId",
)
CUSTOMER_GROUP_MASTER = _table(
    "Web CustomerGroup Master",
    33064461,
    f"{_CONNECTION} | GroupId: Integer | GroupCode: Text50 | TaxClassId: Integer | Active: Boolean",
    "ConnectionId",
    "GroupId",
)
TABLES = tuple(each for each in list(globals().values()) if isinstance(each, Table))
