"""Customers with their contacts and ship-to addresses. Each belongs to one connection."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from navmage_dash.sandbox.company import Shop
from navmage_dash.sandbox.nav import extension as ext
from navmage_dash.sandbox.nav import marketing, standard
from navmage_dash.sandbox.nav.data import Data
from navmage_dash.sandbox.nav.tables import Table

_DATE = "2026-01-15"
_PEOPLE = """
Alder & Finch Ltd.|14 Mill Lane|LE1 6RX|Leicester|GB|Margaret Finch
Bakkerij De Molen B.V.|Prinsengracht 212|1016 HD|Amsterdam|NL|Joris van Dijk
Møbelhuset Århus A/S|Søndergade 41|8000|Århus C|DK|Anne Sørensen
Ebanistería López S.L.|Calle Mayor 8|28013|Madrid|ES|José López
Fahrrad Schäfer GmbH|Königstraße 3|70173|Stuttgart|DE|Björn Schäfer
Greenfield School District|900 Prairie Ave|62704|Springfield|US|Linda Ortega
Harbor Point Hotels Inc.|77 Wharf St|02110|Boston|US|Daniel O'Neil
Imprimerie Duval S.A.|5 rue des Lilas|69003|Lyon|FR|Chloé Duval
Jensen & Søn I/S|Havnevej 12|5000|Odense C|DK|Peter Jensen
Kowalski Meble Sp. z o.o.|ul. Długa 27|31-147|Kraków|PL|Łukasz Kowalski
Lakeside Cycling Club|310 Shoreline Dr|48104|Ann Arbor|US|Emily Chen
Metro Office Supply|1250 Market St|94103|San Francisco|US|Robert D Soler
Northwind Clinic|2 Fell Road|NE1 4LP|Newcastle|GB|Sarah Whitfield
Officine Bianchi S.r.l.|Via Roma 15|20121|Milano|IT|Marco Bianchi
Pine Ridge Outfitters|48 Summit Way|80302|Boulder|US|Karen Lund
"""
_PLACES = {"US": 1, "FR": 2, "PL": 2}  # which of the shops they buy in, by country
Person = tuple[int, list[str], Shop]
Rows = Iterator[dict[str, Any]]


def people(data: Data, shops: Sequence[Shop]) -> None:
    """US customers buy in the second shop, some in the third, all others in the first."""
    known: list[Person] = []
    for number, line in enumerate(_PEOPLE.strip().splitlines()):
        parts = line.split("|")
        place = _PLACES.get(parts[4], 0)
        known.append((number, parts, shops[place] if place < len(shops) else shops[0]))
    tables: tuple[tuple[Table, Callable[[Person], Rows]], ...] = (
        (standard.CUSTOMER, _customer),
        (standard.CONTACT, _contacts),
        (marketing.BUSINESS_RELATION, _business_relation),
        (standard.SHIP_TO_ADDRESS, _ship_to_addresses),
        (ext.CUSTOMER_DETAILS, _customer_details),
        (ext.APPLICATION_CUSTOMER, _application_customer),
        (ext.CONTACT_DETAILS, _contact_details),
        (ext.APPLICATION_CONTACT, _application_contact),
        (ext.SHIP_TO, _web_ship_to),
    )
    for table, of in tables:
        data.fill(table, (row for person in known for row in of(person)))


def _no(person: Person) -> str:
    return str(10_000 + 1_000 * person[0])


def _mail(name: str) -> str:
    """Plain ASCII, whatever the name is."""
    plain = name.lower().encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.').replace(chr(39), '')}@example.com"


def _office_mail(person: Person) -> str:
    """The company's own address, which is not that of who works there."""
    return _mail(f"office {person[1][0].split()[0]}")


def _address(person: Person) -> dict[str, Any]:
    _, street, code, city, country, _ = person[1]
    return {
        "Address": street,
        "Post_Code": code,
        "City": city,
        "Country_Region_Code": country,
        "Phone_No": f"+44 20 7946 0{100 + person[0]}",
        "E_Mail": _office_mail(person),
        "Last_Date_Modified": _DATE,
    }


def _customer(person: Person) -> Rows:
    domestic = person[1][4] == "GB"
    yield {
        "No": _no(person),
        "Name": person[1][0],
        "Search_Name": person[1][0].upper(),
        **_address(person),
        "Contact": person[1][5],
        "Primary_Contact_No": f"CT{_no(person)}1",
        "Gen_Bus_Posting_Group": "NATIONAL" if domestic else "EXPORT",
        "VAT_Bus_Posting_Group": "NATIONAL" if domestic else "EXPORT",
        "Customer_Posting_Group": "DOMESTIC" if domestic else "FOREIGN",
        "Customer_Price_Group": "WHOLESALE" if person[0] % 3 == 0 else "",
        "Payment_Terms_Code": "14 DAYS",
        "Payment_Method_Code": "BANK",
        "Currency_Code": person[2].websites[-1].currency,
        "Allow_Line_Disc": 1,
    }


def _contacts(person: Person) -> Rows:
    """A company contact (…0) for each customer, and a person (…1) who works there."""
    company, name = person[1][0], person[1][5]
    for kind, who in enumerate((company, name)):
        yield {
            "No": f"CT{_no(person)}{kind}",
            "Name": who,
            "Search_Name": who.upper(),
            "Type": kind,
            "Company_No": f"CT{_no(person)}0",
            "Company_Name": company,
            **_address(person),
            "E_Mail": _mail(name) if kind else _office_mail(person),
        }


def _business_relation(person: Person) -> Rows:
    yield {"Contact_No": f"CT{_no(person)}0", **marketing.OF_CUSTOMER, "No": _no(person)}


def _ship_to_addresses(person: Person) -> Rows:
    """Every second customer has a place of its own for goods."""
    if person[0] % 2 == 0:
        address = _address(person) | {"Address": "Unit 4, Gate B", "Contact": person[1][5]}
        yield {"Customer_No": _no(person), "Code": "STORE", "Name": person[1][0], **address}


def _connection(person: Person) -> dict[str, Any]:
    return {"ConnectionId": person[2].guid, "ConnectionName": person[2].name}


def _web(person: Person) -> dict[str, Any]:
    return {**_connection(person), "WebSiteId": person[2].websites[-1].id}


def _customer_details(person: Person) -> Rows:
    group = "Wholesale" if person[0] % 3 == 0 else "General"
    yield {
        "No": _no(person),
        **_web(person),
        "WebCustomerFlag": 1,
        "WebCustomerGroup": group,
        "B2B": int(group == "Wholesale"),
    }


def _application_customer(person: Person) -> Rows:
    yield {
        "ApplicationId": 1,
        "CustomerNo": _no(person),
        **_connection(person),
        "WebSyncFlag": "F",
        "WebCustomerFlag": 1,
    }


def _contact_details(person: Person) -> Rows:
    yield {
        "No": f"CT{_no(person)}1",
        **_web(person),
        "WebContactFlag": 1,
        "WebCustomerGroup": "General",
    }


def _application_contact(person: Person) -> Rows:
    yield {
        "ApplicationId": 1,
        "ContactNo": f"CT{_no(person)}1",
        **_connection(person),
        "WebSyncFlag": "F",
        "WebContactFlag": 1,
        "ContactType": 1,
    }


def _web_ship_to(person: Person) -> Rows:
    for address in _ship_to_addresses(person):
        line = {"CustomerNo": address["Customer_No"], "Code": address["Code"]}
        yield {**line, **_connection(person), "WebSyncFlag": "F"}
