"""How NAV spells the names of fields and options in XML; the rule is read off real WSDLs.

'Sell-to Customer No.' becomes Sell_to_Customer_No, 'Profit %' Profit_Percent, '3rd Party' becomes
_x0033_rd_Party, the blank option _blank_.
"""

import re

_DROPPED = re.compile(r"[.()']")
_JOINED = re.compile(r"[-/ ]")
_FOREIGN = re.compile(r"[^\w]|^\d")


def xml_name(name: str) -> str:
    plain = _DROPPED.sub("", name).strip().replace("%", "Percent")
    return _FOREIGN.sub(_escaped, _JOINED.sub("_", plain))


def option_name(caption: str) -> str:
    return xml_name(caption) if caption.strip() else "_blank_"


def _escaped(match: re.Match[str]) -> str:
    return f"_x{ord(match.group()):04X}_"
