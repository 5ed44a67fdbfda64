"""From a stored connection to what its client needs: the only place where secrets are decrypted."""

import json
from collections.abc import Mapping
from typing import Literal

from navmage_dash.db.connections import Connection
from navmage_dash.secret import Secret
from navmage_dash.systems.settings import MagentoSettings, NavSettings
from navmage_dash.vault import Vault

#: By what the connection says; Magento 1 has one way only.
AUTHS: Mapping[str, Literal["admin", "bearer", "oauth1"]] = {
    "bearer": "bearer",
    "oauth1": "oauth1",
}


def secrets_of(vault: Vault, connection: Connection) -> dict[str, Secret]:
    """{'key': …, 'consumer_secret': …, 'token': …, 'token_secret': …}, as far as there are any."""
    if not connection.secrets:
        return {}
    text = vault.decrypt(connection.secrets, f"connection {connection.name}")
    return {name: Secret(value) for name, value in json.loads(text).items()}


def settings_of(vault: Vault, connection: Connection) -> NavSettings | MagentoSettings:
    held = secrets_of(vault, connection)
    if connection.kind == "nav":
        return NavSettings(
            url=connection.url,
            company=connection.company,
            auth="ntlm" if connection.auth == "ntlm" else "basic",
            user=connection.user,
            password=held.get("key", Secret("")),
        )
    return MagentoSettings(
        platform="magento1" if connection.platform == "magento1" else "magento2",
        url=connection.url,
        user=connection.user,
        key=held.get("key", Secret("")),
        auth=AUTHS.get(connection.auth, "admin"),
        consumer_key=connection.consumer_key,
        consumer_secret=held.get("consumer_secret", Secret("")),
        token=held.get("token", Secret("")),
        token_secret=held.get("token_secret", Secret("")),
        wsi=connection.wsi,
        website=connection.website,
    )
