"""Customers, contact persons and their addresses in one vocabulary: NAV's, as NAV holds it.

What Magento says is cut to NAV's lengths and put into its codes here, and what NAV says is put the
same way, so that two records which mean the same are the same text. NAV's field lengths are those
of tables 18 Customer, 222 Ship-to Address and 5050 Contact in NAV 2017.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from navmage_dash.errors import RecordError
from navmage_dash.scenarios.lookups import ALL, LOOKUPS, look
from navmage_dash.sync.mapping import Lookups
from navmage_dash.sync.records import Fields, Row

LENGTHS: Mapping[str, int] = {
    "Name": 50,
    "Contact": 50,
    "Address": 50,
    "Address_2": 50,
    "City": 30,
    "County": 30,
    "Post_Code": 20,
    "Country_Region_Code": 10,
    "Phone_No": 30,
    "E_Mail": 80,
    "VAT_Registration_No": 20,
    "WebCustomerGroup": 50,
}
CODES = ("Post_Code", "Country_Region_Code")
PLACE = ("Address", "Address_2", "City", "County", "Post_Code", "Country_Region_Code")
ADDRESS = (*PLACE, "Phone_No")
NEEDED = ("Address", "City", "Country_Region_Code")  # Magento takes no address without
OUTSIDE_BMP = re.compile("[\U00010000-\U0010ffff]")  # such as emoji
NO_LAST_NAME = "-"  # Magento wants two names of everybody
GENDERS = {"1": "Male", "2": "Female"}
NOT_SPECIFIED = "3"


def held(field: str, value: Any) -> str | None:
    """As NAV holds it: no blanks around and doubled, cut to its length, codes in capitals.

    Without what Magento's database cannot keep: of each such character it would make ????.
    """
    text = " ".join(OUTSIDE_BMP.sub("", str(value if value is not None else "")).split())
    text = text[: LENGTHS[field]].strip()
    if field in CODES:
        return text.upper() or None
    return (text.lower() if field == "E_Mail" else text) or None


def of_nav(row: Row, fields: Iterable[str]) -> dict[str, str | None]:
    """A row of a NAV page: what it leaves out is blank."""
    return {field: held(field, row.get(field)) for field in fields}


# Names: one in NAV, two in Magento.


def full_name(row: Row) -> str | None:
    """'Ada Byron' of a customer or an address of Magento."""
    last = str(row.get("lastname") or "").strip()
    names = (row.get("firstname"), "" if last == NO_LAST_NAME else last)
    return held("Name", " ".join(str(each) for each in names if each))


def split_name(name: str, there: Row) -> tuple[str, str]:
    """First and last name. Where the first name that is there still fits, it stays.

    Else the last word is the last name: 'Robert D Soler' is 'Robert D' and 'Soler'.
    """
    if there and full_name(there) == name:
        return str(there.get("firstname") or ""), str(there.get("lastname") or "")
    words = name.split()
    first = str(there.get("firstname") or "").split()
    if not (first and words[: len(first)] == first and len(words) > len(first)):
        first = words[:-1] or words
    return " ".join(first), " ".join(words[len(first) :]) or NO_LAST_NAME


# Countries, groups, genders.


def country_to_nav(code: Any, lookups: Lookups) -> str | None:
    text = str(code or "")
    return held("Country_Region_Code", look(lookups, "country", text)) if text else None


def country_to_magento(code: str | None, lookups: Lookups) -> str | None:
    """Magento's code, by the lookup's line that leads to this one; the code itself without.

    Of several such lines that of the code itself counts: GB → GB beside IM → GB.
    """
    if code in lookups.get("country", {}) and country_to_nav(code, lookups) == code:
        return code
    for table in (lookups.get("country", {}), LOOKUPS["country"].defaults):
        for source, destination in table.items():
            if source != ALL and held("Country_Region_Code", destination) == code:
                return source
    return code


def group_to_nav(number: Any, lookups: Lookups) -> str | None:
    """The code of Magento's customer group, such as Wholesale."""
    text = str(number if number is not None else "")
    return held("WebCustomerGroup", lookups["customer_groups"].get(text) or text)


def group_number(name: str | None, lookups: Lookups) -> str | None:
    """The id of Magento's customer group, by its code or its id. Raises ValueError."""
    if name is None:
        return None
    groups = lookups["customer_groups"]
    for number, code in groups.items():
        if name.casefold() == str(code)[: LENGTHS["WebCustomerGroup"]].casefold():
            return number
    if name in groups:
        return name
    raise ValueError(f"customer group {name} is not in this connection's master data")


def group_of_nav(value: Any, lookups: Lookups) -> str | None:
    """As the master data spells it; what that does not have stays as it is."""
    name = held("WebCustomerGroup", value)
    try:
        number = group_number(name, lookups)
    except ValueError:
        return name
    return group_to_nav(number, lookups) if number else None


