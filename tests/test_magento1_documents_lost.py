"""Whatever gets lost on the way to Magento 1, a document is made once, and whole."""

from collections.abc import Iterator

import pytest
from outlet import Outlet
from papers import (
    BOTH,
    CREATES,
    DONE,
    ONLINE,
    SHIPMENTS,
    left,
    made,
    notes,
    outlet_with_an_order,
    place,
    put,
    track,
    wanted,
)

from navmage_dash.errors import Unavailable
from navmage_dash.sync.mapping import differences
from navmage_dash.sync.records import Answer, Fields


@pytest.fixture(params=["rpc", "wsi"])
def outlet(request: pytest.FixtureRequest) -> Iterator[Outlet]:
    with outlet_with_an_order(request.param) as opened:
        yield opened


def interrupted(outlet: Outlet, kind: str, fields: Fields, fault: str, after: int) -> bool:
    """Everything fails from the request after these on; and once more without. Did it matter?"""
    outlet.server.faults.add(fault, after=after, times=None)
    try:
        answer = put(outlet, kind, fields)
    except Unavailable:
        answer = None
    finally:
        outlet.server.faults.clear()
    if left(outlet, kind, fields) != DONE:
        again = put(outlet, kind, fields)
        assert isinstance(again, Answer)
    assert left(outlet, kind, fields) == DONE
    return answer is None


@BOTH
@pytest.mark.parametrize("fault", ["lost_answer", "reset_before", "unavailable"])
def test_wherever_it_is_interrupted_it_is_made_once_and_whole(
    outlet: Outlet, kind: str, fault: str
) -> None:
    """Two tracks, or an invoice that is to be captured."""
    more = {**track(), **track("2", "UPS2", "ups")} if kind == SHIPMENTS else {"capture": "1"}
    outlet.client.store_list()  # signed in
    after, mattered = 0, True
    while mattered:
        order = place(outlet, payment=ONLINE)["entity_id"]
        line = 2 * order - 1
        fields = {**wanted("D1", order, **{f"i{line}": "2"}), **more}
        mattered = interrupted(outlet, kind, fields, fault, after)
        (document,) = made(outlet, kind, order)
        assert notes(document) == ["NAV D1"]
        sent = [each["track_number"] for each in document["tracks"]]
        assert sent == (["DHL1", "UPS2"] if kind == SHIPMENTS else [])
        assert kind == SHIPMENTS or document["state"] == 2
        after += 1
    assert after > 4  # it was interrupted at each of its calls


@pytest.mark.parametrize(
    ("kind", "lost"),
    [*CREATES.items(), (SHIPMENTS, "salesOrderShipmentAddTrack")],
)
def test_whoever_makes_it_again_without_looking_does_no_harm(
    outlet: Outlet, kind: str, lost: str
) -> None:
    tracked = track() if kind == SHIPMENTS else {}
    fields = {**wanted("D1", i1="2"), **tracked, "notify": "1", "comment": "thank you"}
    write = outlet.plan(kind, "D1", fields)
    outlet.server.faults.add("lost_answer", match=lost)
    with pytest.raises(Unavailable) as caught:
        outlet.write(kind, write)
    assert caught.value.maybe_done
    for _ in range(2):
        (answer,) = outlet.write(kind, write)
        assert isinstance(answer, Answer)
    found = outlet.find(kind, "D1", fields)
    assert found is not None
    assert differences(found.fields, fields) == {}
    assert (answer.remote_id, answer.told) == (found.remote_id, found.told)
    (document,) = made(outlet, kind)
    assert [each["track_number"] for each in document["tracks"]] == ["DHL1"][: len(tracked)]
