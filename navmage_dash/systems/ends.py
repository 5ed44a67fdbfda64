"""The two ends of a job: one NAV, one Magento, either of them the source."""

from dataclasses import dataclass
from pathlib import Path

from navmage_dash.sync.ports import Source, Target
from navmage_dash.sync.scenario import System
from navmage_dash.systems.http import Session
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento1_source import Magento1Source
from navmage_dash.systems.magento1_target import Magento1Target
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_source import Magento2Source
from navmage_dash.systems.magento2_target import Magento2Target
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.nav_source import NavSource
from navmage_dash.systems.nav_target import NavTarget
from navmage_dash.systems.open import open_magento1, open_magento2, open_nav
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings, NavSettings


@dataclass(frozen=True)
class Clients:
    """One thread's clients of one run: signed in once, however many scenarios it carries."""

    nav: NavClient
    shop: Magento2Client | Magento1Client
    connection_id: str
    connection_name: str

    @property
    def sessions(self) -> tuple[Session, Session]:
        return self.nav.session, self.shop.session

    def ends(self, source: System) -> tuple[Source, Target]:
        if source == "magento":
            target = NavTarget(self.nav, self.connection_id, self.connection_name)
            return self.source(source), target
        return self.source(source), self._target()

    def _target(self) -> Target:
        if isinstance(self.shop, Magento1Client):
            return Magento1Target(self.shop)
        return Magento2Target(self.shop)

    def source(self, system: System) -> Source:
        if system == "nav":
            return NavSource(self.nav, self.connection_id, self.connection_name)
        if isinstance(self.shop, Magento1Client):
            return Magento1Source(self.shop)
        return Magento2Source(self.shop)

    def close(self) -> None:
        if isinstance(self.shop, Magento1Client):
            self.shop.close()
        for each in self.sessions:
            each.close()


def open_clients(
    nav: NavSettings,
    magento: MagentoSettings,
    *,
    connection_id: str,
    connection_name: str,
    patience: Patience,
    wsdl_dir: Path,
) -> Clients:
    return Clients(
        open_nav(nav, patience, wsdl_dir),
        open_magento1(magento, patience, wsdl_dir=wsdl_dir)
        if magento.platform == "magento1"
        else open_magento2(magento, patience),
        connection_id,
        connection_name,
    )