def gender_to_nav(value: Any) -> str | None:
    return GENDERS.get(str(value))


# Addresses.


def address_to_nav(row: Row, known: Row, lookups: Lookups) -> dict[str, str | None]:
    """An address of Magento. known: NAV's row of it, whose way to name the region counts."""
    lines = [str(each) for each in row.get("street") or () if str(each).strip()]
    return {
        "Address": held("Address", lines[0] if lines else None),
        "Address_2": held("Address_2", ", ".join(lines[1:])),
        "City": held("City", row.get("city")),
        "County": _county(row.get("region"), known),
        "Post_Code": held("Post_Code", row.get("postcode")),
        "Country_Region_Code": country_to_nav(row.get("country_id"), lookups),
        "Phone_No": held("Phone_No", row.get("telephone")),
    }


def _county(region: Any, known: Row) -> str | None:
    """'IL' and 'Illinois' are the same: the name, unless NAV has the code."""
    row = region if isinstance(region, Mapping) else {"region": region}
    name, code = held("County", row.get("region")), held("County", row.get("region_code"))
    ours = held("County", known.get("County"))
    if ours and ours.casefold() in [each.casefold() for each in (name, code) if each]:
        return ours
    return name or code


def address_to_magento(fields: Fields, there: Row, lookups: Lookups) -> dict[str, Any]:
    """An address in Magento's fields. there: the address as Magento has it, {} for a new one."""
    return {
        "street": _street(fields, there),
        "city": fields.get("City"),
        "region": fields.get("County"),
        "postcode": fields.get("Post_Code"),
        "country_id": country_to_magento(_text(fields, "Country_Region_Code"), lookups),
        "telephone": fields.get("Phone_No"),
    }


def _street(fields: Fields, there: Row) -> str:
    """Its lines. What is there and too long for NAV stays, unless NAV says something else."""
    lines = [str(each) for each in there.get("street") or () if str(each).strip()]
    first, rest = _text(fields, "Address"), _text(fields, "Address_2")
    if lines and held("Address", lines[0]) == first:
        first = lines[0]
    same = held("Address_2", ", ".join(lines[1:])) == rest
    return "\n".join(each for each in (first, *(lines[1:] if same else [rest])) if each)


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


def demand(row: Row, fields: Iterable[str], whose: str, page: str, lookups: Lookups) -> None:
    """Raises RecordError naming all that is blank and must not be."""
    blank = [field for field in fields if not held(field, row.get(field))]
    if "Country_Region_Code" in blank and country_to_magento(None, lookups):
        blank.remove("Country_Region_Code")
    if blank:
        names = ", ".join(each.replace("_", " ") for each in blank)
        raise RecordError(f"{names} of {whose} is blank: fill it in on {page}")


def same_place(one: Fields, other: Fields) -> bool:
    """Two addresses that say the same."""
    return all(
        str(one.get(name) or "").casefold() == str(other.get(name) or "").casefold()
        for name in ("Address", "City", "Post_Code")
    )


def custom(row: Row, code: str) -> str | None:
    """The value of a customer attribute of Magento."""
    for each in row.get("custom_attributes") or ():
        if each.get("attribute_code") == code:
            return str(each.get("value") or "").strip() or None
    return None


def company_of(row: Row, lookups: Lookups) -> str | None:
    """A contact person's account says which account is its company's: that one's id.

    0, which is what an attribute of numbers says of everybody else, and its own id are no company.
    """
    company = custom(row, lookups["option"]["contact_attribute"])
    return None if company in ("0", str(row.get("id"))) else company


def numbers(row: Row) -> Sequence[str]:
    """All attributes that may be an account's id: which one it is only the options say."""
    values = [str(each.get("value") or "") for each in row.get("custom_attributes") or ()]
    return [each for each in values if each.isdecimal()]


def same_person(row: Row, linked: str, page: str) -> str | None:
    """NAV's e-mail address of who has the number that this account is to have.

    Raises ValueError where that is somebody else: the number was given in NAV before, by hand or by
    a series. row: the account, and over it the record as NAV has it; linked: its id in Magento.
    """
    ours = held("E_Mail", row.get("E_Mail"))
    number = str(row.get(linked) or "")
    if number != str(row["id"]) and (number or ours != held("E_Mail", row.get("email"))):
        raise ValueError(
            f"{page} {row['No']} is somebody else's in NAV ({row.get('Name')}): choose another "
            "Prefix of customer numbers under Settings of scenarios"
        )
    return ours


def spellings(emails: Sequence[Any]) -> list[str]:
    """Each as it is, in small letters, and as keyboards begin it: NAV's filter tells them apart."""
    texts = [str(each or "").strip() for each in emails]
    forms = {form for each in texts for form in (each, each.lower(), each.capitalize())}
    return sorted(forms - {""})
