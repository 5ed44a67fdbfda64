"""What customers, contact persons, orders and posted documents need of NAV's pages. Data."""

from collections.abc import Mapping

from navmage_dash.systems.families import (
    CONTACT_TO_MAGENTO,
    CONTACT_TO_NAV,
    CONTACTS,
    CUSTOMER_TO_MAGENTO,
    CUSTOMER_TO_NAV,
    CUSTOMERS,
    DOCUMENTS,
    GUEST,
    INVOICE,
    ORDER,
    SHIPMENT,
)
from navmage_dash.systems.nav_needed import Needed, made, page, read, told

_PLACE = "Address Address_2 City Post_Code County Country_Region_Code"
_CARD = f"No Name Contact {_PLACE} Phone_No E_Mail"
_GROUPS = "Gen_Bus_Posting_Group VAT_Bus_Posting_Group Customer_Posting_Group Payment_Terms_Code"
_SHIP_TO = f"Customer_No Code Name Contact {_PLACE} Phone_No"
_CONTACT = f"No Type Company_No Company_Name Name {_PLACE} Phone_No E_Mail"
_OF_CUSTOMER = (
    "CustomerNo ConnectionId WebSyncFlag WebCustomerId WebBillToAddressId WebCustomerFlag"
)
_OF_CONTACT = (
    "ContactNo ConnectionId WebSyncFlag WebContactId WebBillToAddressId WebContactFlag"
    " CustomerWebId ContactType"
)
_SALES_LINE = (
    "Line_No Type No Quantity Unit_Price Unit_of_Measure_Code VAT_Prod_Posting_Group"
    " Line_Discount_Amount"
)
_ORDER = (
    "No External_Document_No Sell_to_Customer_No Order_Date Currency_Code Prices_Including_VAT"
    " VAT_Bus_Posting_Group Payment_Method_Code Shipping_Agent_Code Ship_to_Name Ship_to_Contact"
)
_OF_ORDER = "OrderNo ConnectionId ConnectionName WebOrderId WebPaymentMethod"
_POSTED_LINE = "DocumentNo ConnectionId Quantity WebOrderItemId"

SALES: Mapping[str, Needed] = {
    "CustomerCard": page(
        21,
        "Customer Card",
        made(f"{_CARD} VAT_Registration_No {_GROUPS} Customer_Price_Group", CUSTOMER_TO_NAV),
        read(f"{_CARD} VAT_Registration_No", CUSTOMER_TO_MAGENTO),
        made(f"{_CARD} {_GROUPS}", GUEST),
        read("No Name E_Mail", CONTACT_TO_MAGENTO),
        read("No Name E_Mail Currency_Code VAT_Bus_Posting_Group", ORDER),
    ),
    "webcustomerdetails": page(
        33064487,
        "AEC Customer Details Card",
        made(
            "No ConnectionId WebSiteId WebCustomerFlag WebCustomerGroup WebCustomerGender B2B",
            CUSTOMER_TO_NAV,
        ),
        read("No ConnectionId WebSiteId WebCustomerGroup WebCustomerGender", CUSTOMER_TO_MAGENTO),
        made("No ConnectionId WebSiteId B2B", GUEST),
        read("No WebSiteId", (*CONTACT_TO_MAGENTO, *ORDER)),
    ),
    "webapplicationcustomerdata": page(
        33064474,
        "AEC Application Customer List",
        made(_OF_CUSTOMER, CUSTOMER_TO_NAV),
        told(_OF_CUSTOMER, CUSTOMER_TO_MAGENTO),
        made("CustomerNo ConnectionId WebSyncFlag WebCustomerId WebCustomerGuestId", GUEST),
        read("CustomerNo ConnectionId WebCustomerId WebCustomerFlag", CONTACT_TO_MAGENTO),
        read("CustomerNo ConnectionId WebCustomerId", (*CONTACT_TO_NAV, *ORDER)),
        list_type=True,
    ),
    "ShipToAddress": page(
        300,
        "Ship-to Address",
        made(_SHIP_TO, CUSTOMER_TO_NAV),
        read(_SHIP_TO, CUSTOMER_TO_MAGENTO),
    ),
    "webshiptoaddressdeatils": page(
        33064473,
        "AEC Ship-To Address",
        made("CustomerNo Code ConnectionId WebAddressId WebSyncFlag", CUSTOMERS),
        list_type=True,
    ),
    "ContactCard": page(
        5050,
        "Contact Card",
        made(_CONTACT, CONTACT_TO_NAV),
        read(_CONTACT, CONTACT_TO_MAGENTO),
    ),
    "webcontactdetails": page(
        33064481,
        "AEC Contact Details CardPart",
        made(
            "No ConnectionId WebSiteId WebContactFlag WebCustomerGroup WebCustomerGender",
            CONTACT_TO_NAV,
        ),
        read("No WebCustomerGroup WebCustomerGender", CONTACT_TO_MAGENTO),
    ),
    "webapplicationcontactdata": page(
        33064482,
        "AEC Application Contact LP",
        made(_OF_CONTACT, CONTACT_TO_NAV),
        told(_OF_CONTACT, CONTACT_TO_MAGENTO),
        read("ConnectionId WebContactId CustomerWebId", ORDER),
        list_type=True,
    ),
    "ContactBusinessRelations": page(
        5061,
        "Contact Business Relations",
        read("No Contact_No Link_to_Table", CONTACTS),
    ),
    "SalesOrder": page(
        42,
        "Sales Order",
        made(
            " ".join(
                (
                    _ORDER,
                    *(f"Ship_to_{name}" for name in _PLACE.split()),
                    "SalesLines",
                    *(f"SalesLines.{name}" for name in _SALES_LINE.split()),
                )
            ),
            ORDER,
        ),
    ),
    "webapplicationorderdata": page(
        33064476,
        "AEC Order Header Details",
        made(
            "OrderNo ConnectionId DocumentType WebIncrementId WebOrderId WebPaymentMethod"
            " WebPaymentTransactionId WebOrderFlag WebSyncFlag isError ErrorText",
            ORDER,
        ),
        told(
            f"{_OF_ORDER} WebShipmentIncrementId WebShipmentTrackingNo WebShipmentCarrier", SHIPMENT
        ),
        told(f"{_OF_ORDER} WebInvoiceIncrementId", INVOICE),
    ),
    "webapplicationorderline": page(
        33064477,
        "AEC Order Line",
        made("OrderNo LineNo ConnectionId ItemNo WebOrderItemId", ORDER),
    ),
    "webshipmentinvoicesync": page(
        33064484,
        "AEC ShipmentInvoice Sync",
        told(
            "DocumentType DocumentNo OrderNo ConnectionId WebOrderId WebSyncFlag WebId", DOCUMENTS
        ),
        read("TrackingNo Carrier", SHIPMENT),
        read("OrderNo ConnectionId DocumentType", ORDER),
    ),
    "webshipmentline": page(33064485, "AEC Shipment Line", read(_POSTED_LINE, SHIPMENT)),
    "webinvoiceline": page(33064486, "AEC Invoice Line", read(_POSTED_LINE, INVOICE)),
    "VATPostingSetup": page(
        472,
        "VAT Posting Setup",
        read(
            "VAT_Bus_Posting_Group VAT_Prod_Posting_Group VAT_Percent VAT_Calculation_Type", ORDER
        ),
    ),
    "Currencies": page(5, "Currencies", read("Code", ORDER)),
}
