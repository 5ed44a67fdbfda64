"""Sales orders: the header of page 42 and its lines (part 46), W1 fields of NAV 2017."""

from navmage_dash.sandbox.nav.pages import Page, page, part
from navmage_dash.sandbox.nav.tables import Table, parse

HEADER = Table(
    name="Sales Header",
    number=36,
    key=("Document_Type", "No"),
    fields=parse("""
    Document Type: Option Quote,Order,Invoice,Credit Memo,Blanket Order,Return Order; ro
    No.: Code20; req | Sell-to Customer No.: Code20 -> Customer
    Sell-to Contact No.: Code20 -> Contact | Sell-to Customer Name: Text50
    Sell-to Address: Text50 | Sell-to Address 2: Text50 | Sell-to Post Code: Code20
    Sell-to City: Text30 | Sell-to Contact: Text50 | No. of Archived Versions: Integer; ro
    Posting Date: Date | Order Date: Date | Document Date: Date | Due Date: Date
    Requested Delivery Date: Date | Promised Delivery Date: Date | Quote No.: Code20; ro
    External Document No.: Code35 | Salesperson Code: Code20 | Campaign No.: Code20
    Opportunity No.: Code20 | Responsibility Center: Code10 | Assigned User ID: Code50
    Job Queue Status: Option ,Scheduled for Posting,Error,Posting; ro
    Status: Option Open,Released,Pending Approval,Pending Prepayment; ro
    Bill-to Customer No.: Code20 -> Customer | Bill-to Contact No.: Code20 -> Contact
    Bill-to Name: Text50 | Bill-to Address: Text50 | Bill-to Address 2: Text50
    Bill-to Post Code: Code20 | Bill-to City: Text30 | Bill-to Contact: Text50
    Shortcut Dimension 1 Code: Code20 | Shortcut Dimension 2 Code: Code20
    Payment Terms Code: Code10 -> Payment Terms | Payment Discount %: Decimal
    Pmt. Discount Date: Date | Payment Method Code: Code10 -> Payment Method
    Direct Debit Mandate ID: Code35 | Prices Including VAT: Boolean
    VAT Bus. Posting Group: Code20 -> VAT Business Posting Group
    Ship-to Code: Code10 | Ship-to Name: Text50 | Ship-to Address: Text50
    Ship-to Address 2: Text50 | Ship-to Post Code: Code20 | Ship-to City: Text30
    Ship-to County: Text30
    Ship-to Country/Region Code: Code10 -> Country/Region | Ship-to Contact: Text50
    Location Code: Code10 -> Location | Outbound Whse. Handling Time: Text32
    Shipment Method Code: Code10 | Shipping Agent Code: Code10 -> Shipping Agent
    Shipping Agent Service Code: Code10 | Shipping Time: Text32 | Late Order Shipping: Boolean; ro
    Package Tracking No.: Text30 | Shipment Date: Date | Shipping Advice: Option Partial,Complete
    Currency Code: Code10 -> Currency | EU 3-Party Trade: Boolean | Transaction Type: Code10
    Transaction Specification: Code10 | Transport Method: Code10 | Exit Point: Code10
    Area: Code10 | Prepayment %: Decimal | Compress Prepayment: Boolean
    Prepmt. Payment Terms Code: Code10 -> Payment Terms | Prepayment Due Date: Date
    Prepmt. Payment Discount %: Decimal | Prepmt. Pmt. Discount Date: Date
    """),
    indexes=(("External_Document_No",),),
)
LINE = Table(
    name="Sales Line",
    number=37,
    key=("Document_Type", "Document_No", "Line_No"),
    fields=parse("""
    Document Type: Option Quote,Order,Invoice,Credit Memo,Blanket Order,Return Order; ro
    Type: Option ,G/L Account,Item,Resource,Fixed Asset,Charge (Item) | No.: Code20
    Cross-Reference No.: Code20 | IC Partner Code: Code20
    IC Partner Ref. Type: Option ,G/L Account,Item,Charge (Item),Cross Reference,Common Item No.
    IC Partner Reference: Code20 | Variant Code: Code10 | Substitution Available: Boolean; ro
    Purchasing Code: Code10 | Nonstock: Boolean; ro
    VAT Prod. Posting Group: Code20 -> VAT Product Posting Group | Description: Text50
    Drop Shipment: Boolean | Special Order: Boolean; ro | Return Reason Code: Code10
    Location Code: Code10 -> Location | Bin Code: Code20 | Reserve: Option Never,Optional,Always
    Quantity: Decimal | Qty. to Assemble to Order: Decimal | Reserved Quantity: Decimal; ro
    Unit of Measure Code: Code10 -> Unit of Measure | Unit of Measure: Text10
    Unit Cost (LCY): Decimal | SalesPriceExist: Boolean; ro | Unit Price: Decimal
    Line Amount: Decimal | SalesLineDiscExists: Boolean; ro | Line Discount %: Decimal
    Line Discount Amount: Decimal | Prepayment %: Decimal | Prepmt. Line Amount: Decimal
    Prepmt. Amt. Inv.: Decimal; ro | Allow Invoice Disc.: Boolean | Inv. Discount Amount: Decimal
    Qty. to Ship: Decimal | Quantity Shipped: Decimal; ro | Qty. to Invoice: Decimal
    Quantity Invoiced: Decimal; ro | Prepmt Amt to Deduct: Decimal
    Prepmt Amt Deducted: Decimal; ro | Allow Item Charge Assignment: Boolean
    Qty. to Assign: Decimal; ro | Qty. Assigned: Decimal; ro | Requested Delivery Date: Date
    Promised Delivery Date: Date | Planned Delivery Date: Date | Planned Shipment Date: Date
    Shipment Date: Date | Shipping Agent Code: Code10 -> Shipping Agent
    Shipping Agent Service Code: Code10 | Shipping Time: Text32 | Work Type Code: Code10
    Whse. Outstanding Qty.: Decimal; ro | Whse. Outstanding Qty. (Base): Decimal; ro
    ATO Whse. Outstanding Qty.: Decimal; ro | ATO Whse. Outstd. Qty. (Base): Decimal; ro
    Outbound Whse. Handling Time: Text32 | Blanket Order No.: Code20; ro
    Blanket Order Line No.: Integer; ro | FA Posting Date: Date
    Depr. until FA Posting Date: Boolean | Depreciation Book Code: Code10
    Use Duplication List: Boolean | Duplicate in Depreciation Book: Code10
    Appl.-from Item Entry: Integer | Appl.-to Item Entry: Integer | Deferral Code: Code10
    Shortcut Dimension 1 Code: Code20 | Shortcut Dimension 2 Code: Code20
    ShortcutDimCode[3]: Code20 | ShortcutDimCode[4]: Code20 | ShortcutDimCode[5]: Code20
    ShortcutDimCode[6]: Code20 | ShortcutDimCode[7]: Code20 | ShortcutDimCode[8]: Code20
    Document No.: Code20; ro | Line No.: Integer; ro | Invoice Discount Amount: Decimal
    Invoice Disc. Pct.: Decimal; ro | Total Amount Excl. VAT: Decimal; ro
    Total VAT Amount: Decimal; ro | Total Amount Incl. VAT: Decimal; ro
    RefreshTotals: Text30; ro
    """),
    indexes=(("No",),),
)
TABLES = (HEADER, LINE)
ORDER = 1  # the ordinal of Document Type


def order_page() -> Page:
    """Document Type is fixed by the page's view, so it is no control and Read does not take it."""
    lines = part(
        "SalesLines",
        "Sales_Order_Line",
        LINE,
        ("Document_No", "No"),
        fields=LINE.without({"Document_Type"}),
        fixed={"Document_Type": ORDER},
        writable=True,
    )
    return page(
        "SalesOrder",
        42,
        HEADER,
        fields=HEADER.without({"Document_Type"}),
        key=("No",),
        view={"Document_Type": ORDER},
        parts=(lines,),
    )


def lines_page() -> Page:
    """The lines alone: what page 46 is when it is published by itself."""
    return page(
        "SalesOrderLines",
        46,
        LINE,
        fields=LINE.without({"Document_Type"}),
        key=("Document_No", "Line_No"),
        view={"Document_Type": ORDER},
    )
