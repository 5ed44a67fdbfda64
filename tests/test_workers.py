"""A connection's workers: records that are due together are shared out among them."""

from pathlib import Path

from world import World, systems

from navmage_dash.actions import connections as connecting

TOKEN = "POST /rest/V1/integration/admin/token"
ITEMS = 24


def test_a_list_of_few_is_shared_out_so_that_no_worker_idles(tmp_path: Path) -> None:
    far = systems(items=ITEMS)
    world = World(tmp_path, far).connect("nav", "eu")
    world.sync("eu", *world.master)
    number = world.connection("eu").id
    connecting.save(world.parts, {"workers": 2}, connection_id=number, operator=None)
    world.calls("eu")

    assert world.sync("eu", "simple-product-add")["simple-product-add"] == {"created": world.items}
    assert world.calls("eu")[TOKEN] == 2  # each worker signs in by itself
    assert len(world.skus("eu")) == len(set(world.skus("eu"))) == world.items
    world.close()
    far.stop()
