"""The far systems of a measurement, in a process of their own: a NAV and one Magento 2.

Every simple item is known to the Magento (WebId) and its stock is due (WebStockFlag F). The control
`reset` makes it so again, so that seeding is not measured. Prints the two connection files; ends
when its standard input does.
"""

import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sandbox import company
from navmage_dash.sandbox.magento2 import Magento2
from navmage_dash.sandbox.nav import Nav
from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav.data import Where, equal
from navmage_dash.sandbox.nav.standard import ITEM
from navmage_dash.sandbox.server import Server
from navmage_dash.sandbox.world import World

PARENT = ext.APPLICATION_ITEM.by_xml["WebProdType"].options.index("Configurable")
DUE = {"WebId": "1", "WebStockFlag": "F", "WebLastUpdateStock": "0"}


class MeasuredNav(Nav):
    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        return {**super().controls, "reset": lambda _: self.reset(), "due": lambda _: self.due()}

    def reset(self) -> None:
        """What has children has no stock of its own."""
        with self.data.transaction():
            self.data.update(ext.APPLICATION_ITEM, Where(), DUE)
            self.data.update(ext.APPLICATION_ITEM, equal({"WebProdType": PARENT}), {"WebId": ""})

    def due(self) -> dict[str, Any]:
        """What the Magento is to have in the end: {'rows': 100000, 'sum': '3854321'}."""
        stock = [Decimal(row["Inventory"]) for row in self.data.select(ITEM, Where())]
        return {"rows": len(self.skus()), "sum": str(sum(stock, Decimal(0)))}

    def skus(self) -> list[str]:
        simple = self.data.select(ext.APPLICATION_ITEM, equal({"WebId": "1"}))
        return [str(row["ItemNo"]) for row in simple]


class MeasuredMagento(Magento2):
    @property
    def controls(self) -> Mapping[str, Callable[[dict[str, Any]], Any]]:
        return {**super().controls, "reset": lambda _: self.reset()}

    def reset(self) -> None:
        for rows in self.shop.stocks.items.values():
            for key, row in rows.items():
                rows[key] = row._replace(quantity=Decimal(0))


def main(rows: int) -> None:
    nav, shop = MeasuredNav(shops=(company.EU,), items=rows), MeasuredMagento(company.EU)
    nav.reset()
    shop.add_simple_products(nav.skus())
    world = World(Server(nav).start(), ((company.EU, Server(shop).start()),))
    sys.stdout.write(json.dumps(world.connection_files()) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
