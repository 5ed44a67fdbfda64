"""NAV's own tables, with the fields that the standard pages show of them (W1, NAV 2017)."""

from navmage_dash.sandbox.nav.tables import Table, parse

ITEM = Table(
    name="Item",
    number=27,
    key=("No",),
    fields=parse("""
    No.: Code20; req | Description: Text50 | Blocked: Boolean | Type: Option Inventory,Service
    Base Unit of Measure: Code10 -> Unit of Measure | Last Date Modified: Date; ro | GTIN: Code14
    Assembly BOM: Boolean; ro | Shelf No.: Code10 | Created From Nonstock Item: Boolean; ro
    Item Category Code: Code20 -> Item Category | Product Group Code: Code10
    Search Description: Code50 | Inventory: Decimal; ro | Qty. on Purch. Order: Decimal; ro
    Qty. on Prod. Order: Decimal; ro | Qty. on Component Lines: Decimal; ro
    Qty. on Sales Order: Decimal; ro | Qty. on Service Order: Decimal; ro
    Service Item Group: Code10 | Qty. on Assembly Order: Decimal; ro
    Qty. on Asm. Component: Decimal; ro | StockoutWarningDefaultYes: Option Default,No,Yes
    PreventNegInventoryDefaultYes: Option Default,No,Yes | Net Weight: Decimal
    Gross Weight: Decimal | Automatic Ext. Texts: Boolean | Unit Price: Decimal
    CalcUnitPriceExclVAT: Decimal; ro | Price Includes VAT: Boolean
    Price/Profit Calculation: Option Profit=Price-Cost,Price=Cost+Profit,No Relationship
    SpecialPricesAndDiscountsTxt: Text80; ro | Profit %: Decimal | Unit Cost: Decimal
    Overhead Rate: Decimal | Allow Invoice Disc.: Boolean | Item Disc. Group: Code20
    Costing Method: Option FIFO,LIFO,Specific,Average,Standard | Indirect Cost %: Decimal
    Last Direct Cost: Decimal | Gen. Prod. Posting Group: Code20 -> Gen. Product Posting Group
    VAT Prod. Posting Group: Code20 -> VAT Product Posting Group
    Inventory Posting Group: Code20 -> Inventory Posting Group | Tariff No.: Code20
    Country/Region of Origin Code: Code10 -> Country/Region | Cost is Adjusted: Boolean; ro
    Cost is Posted to G/L: Boolean; ro | Standard Cost: Decimal
    Default Deferral Template Code: Code10 | Net Invoiced Qty.: Decimal; ro
    Sales Unit of Measure: Code10 -> Unit of Measure | Application Wksh. User ID: Code128
    Replenishment System: Option Purchase,Prod. Order,Assembly | Lead Time Calculation: Text32
    Vendor No.: Code20 | Vendor Item No.: Text20
    Purch. Unit of Measure: Code10 -> Unit of Measure
    Manufacturing Policy: Option Make-to-Stock,Make-to-Order | Routing No.: Code20
    Production BOM No.: Code20 | Rounding Precision: Decimal
    Flushing Method: Option Manual,Forward,Backward,Pick + Forward,Pick + Backward
    Scrap %: Decimal | Lot Size: Decimal
    Assembly Policy: Option Assemble-to-Stock,Assemble-to-Order
    Reordering Policy: Option ,Fixed Reorder Qty.,Maximum Qty.,Order,Lot-for-Lot
    Reserve: Option Never,Optional,Always
    Order Tracking Policy: Option None,Tracking Only,Tracking & Action Msg.
    Stockkeeping Unit Exists: Boolean; ro | Dampener Period: Text32 | Dampener Quantity: Decimal
    Critical: Boolean | Safety Lead Time: Text32 | Safety Stock Quantity: Decimal
    Include Inventory: Boolean | Lot Accumulation Period: Text32 | Rescheduling Period: Text32
    Reorder Point: Decimal | Reorder Quantity: Decimal | Maximum Inventory: Decimal
    Overflow Level: Decimal | Time Bucket: Text32 | Minimum Order Quantity: Decimal
    Maximum Order Quantity: Decimal | Order Multiple: Decimal | Item Tracking Code: Code10
    Serial Nos.: Code20 | Lot Nos.: Code20 | Expiration Calculation: Text32
    Warehouse Class Code: Code10 | Special Equipment Code: Code10 | Put-away Template Code: Code10
    Put-away Unit of Measure Code: Code10 | Phys Invt Counting Period Code: Code10
    Last Phys. Invt. Date: Date; ro | Last Counting Period Update: Date; ro
    Next Counting Start Date: Date; ro | Next Counting End Date: Date; ro | Identifier Code: Code20
    Use Cross-Docking: Boolean
    """),
)
ITEM_PICTURE = Table(
    name="Item Picture",  # in NAV a field of Item, which no page web service shows
    number=50_000,
    key=("Item_No",),
    fields=parse("Item No.: Code20; req | Picture: Text"),
)
VARIANT = Table(
    name="Item Variant",
    number=5401,
    key=("Item_No", "Code"),
    fields=parse("Item No.: Code20 -> Item; req | Code: Code10; req | Description: Text50"),
)
STOCKKEEPING_UNIT = Table(
    name="Stockkeeping Unit",
    number=5700,
    key=("Location_Code", "Item_No", "Variant_Code"),
    fields=parse("""
    Item No.: Code20 -> Item; req | Variant Code: Code10 | Location Code: Code10 -> Location
    Replenishment System: Option Purchase,Transfer,Prod. Order,Assembly | Description: Text50; ro
    Assembly BOM: Boolean; ro | Reorder Point: Decimal | Safety Stock Quantity: Decimal
    Inventory: Decimal; ro
    """),
    indexes=(("Item_No",),),
)
CUSTOMER = Table(
    name="Customer",
    number=18,
    key=("No",),
    fields=parse("""
    No.: Code20; req | Name: Text50 | Address: Text50 | Address 2: Text50 | Post Code: Code20
    City: Text30 | County: Text30 | Country/Region Code: Code10 -> Country/Region
    Phone No.: Text30 | Primary Contact No.: Code20 -> Contact | Contact: Text50
    Search Name: Code50 | Balance (LCY): Decimal; ro | Credit Limit (LCY): Decimal
    Salesperson Code: Code20 | Responsibility Center: Code10 | Service Zone Code: Code10
    Blocked: Option ,Ship,Invoice,All | Last Date Modified: Date; ro | Fax No.: Text30
    E-Mail: Text80 | Home Page: Text80 | IC Partner Code: Code20 | Document Sending Profile: Code20
    Bill-to Customer No.: Code20 -> Customer | VAT Registration No.: Text20 | GLN: Code13
    Invoice Copies: Integer | Invoice Disc. Code: Code20
    Copy Sell-to Addr. to Qte From: Option Company,Person
    Gen. Bus. Posting Group: Code20 -> Gen. Business Posting Group
    VAT Bus. Posting Group: Code20 -> VAT Business Posting Group
    Customer Posting Group: Code20 -> Customer Posting Group
    Customer Price Group: Code10 -> Customer Price Group
    Customer Disc. Group: Code20 | Allow Line Disc.: Boolean | Prices Including VAT: Boolean
    Prepayment %: Decimal | Application Method: Option Manual,Apply to Oldest
    Partner Type: Option ,Company,Person | Payment Terms Code: Code10 -> Payment Terms
    Payment Method Code: Code10 -> Payment Method | Reminder Terms Code: Code10
    Fin. Charge Terms Code: Code10 | Cash Flow Payment Terms Code: Code10
    Print Statements: Boolean | Last Statement No.: Integer | Block Payment Tolerance: Boolean
    Preferred Bank Account: Code20 | Location Code: Code10 -> Location | Combine Shipments: Boolean
    Reserve: Option Never,Optional,Always | Shipping Advice: Option Partial,Complete
    Shipment Method Code: Code10 | Shipping Agent Code: Code10 -> Shipping Agent
    Shipping Agent Service Code: Code10 | Shipping Time: Text32 | Base Calendar Code: Code10
    Customized Calendar: Text3; ro | Currency Code: Code10 -> Currency | Language Code: Code10
    """),
)
SHIP_TO_ADDRESS = Table(
    name="Ship-to Address",
    number=222,
    key=("Customer_No", "Code"),
    fields=parse("""
    Code: Code10; req | Name: Text50 | Address: Text50 | Address 2: Text50 | Post Code: Code20
    City: Text30 | County: Text30 | Country/Region Code: Code10 -> Country/Region
    ShowMap: Text30; ro
    Phone No.: Text30 | Contact: Text50 | Fax No.: Text30 | E-Mail: Text80 | Home Page: Text80
    Location Code: Code10 -> Location | Shipment Method Code: Code10
    Shipping Agent Code: Code10 -> Shipping Agent | Shipping Agent Service Code: Code10
    Service Zone Code: Code10 | Last Date Modified: Date; ro
    Customer No.: Code20 -> Customer; req
    """),
)
CONTACT = Table(
    name="Contact",
    number=5050,
    key=("No",),
    fields=parse("""
    No.: Code20; req | Name: Text50 | Type: Option Company,Person
    Company No.: Code20 -> Contact | Company Name: Text50; ro | Search Name: Code50
    Salesperson Code: Code20 | Salutation Code: Code10 | Organizational Level Code: Code10
    Last Date Modified: Date; ro | Date of Last Interaction: Date; ro
    Last Date Attempted: Date; ro | Next Task Date: Date; ro | Exclude from Segment: Boolean
    Address: Text50 | Address 2: Text50 | Post Code: Code20 | City: Text30 | County: Text30
    Country/Region Code: Code10 -> Country/Region | Phone No.: Text30
    Mobile Phone No.: Text30 | E-Mail: Text80 | Fax No.: Text30 | Home Page: Text80
    Correspondence Type: Option ,Hard Copy,E-Mail,Fax | Language Code: Code10
    Currency Code: Code10 -> Currency | Territory Code: Code10 | VAT Registration No.: Text20
    """),
)
CONTACT_ALT_ADDRESS = Table(
    name="Contact Alt. Address",
    number=5051,
    key=("Contact_No", "Code"),
    fields=parse("""
    Contact No.: Code20 -> Contact; req | Code: Code10; req | Company Name: Text50
    Address: Text50 | Address 2: Text50 | Post Code: Code20 | City: Text30 | County: Text30
    Country/Region Code: Code10 -> Country/Region | Phone No.: Text30
    Mobile Phone No.: Text30 | Fax No.: Text30 | E-Mail: Text80 | Home Page: Text80
    Last Date Modified: Date; ro
    """),
)
TABLES = (
    ITEM,
    ITEM_PICTURE,
    VARIANT,
    STOCKKEEPING_UNIT,
    CUSTOMER,
    SHIP_TO_ADDRESS,
    CONTACT,
    CONTACT_ALT_ADDRESS,
)
