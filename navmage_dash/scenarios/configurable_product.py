"""Configurable Product Add and Update: an item with children, once these are all in a Magento.

The children are items of their own, carried as simple products before. They stand in Web Product
Child Details; what they differ in are the parent's Web ProductAttribute lines with a blank option.
NAV's extension fills those lines, from Item Variant or Item Cross Reference as a company wants it
(MaintainCrossReference), so here they are read and nothing else. Source: pages 33064471 and
33064475. Target: POST and PUT /rest/all/V1/products, /V1/configurable-products.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from navmage_dash.errors import RecordError, Waiting
from navmage_dash.scenarios import product
from navmage_dash.scenarios.product import details, known
from navmage_dash.sync.mapping import Lookups, compute, constant, copy
from navmage_dash.sync.records import Row
from navmage_dash.sync.scenario import Condition, Endpoint, Join, Scenario

OF_CHILDREN = {"price", "weight", "custom.*"}  # not a parent's own, or mapped in another way here


def children(row: Row) -> list[str]:
    return [str(line["ChildItemNo"]) for line in row["children"]]


JOINS = (
    *product.JOINS,
    Join("children", "webproductchilditem", "ParentItemNo", many=True),
    Join("lines", "webapplicationproductdata", "ItemNo", many=True, keys=children),
    Join("child_details", "webproductdetailslist", "ItemNo", many=True, keys=children),
    Join("child_attributes", "webproductattributes", "ItemNo", many=True, keys=children),
)


def check(row: Row, lookups: Lookups) -> None:
    """Its own lines, then its children: there, in this Magento, alike, and told apart."""
    product.check(row, lookups)
    no = row["ItemNo"]
    if not row["children"]:
        raise RecordError(
            f"item {no} has no Web Product Child Details for this connection: add its children in "
            "NAV, or give it another WebProductType"
        )
    if not differing(row, lookups):
        raise RecordError(
            f"item {no} does not say what its children differ in: add a Web ProductAttribute line "
            "with a blank option for each such attribute in NAV"
        )
    _all_there(row)
    _same_set(row)
    _told_apart(row, lookups)


def _all_there(row: Row) -> None:
    there = {str(line["ItemNo"]) for line in row["lines"] if line.get("WebId")}
    if missing := [each for each in children(row) if each not in there]:
        names = f"item {missing[0]}" if len(missing) == 1 else f"items {', '.join(missing)}"
        verb = "it is" if len(missing) == 1 else "they are"
        raise Waiting(f"waits for {names}: {verb} not in this Magento yet")


def _same_set(row: Row) -> None:
    wanted = details(row).get("WebAttributeSetId")
    for line in row["child_details"]:
        if line.get("WebAttributeSetId") != wanted:
            raise RecordError(
                f"item {row['ItemNo']} has the attribute set {_set(details(row))}, its child "
                f"{line['ItemNo']} has {_set(line)}: give both the same one in NAV"
            )


def _set(line: Row) -> str:
    return f"{line.get('WebAttributeSetId')} {line.get('WebAttributeSet') or ''}".strip()


def _told_apart(row: Row, lookups: Lookups) -> None:
    """Each has an option of each attribute, and no two have the same ones."""
    chosen = _chosen(row)
    seen: dict[tuple[str, ...], str] = {}
    for child in children(row):
        options = []
        for number, name in differing(row, lookups).items():
            if (child, number) not in chosen:
                raise RecordError(
                    f"child {child} of item {row['ItemNo']} has no {name}: choose its option in NAV"
                )
            options.append(chosen[child, number])
        if (other := seen.setdefault(tuple(options), child)) != child:
            raise RecordError(
                f"the children {other} and {child} of item {row['ItemNo']} have the same options: "
                "change one of them in NAV"
            )


def differing(row: Row, lookups: Lookups) -> Mapping[str, str]:
    """The attributes that its children differ in: {'93': 'Color'}."""
    return {
        known(lookups, "attributes", line["AttributeId"], "attribute"): str(
            line.get("AttributeName") or line["AttributeId"]
        )
        for line in row["attributes"]
        if _blank_option(line, lookups)
    }


def _blank_option(line: Row, lookups: Lookups) -> bool:
    """Only attributes with a list of options make a choice in a shop."""
    code = lookups["attributes"].get(str(line["AttributeId"]), "")
    return not (line.get("AttributeOptionId") or line.get("AttributeValue")) and (
        lookups["inputs"].get(code) == "select"
    )


def _chosen(row: Row) -> dict[tuple[str, str], str]:
    """The option of each child and attribute."""
    return {
        (str(line["ItemNo"]), str(line["AttributeId"])): str(line["AttributeOptionId"])
        for line in row["child_attributes"]
        if line.get("AttributeOptionId")
    }


def options(row: Row, lookups: Lookups) -> dict[str, Any]:
    """its Web ProductAttribute lines with a blank option: the options that its children have"""
    chosen = _chosen(row)
    return {
        number: [chosen[child, number] for child in children(row)]
        for number in differing(row, lookups)
    }


def attributes(row: Row, lookups: Lookups) -> dict[str, Any]:
    """its other Web ProductAttribute lines: the option's id, or the value"""
    own = [line for line in row["attributes"] if not _blank_option(line, lookups)]
    return product.attributes({**row, "attributes": own}, lookups)


def child_numbers(row: Row, _: Lookups) -> list[str]:
    """its Web Product Child Details lines"""
    return children(row)


def told_children(row: Row, _: Lookups) -> dict[str, str]:
    """each child's id in Magento, where it was asked for, and T"""
    return dict(_told(row))


def _told(row: Row) -> Iterator[tuple[str, str]]:
    for child in row["fields"]["children"]:
        if number := row["told"].get(f"child.{child}"):
            yield f"{child}.WebID", number
        yield f"{child}.WebSyncFlag", "T"


SOURCE = Endpoint("nav", "webapplicationproductdata", ("ItemNo",))
DUE = (Condition("WebProdType", "=", "Configurable"), Condition("WebSyncFlag", "=", "F"))

ADD = Scenario(
    name="configurable-product-add",
    title="Configurable Product Add",
    about="Items with children, once all of these are in this Magento.",
    source=SOURCE,
    target=Endpoint("magento", "configurables", ("sku",)),
    discovery="flagged",
    where=(*DUE, Condition("WebItemFlag", "=", True), Condition("WebId", "=", "")),
    flag="WebSyncFlag",
    joins=JOINS,
    mapping=(
        *(rule for rule in product.MAPPING if rule.to not in OF_CHILDREN),
        compute(attributes, to="custom.*"),
        compute(options, to="option.*"),
        compute(child_numbers, to="children"),
    ),
    check=check,
    write_back=(
        compute(told_children, to="children.*"),
        copy("remote_id", to="WebId"),
        constant("T", to="WebSyncFlag"),
    ),
    identity=("WebId",),
    second_look=True,
    ledger="configurable",
)
UPDATE = replace(
    ADD,
    name="configurable-product-update",
    title="Configurable Product Update",
    about="Items with children that this Magento has: what changed, children that come and go.",
    where=(*DUE, Condition("WebId", "<>", "")),
)
