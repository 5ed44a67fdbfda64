"""Master data: what each Magento has, told to NAV's master pages with the connection's id and name.

NAV's users choose attribute sets, websites, categories and tax classes for their items from these.
What vanished in Magento is marked (Active = No), never deleted: items may still use it.
NAV: spec pages 33064461 to 33064465. Magento: eav/attribute-sets, products/attributes,
store/websites, categories, taxClasses/search, customerGroups/search.
"""

from collections.abc import Sequence

from navmage_dash.sync.mapping import constant, copy
from navmage_dash.sync.scenario import Endpoint, Scenario


def _process(
    name: str,
    title: str,
    about: str,
    service: str,
    key: Sequence[str],
    rest: Sequence[str],
) -> Scenario:
    entity = name.replace("-", "_")
    return Scenario(
        name=name,
        title=title,
        about=about,
        source=Endpoint("magento", entity, tuple(key)),
        target=Endpoint("nav", service, tuple(key)),
        discovery="whole",
        mapping=[*(copy(field, to=field) for field in (*key, *rest)), constant(True, to="Active")],
        ledger=entity,
        batch=500,
        master=True,
    )


SCENARIOS = (
    _process(
        "attributes",
        "Attribute sets, attributes and options",
        "What an item's web attributes can be: sets, their attributes, and the options of these.",
        "webattributemasterdata",
        ["AttributeSetId", "AttributeId", "OptionId"],
        ["AttributeSet", "AttributeCode", "AttributeName", "InputType", "OptionName"],
    ),
    _process(
        "websites",
        "Website list",
        "The websites that items and customers can belong to.",
        "websitemasterdata",
        ["WebSiteId"],
        ["WebSiteCode", "WebSiteName"],
    ),
    _process(
        "categories",
        "Categories",
        "The category tree, each with its path: Default Category->Bicycles.",
        "webcategorymasterdata",
        ["CategoryId"],
        ["CategoryName", "ParentId", "Path", "Level", "IsActive"],
    ),
    _process(
        "tax-classes",
        "Tax classes",
        "Product and customer tax classes.",
        "webtaxclassmasterdata",
        ["TaxClassId"],
        ["TaxClassName", "TaxClassType"],
    ),
    _process(
        "customer-groups",
        "Customer groups",
        "The groups that customers can belong to.",
        "webcustomergroupmasterdata",
        ["GroupId"],
        ["GroupCode", "TaxClassId"],
    ),
)
