"""Settings become clients. Nothing is sent before a client is asked for something."""

from pathlib import Path

from requests.auth import AuthBase, HTTPBasicAuth
from requests_ntlm import HttpNtlmAuth

from navmage_dash.systems.http import READ_SECONDS, Session
from navmage_dash.systems.magento1 import Magento1Client
from navmage_dash.systems.magento2 import Magento2Client
from navmage_dash.systems.magento2_signin import AdminToken, Bearer, Signed, SignIn
from navmage_dash.systems.nav import NavClient
from navmage_dash.systems.patience import Patience
from navmage_dash.systems.settings import MagentoSettings, NavSettings
from navmage_dash.systems.urls import magento_base


def open_nav(
    settings: NavSettings, patience: Patience, wsdl_dir: Path, read: float = READ_SECONDS
) -> NavClient:
    session = Session(patience, read=read)
    session.hide(settings.password)
    session.auth = _nav_sign_in(settings)
    return NavClient(session, settings.url, settings.company, wsdl_dir)


def _nav_sign_in(settings: NavSettings) -> AuthBase:
    user, password = settings.user, settings.password.reveal()
    if settings.auth == "ntlm":
        ntlm: AuthBase = HttpNtlmAuth(user, password)
        return ntlm
    # As bytes they may hold letters beyond Latin-1, which requests would refuse to encode.
    return HTTPBasicAuth(user.encode(), password.encode())


def open_magento2(
    settings: MagentoSettings, patience: Patience, read: float = READ_SECONDS
) -> Magento2Client:
    session = Session(patience, read=read)
    base_url = magento_base(settings.url)
    return Magento2Client(session, base_url, _sign_in(session, base_url, settings))


def _sign_in(session: Session, base_url: str, settings: MagentoSettings) -> SignIn:
    if settings.auth == "admin":
        return AdminToken(session, base_url, settings.user, settings.key)
    if settings.auth == "bearer":
        return Bearer(session, settings.token)
    return Signed(
        session,
        settings.consumer_key,
        settings.consumer_secret,
        settings.token,
        settings.token_secret,
    )


def open_magento1(
    settings: MagentoSettings,
    patience: Patience,
    read: float = READ_SECONDS,
    wsdl_dir: Path | None = None,
) -> Magento1Client:
    session = Session(patience, read=read)
    return Magento1Client(
        settings.url, settings.user, settings.key, settings.wsi, session, wsdl_dir
    )
