"""What a Magento 1 knows of the world: countries, regions, groups of customers, store views.

Its API checks none of them where it writes (recorded from OpenMage 20.0.20: the country ZZ and an
unknown group are taken without a word), so they are looked up before. Each is asked for once by a
client, which belongs to one run.
"""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any
from weakref import WeakKeyDictionary

from navmage_dash.errors import RecordError
from navmage_dash.sync.records import Row
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_faults import Refused
from navmage_dash.systems.shape import readable

NO_SUCH_COUNTRY = "101"
GUESTS = "0"  # a group that no account is in


class Directory:
    def __init__(self, client: Magento1Client) -> None:
        self._call, self._host = client.call, client.host
        self.regions = cache(self._regions)

    @cached_property
    def countries(self) -> frozenset[str]:
        return frozenset(str(each["country_id"]) for each in self._list("directoryCountryList"))

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Codes by numbers; that of guests, 0, is among them."""
        rows = self._list("customerGroupList")
        with readable(f"{self._host}, customer groups"):
            return {str(e["customer_group_id"]): str(e["customer_group_code"]) for e in rows}

    def _regions(self, country: str) -> Sequence[Row]:
        """Those of a country, as addresses.py wants them: id, code, name."""
        try:
            rows = self._list("directoryRegionList", country)
        except Refused as error:
            if error.code != NO_SUCH_COUNTRY:
                raise
            return ()
        return [{"id": e["region_id"], "code": e["code"], "name": e["name"]} for e in rows]

    def view(self, website: str) -> int:
        """The store view whose language and mails an account of this website gets: its first."""
        views = [each for each in self._views if str(each["website_id"]) == website]
        if not views:
            raise RecordError(
                f"{self._host} has no website {website}: correct the website, or run the master "
                "data of this connection once more."
            )
        return int(min(views, key=lambda each: not int(each["is_active"]))["store_id"])

    @cached_property
    def _views(self) -> list[Row]:
        return self._list("storeList")

    def _list(self, operation: str, *arguments: Any) -> list[Row]:
        with readable(f"{self._host}, {operation}"):
            return list(self._call(operation, *arguments) or ())


_KNOWN: WeakKeyDictionary[Magento1Client, Directory] = WeakKeyDictionary()


def directory(client: Magento1Client) -> Directory:
    """The one of this client."""
    if client not in _KNOWN:
        _KNOWN[client] = Directory(client)
    return _KNOWN[client]
