"""What a write says of an SKU's stock: quantity and status by source, whichever Magento it is.

Fields of an SKU: source_code, quantity and status where one source is told; 'quantity.<source>' and
'status.<source>' where several are.
"""

from collections.abc import Mapping

from navmage_dash.sync.records import Fields, Value

ONLY_SOURCE = "default"
QUANTITY, STATUS = "quantity.", "status."


def told(fields: Fields) -> Mapping[str, tuple[Value, Value]]:
    """Quantity and status by source."""
    several = [name for name in fields if name.startswith(QUANTITY) and fields[name] is not None]
    if several:
        sources = [name.removeprefix(QUANTITY) for name in several]
        return {each: (fields[QUANTITY + each], fields.get(STATUS + each)) for each in sources}
    only = str(fields.get("source_code") or ONLY_SOURCE)
    return {only: (fields["quantity"], fields.get("status"))}
