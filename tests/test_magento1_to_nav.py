"""What a Magento 1 sells and who buys there comes to NAV: the same scenarios as of a Magento 2."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from outlet import CALLED, FLAVOURS
from world import World, systems

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento1 import Magento1
from navmage_dash.sandbox.server import Request, Response
from navmage_dash.secret import Secret
from navmage_dash.systems.open import open_magento1
from navmage_dash.systems.patience import IMPATIENT
from navmage_dash.systems.settings import MagentoSettings

ADD, UPDATE = "simple-product-add-to-nav", "simple-product-update"
CUSTOMERS, GUESTS = "customer-add-to-nav", "guest-customer-add-to-nav"
ORDERS = "sales-order-add"
SKU = "MUG-1"
COLOUR = company.OUTLET.attributes[0]
CHAIRS = next(each.id for each in company.OUTLET.categories if each.name == "Chairs")


@pytest.fixture(params=["rpc", "bridge-wsi"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    far = systems()
    flavour = FLAVOURS[request.param]
    namespace = "urn:Magento" if flavour.get("bridge") else "urn:OpenMage"
    far.servers["outlet"].platform = Magento1(company.OUTLET, namespace=namespace, **flavour)
    made = World(tmp_path, far, names=("outlet",))
    made.connect("nav", "outlet")
    made.sync("outlet", *made.master)
    yield made
    made.close()
    far.stop()


def create(world: World, sku: str = SKU, **more: Any) -> str:
    """Somebody adds a product to the outlet, by the API that we use too."""
    url, shop = world.far.servers["outlet"].url, world.shop("outlet")
    settings = MagentoSettings(
        url=f"{url}/api/v2_soap/?wsdl=1",
        user=company.MAGENTO1_USER,
        key=Secret(company.MAGENTO1_KEY),
        wsi=shop.wsi,  # type: ignore[attr-defined]
    )
    values = {
        "name": "Mug, red",
        "description": "<p>A mug.</p>",
        "price": "9.9000",
        "weight": "0.4000",
        "status": "1",
        "visibility": "4",
        "tax_class_id": "2",
        "url_key": sku.lower(),
        "websites": ["1", "2"],
        "categories": [str(CHAIRS)],
        **more,
    }
    client = open_magento1(settings, IMPATIENT)
    with client.session:
        number = client.write("catalogProductCreate", "simple", "4", sku, values)
    shop.act("set_product", {"sku": sku, "values": {"color": str(COLOUR.options[2][0])}})
    return str(number)


def line(world: World, service: str, item: str = SKU) -> list[Any]:
    guid = world.connection("outlet").guid
    return list(world.nav.rows(service, ItemNo=item, ConnectionId=guid))


def test_a_product_becomes_an_item_with_its_lines(world: World) -> None:
    number = create(world)
    assert world.sync("outlet", ADD)[ADD] == {"created": 1}
    [item] = world.nav.rows("ItemCard", No=SKU)
    assert item["Description"] == "Mug, red" and Decimal(item["Unit_Price"]) == Decimal("9.9")
    assert Decimal(item["Net_Weight"]) == Decimal("0.4")
    [details] = line(world, "webproductdetailslist")
    assert (details["WebAttributeSetId"], details["WebTaxClass"]) == (4, "Taxable Goods")
    assert details["WebDescription"] == "<p>A mug.</p>" and details["WebUrlKey"] == "mug-1"
    assert [row["WebSiteId"] for row in line(world, "webproductwebsites")] == [1, 2]
    [category] = line(world, "webproductcategories")
    assert category["Path"] == "Default Category->Office furniture->Chairs"
    [colour] = line(world, "webproductattributes")
    assert (colour["AttributeName"], colour["AttributeOption"]) == ("Color", "Red")
    flag = world.flag("outlet", SKU)
    assert flag["WebId"] == number and flag["WebSyncFlag"] == "T"


def test_a_product_comes_once_and_has_nothing_to_get_back(world: World) -> None:
    create(world)
    before = world.product("outlet", SKU)
    world.sync("outlet", ADD)
    assert world.sync("outlet", ADD)[ADD] == {}
    key = {"ItemNo": SKU, "ConnectionId": world.connection("outlet").guid}
    world.nav.set("webapplicationproductdata", key, {"WebSyncFlag": "F"})
    assert world.sync("outlet", UPDATE)[UPDATE] == {"unchanged": 1}
    assert world.product("outlet", SKU) == before


def test_a_customer_comes_with_the_addresses_and_with_what_changes(world: World) -> None:
    made = world.register("outlet", "ada@example.com")
    assert world.sync("outlet", CUSTOMERS)[CUSTOMERS] == {"created": 1}
    assert world.sync("outlet", CUSTOMERS)[CUSTOMERS] == {}
    [line] = world.nav.rows("webapplicationcustomerdata", WebCustomerId=str(made["id"]))
    world.edit_account("outlet", made["id"], lastname="Lovelace")
    assert world.sync("outlet", CUSTOMERS)[CUSTOMERS] == {"updated": 1}
    [card] = world.nav.rows("CustomerCard", No=line["CustomerNo"])
    assert card["Name"].endswith("Lovelace")
    assert (card["City"], card["E_Mail"]) == ("Leeds", "ada@example.com")


def test_a_guests_order_comes_with_the_guest(world: World) -> None:
    create(world, "GUEST-1")
    world.sync("outlet", ADD)
    order = world.guest_order("outlet", "gast@example.com")
    done = world.sync("outlet", GUESTS, ORDERS)
    assert done == {GUESTS: {"created": 1}, ORDERS: {"created": 1}}
    [header] = world.nav.rows("webapplicationorderdata", WebIncrementId=order["increment_id"])
    assert header["WebOrderId"] == str(order["entity_id"])


def test_with_the_bridge_many_orders_cost_few_calls(world: World) -> None:
    create(world, "GUEST-1")
    world.sync("outlet", ADD)
    for number in range(20):
        world.guest_order("outlet", f"gast{number}@example.com")
    calls = counted(world)
    assert world.sync("outlet", ORDERS)[ORDERS]
    bridged = world.shop("outlet").bridge  # type: ignore[attr-defined]
    assert calls["salesOrderInfo"] == (0 if bridged else 20)
    assert calls["oroOrderList"] == (1 if bridged else 0)


def counted(world: World) -> Counter[str]:
    """From now on how often each operation of the outlet is called."""
    calls: Counter[str] = Counter()
    shop = world.shop("outlet")
    handle = shop.handle

    def note(request: Request) -> Response:
        if found := CALLED.search(request.body):
            calls[found[1].decode()] += 1
        return handle(request)

    shop.handle = note  # type: ignore[method-assign]
    return calls
