"""How what is planned for a record lies in the books: as JSON, in words of their own."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from navmage_dash.sync.mapping import plain
from navmage_dash.sync.merge import Decision
from navmage_dash.sync.records import Clash, Value, Write


def _plain(value: Any) -> str:
    """Decimals as text: they are never floats, not even on their way to disk and back."""
    return plain(value) if isinstance(value, Decimal) else str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def dump(value: Any) -> str:
    return _ENCODER.encode(value)


def kept(value: Value) -> Any:
    """Texts as they are, sets as JSON: how a conflict's values lie in their columns."""
    return dump(value) if isinstance(value, tuple) else value


def read_value(text: str | None) -> Value:
    return tuple(json.loads(text)) if text and text.startswith('["') else text


def decision(row: Mapping[str, Any]) -> Decision:
    nav, magento, taken = (read_value(row[name]) for name in ("nav", "magento", "taken"))
    return Decision(nav=nav, magento=magento, taken=taken, by=row["decided_by"])


def _clash(kept: Mapping[str, Any]) -> Clash:
    values = {name: _value(kept[name]) for name in ("base", "nav", "magento", "taken")}
    return Clash(field=kept["field"], by=kept["by"], **values)


def read_fields(fields: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(value) for name, value in fields.items()}


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def plan_of(write: Write) -> dict[str, Any]:
    return {
        "action": write.action,
        "fields": write.fields,
        "changes": write.changes,
        "remote_id": write.remote_id,
        "agreed": write.agreed,
        "told": write.told,
        "clashes": [vars(each) for each in write.clashes],
    }


def load_write(key: str, text: str) -> Write:
    plan = json.loads(text)
    changes = {name: (_value(a), _value(b)) for name, (a, b) in plan["changes"].items()}
    return Write(
        key=key,
        action=plan["action"],
        fields=read_fields(plan["fields"]),
        changes=changes,
        remote_id=plan["remote_id"],
        agreed=read_fields(plan["agreed"]) if plan.get("agreed") is not None else None,
        told=read_fields(plan.get("told") or {}),
        clashes=[_clash(each) for each in plan.get("clashes") or ()],
    )
