"""Contacts and what ties them to customers: Marketing Setup with a business relation for each.

A new customer gets a contact of type Company, which follows it; Contact Business Relation says
which customer a company contact stands for.
"""

from collections.abc import Mapping
from typing import Any

from navmage_dash.sandbox.nav import standard
from navmage_dash.sandbox.nav.data import Data, Where, equal
from navmage_dash.sandbox.nav.series import numbered
from navmage_dash.sandbox.nav.tables import Row, Table, parse

BUSINESS_RELATION = Table(
    name="Contact Business Relation",
    number=5054,
    key=("Contact_No", "Business_Relation_Code"),
    fields=parse("""
    Contact No.: Code20 -> Contact; req | Business Relation Code: Code10; req
    Link to Table: Option ,Customer,Vendor,Bank Account | No.: Code20
    """),
    indexes=(("Link_to_Table", "No"),),
)
OF_CUSTOMER = {"Business_Relation_Code": "CUST", "Link_to_Table": 1}
COMPANY, PERSON = 0, 1  # ordinals of a contact's Type
_ADDRESS = ("Address", "Address_2", "Post_Code", "City", "County", "Country_Region_Code")
_SHARED = (
    *("Name", "Search_Name", *_ADDRESS, "Phone_No", "Fax_No", "E_Mail", "Home_Page"),
    *("Salesperson_Code", "Currency_Code", "Language_Code", "VAT_Registration_No"),
)
_INHERITED = (*_ADDRESS, "Phone_No", "Fax_No", "Salesperson_Code", "Currency_Code", "Language_Code")


def add_company(data: Data, customer: Row) -> None:
    """What NAV does when a customer is inserted."""
    contact = numbered(data, standard.CONTACT, standard.CONTACT.blank()) | _of(customer)
    contact |= {"Company_No": contact["No"], "Company_Name": contact["Name"], "Type": COMPANY}
    data.insert(standard.CONTACT, contact)
    tie = {"Contact_No": contact["No"], **OF_CUSTOMER, "No": customer["No"]}
    data.insert(BUSINESS_RELATION, tie)


def company_follows(data: Data, customer: Row, changed: Mapping[str, Any]) -> None:
    """What is changed on the customer's card is changed on its company contact too."""
    values = {name: changed[name] for name in _SHARED if name in changed}
    if "Name" in values:
        values["Company_Name"] = values["Name"]
    if values:
        for tie in data.select(BUSINESS_RELATION, _ties(customer)):
            data.update(standard.CONTACT, equal({"No": tie["Contact_No"]}), values)


def forget(data: Data, customer: Row) -> None:
    data.delete(BUSINESS_RELATION, _ties(customer))


def joined(data: Data, contact: dict[str, Any]) -> None:
    """Company No. was given: a person has the company's name, and its address until told else."""
    found = data.one(standard.CONTACT, (contact["Company_No"],)) or standard.CONTACT.blank()
    contact["Company_Name"] = found["Name"]
    if contact["Type"] == PERSON and not contact["Address"]:
        contact.update({name: found[name] for name in _INHERITED if not contact[name]})


def whole(data: Data, contact: dict[str, Any]) -> None:
    """A company is its own company."""
    if contact["Type"] == COMPANY:
        contact.update(Company_No=contact["No"], Company_Name=contact["Name"])


def _of(customer: Row) -> dict[str, Any]:
    names = [*_SHARED, "Last_Date_Modified"]
    return {name: customer[name] for name in names}


def _ties(customer: Row) -> Where:
    return equal({"Link_to_Table": OF_CUSTOMER["Link_to_Table"], "No": customer["No"]})
