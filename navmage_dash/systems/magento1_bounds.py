"""What SOAP v2 of Magento 1 and OpenMage cannot do, and what there is to do instead. Data.

Facts: recordings of OpenMage 20.0.20 and of the Oro bridge 1.2.19; what each module found of them
stands in its docstring, magento1_products to magento1_orders.
"""

from collections.abc import Sequence

from navmage_dash.systems.bounds import Bound, End, Shop

PEOPLE: Sequence[End] = (("from", "customers"), ("to", "customers"))
DOCUMENTS: Sequence[End] = (("to", "invoices"), ("to", "shipments"))
PRODUCTS: Sequence[End] = (("to", "products"),)


def _wsi(shop: Shop) -> bool:
    return shop.wsi


def _without_bridge(shop: Shop) -> bool:
    return shop.bridge is False


MAGENTO1 = (
    Bound(
        refuses=True,
        ends=(("to", "configurables"),),
        says="Magento's SOAP v2 API can neither set nor read which products belong to a "
        "configurable one. Its children are carried as simple products: link them in Magento's "
        "admin, under Associated Products.",
    ),
    Bound(
        refuses=True,
        need="customer_attributes",
        says="Magento's SOAP v2 API neither reads nor writes attributes of customers, and one of "
        "them would say whose contact person an account is. Carry such accounts as customers, or "
        "keep contact persons in NAV alone.",
    ),
    Bound(
        ends=PRODUCTS,
        fields=("custom.",),
        when=_wsi,
        says="Attributes of your own are not carried: with WS-I Compliance, SOAP v2 cannot write "
        "them. Switch it off in Magento (System → Configuration → Services → Magento Core API) and "
        "in this connection, press Check Connection and run Simple Product Update in full.",
    ),
    Bound(
        ends=PRODUCTS,
        says="A product keeps the attribute set that it was made with, as SOAP v2 cannot change "
        "it. An item that gets another one fails alone until it has the former one back.",
    ),
    Bound(
        ends=PRODUCTS,
        says="An item without a tax class fails alone: Magento 1 would sell it free of tax. Choose "
        "one in NAV, under Web Product Details.",
    ),
    Bound(
        ends=(("from", "tax_classes"),),
        says="Product tax classes only: SOAP v2 tells neither customers' tax classes nor tax "
        "rates.",
    ),
    Bound(
        ends=(("from", "customer_groups"),),
        fields=("TaxClassId",),
        says="Groups come without their tax class: SOAP v2 tells their number and code only.",
    ),
    Bound(
        ends=(("from", "websites"),),
        when=_without_bridge,
        says="Without the Oro bridge websites have no names of their own: they are called after "
        "their store views.",
    ),
    Bound(
        ends=(("to", "stock"),),
        says="Magento 1 has one quantity for each product: what the lookup Inventory source sends "
        "to several sources is added up.",
    ),
    Bound(
        ends=(("to", "stock"),),
        says="Magento 1 takes what is ordered from its stock at once, so it gets what is "
        "available in NAV: on hand, less what is on sales orders (Quantity that is sent, in the "
        "settings of scenarios).",
    ),
    Bound(
        ends=(("to", "prices"),),
        says="Prices are those of all websites. Where the price scope is Website, what a website "
        "has for itself stays as it is there.",
    ),
    Bound(
        ends=(("to", "prices"),),
        says="Each product takes calls of its own: SOAP v2 has no list of prices.",
    ),
    Bound(
        ends=(("to", "prices"),),
        having=("special.", "tier."),
        says="Magento 1 does not tell its currency: enter it under Currency of the shop in the "
        "settings of scenarios. Until then only sales prices without a Currency Code are carried.",
    ),
    Bound(
        ends=(("to", "prices"),),
        having=("tier.",),
        says="SOAP v2 knows whole quantities only: a sales price from 2.5 pieces on fails alone, "
        "and one that was made so in Magento becomes one from 2 on when its product's tier prices "
        "change.",
    ),
    Bound(
        ends=PEOPLE,
        fields=("gender", "details.WebCustomerGender"),
        says="The gender is not carried: SOAP v2 does not tell it.",
    ),
    Bound(
        ends=(("to", "customers"),),
        says="Magento sends no invitation to accounts that are made by SOAP v2: their owners "
        "choose a password with Forgot Your Password.",
    ),
    Bound(
        ends=(("from", "customers"),),
        says="A new address alone does not make a customer due: it comes with their next change "
        "or order, or with a full re-sync.",
    ),
    Bound(
        ends=(("from", "orders"),),
        fields=("ext_order_id",),
        says="Magento learns NAV's order number from a comment only: switch on Comment on the "
        "order in the settings of scenarios to have it there.",
    ),
    Bound(
        ends=(("from", "orders"),),
        fields=("web.WebPaymentTransactionId",),
        says="The transaction number of a payment is not carried: SOAP v2 does not tell it.",
    ),
    Bound(
        ends=(("from", "customers"), ("from", "orders")),
        when=_without_bridge,
        says="Each record that changed costs a call of its own. With the Oro bridge installed "
        "in Magento they come in lists.",
    ),
    Bound(
        ends=(("from", "orders"),),
        having=("External_Document_No",),
        says="Where Magento reckons tax before discounts (Tax → Calculation Settings → Apply "
        "Customer Tax), SOAP v2 does not tell all of it: an order with a discount may be held.",
    ),
    Bound(
        ends=(("from", "orders"),),
        having=("comment",),
        says="A comment says the order's status again. If that changes in the same moment, it goes "
        "back to what it was; the order's state does not.",
    ),
    Bound(
        ends=DOCUMENTS,
        says="Each document costs calls of its own, with the Oro bridge too.",
    ),
    Bound(
        ends=DOCUMENTS,
        says="Two orders of one number in different store views fail alone: give the store views "
        "prefixes of their own in Magento.",
    ),
    Bound(
        ends=(("to", "shipments"),),
        says="A carrier that Magento does not know becomes a custom one; its title stays.",
    ),
    Bound(
        ends=(("to", "shipments"),),
        says="What was shipped and then refunded counts twice against what may still be shipped.",
    ),
    Bound(
        ends=(("from", "products"),),
        says="Each product that changed costs a call of its own: SOAP v2 lists neither prices nor "
        "attributes.",
    ),
)
