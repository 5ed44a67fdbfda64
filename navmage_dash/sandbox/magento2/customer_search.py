"""GET /V1/customers/search: by the customer's own fields and those of its billing address."""

from navmage_dash.sandbox.magento2 import criteria, customer_attributes
from navmage_dash.sandbox.magento2.call import Call
from navmage_dash.sandbox.magento2.conditions import Value
from navmage_dash.sandbox.magento2.customers import shown
from navmage_dash.sandbox.magento2.refusal import Refusal
from navmage_dash.sandbox.magento2.state import Shop
from navmage_dash.sandbox.magento2.wire import Json
from navmage_dash.sandbox.shops.people import Customer

OF_BILLING = {
    "billing_telephone": "telephone",
    "billing_postcode": "postcode",
    "billing_city": "city",
    "billing_region": "region",
    "billing_country_id": "country_id",
    "company": "company",
}
NO_ATTRIBUTE = 'The "%1" attribute name is invalid. Reset the name and try again.'


def search(shop: Shop, call: Call) -> Json:
    """A filter on `id` is refused, as on any name that is no attribute; a sort is not heard."""
    wanted = criteria.read(call)
    known = {"entity_id", "name", *OF_BILLING, *customer_attributes.CODES, *shop.people.attributes}
    for each in (each for group in wanted.groups for each in group):
        if each.field not in known:
            raise Refusal(NO_ATTRIBUTE, [each.field])
    rows = wanted.matching(shop.people.customers.values(), _value)
    # They are in the order of their ids already.
    return wanted.result(wanted.ordered(rows, _value, "entity_id"), shown)


def _value(each: Customer, name: str) -> Value:
    if name in OF_BILLING:
        address = each.addresses.get(each.defaults.get("default_billing", 0))
        return address.values.get(OF_BILLING[name]) if address else None
    if name == "name":
        return f"{each.values['firstname']} {each.values['lastname']}"
    if name in OF_CUSTOMER:
        found: Value = getattr(each, OF_CUSTOMER[name])
        return found
    return each.values.get(name, each.custom.get(name, each.defaults.get(name)))


OF_CUSTOMER = {
    "entity_id": "id",
    "website_id": "website",
    "store_id": "store",
    "group_id": "group",
    "created_at": "created",
    "updated_at": "updated",
    "created_in": "created_in",
    "disable_auto_group_change": "no_group_change",
}
