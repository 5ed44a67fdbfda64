"""Why records and runs fail, by cause: whose side, what happened, what to do next.

A text is matched from the top; the first that fits names the cause. Records are grouped by it on
the Errors page. The texts are those of recorded answers and of our own errors.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    id: str
    side: str  # NAV, Magento, here
    what: str
    todo: str
    pattern: str = ""


CAUSES = (
    Cause(
        "both-changed", "here", "NAV and Magento changed a field differently",
        "Choose under Conflicts which value counts: the record then goes on by itself.",
        r"choose under Conflicts",
    ),
    Cause(
        "no-lookup", "here", "A value has no line under Lookups",
        "Add the line that the message names under the connection's Lookups, then retry.",
        r"add it under Lookups",
    ),
    Cause(
        "no-master-data", "here", "A value is not in this connection's master data",
        "Schedule the connection's master data, then retry. If it is still unknown, it was deleted "
        "in Magento: choose another value on the item's web lines in NAV.",
        r"master data",
    ),
    Cause(
        "no-web-details", "NAV", "The item has no Web Product Details for this connection",
        "Add the line on the item's Web Product Details page in NAV, with this ConnectionId.",
        r"Web Product Details line",
    ),
    Cause(
        "blank-field", "NAV", "A field that Magento needs is blank in NAV",
        "Fill it in on the card that the message names; the change makes the record due again.",
        r"is blank|is below zero|has no tax class|Magento wants these",
    ),
    Cause(
        "vanished", "Magento", "A record that was carried before is not there any more",
        "Retry makes it again, Skip leaves it out until it changes in NAV. Where it was renamed, "
        "give it the same name on both sides before Retry.",
        r"no longer there: somebody deleted|nothing is called .* at the target",
    ),
    Cause(
        "url-key", "Magento", "Another product or category has this URL key already",
        "Give one of the two another URL key: Web URL Key in NAV, or in Magento's admin.",
        r"URL key for specified store already exists",
    ),
    Cause(
        "option-value", "Magento", "An attribute does not take this value",
        "Choose one of the attribute's options on the item's Web ProductAttribute line in NAV.",
        r"Attribute \".*\" has invalid value",
    ),
    Cause(
        "attribute-set", "Magento", "The attribute set is wrong or missing",
        "Check the attribute set on the item's Web Product Details line; schedule master data.",
        r"Invalid attribute set entity type|attribute set \S+ has no attribute|"
        r"attribute set is not existed|cannot change the attribute set",
    ),
    Cause(
        "sku-length", "Magento", "The SKU is longer than Magento allows (64 characters)",
        "Give the item a shorter number in NAV.",
        r"SKU length should be",
    ),
    Cause(
        "sku-case", "Magento", "Magento has this SKU in another spelling",
        "Rename one of the two: Magento finds SKUs without regard to case, and would rename it.",
        r"in another spelling|other upper and lower case",
    ),
    Cause(
        "source-item", "Magento", "Magento refused the stock of an item",
        "Check that the inventory source of this connection's lookup exists and that the product "
        "is there; then retry.",
        r"Source Item(?! Configuration)|no inventory source",
    ),
    Cause(
        "contended", "Magento", "Magento was busy with the same rows, also when tried again",
        "Retry at a quiet hour. If it stays, ask the shop's administrator for the report id in "
        "Magento's var/log: it is not a deadlock then.",
        r"Could not save Source Item Configuration|Internal Error\. Details are available|"
        r"deadlock found|lock wait timeout|too many connections|server has gone away",
    ),
    Cause(
        "product-refused", "Magento", "Magento could not save the product",
        "Look at the last exchange: often a website or a value is not there any more. Schedule "
        "the master data; else ask the shop's administrator for var/log/exception.log.",
        r"unable to be saved",
    ),
    Cause(
        "email", "Magento", "Another account has the customer's e-mail address",
        "Give one of the two another address, in NAV or in Magento's admin, then retry.",
        r"customer email already|same email address already",
    ),
    Cause(
        "sales-price", "NAV", "Magento does not take a sales price as it is in NAV",
        "Change the sales price in NAV as the message says; that makes the record due again.",
        r"a price from \S+ on cannot be sent|a discount of \S+ cannot be sent|is no tier price",
    ),
    Cause(
        "firewall", "Magento", "Something before Magento refused the call",
        "Have this machine let through the firewall or bot protection of the shop, then retry.",
        r"forbids the call|refuses us at",
    ),
    Cause(
        "write-back", "NAV", "Magento has it, but NAV did not take the answer",
        "Read NAV's words below, mend the record there, then retry: nothing is sent twice.",
        r"source did not take the answer",
    ),
    Cause(
        "nav-locked", "NAV", "NAV had the record locked",
        "Retry; if it stays, somebody has a document open or a batch job is running.",
        r"locked by another user|deadlocked",
    ),
    Cause(
        "nav-permission", "NAV", "NAV's user lacks a permission",
        "Give the web service user the permission set that the message names.",
        r"following permissions on TableData",
    ),
    Cause(
        "nav-relation", "NAV", "NAV does not know a value",
        "Create the value in the table that the message names, or change the lookup.",
        r"cannot be found in the related table",
    ),
    Cause(
        "nav-length", "NAV", "A text is too long for NAV",
        "Shorten it at its side; NAV says how long it may be.",
        r"length of the string is",
    ),
    Cause(
        "sign-in", "here", "The sign-in was refused",
        "Edit the connection, enter user and key again and press Check Connection.",
        r"sign-?in|isn't authorized|refused the (credentials|user)",
    ),
    Cause(
        "away", "here", "A system did not answer",
        "Nothing is lost: the run goes on by itself. Check that the server is up.",
        r"no answer|answer(s|ed) (429|50[234])|timed? ?out|time-out|before its answer was complete",
    ),
    Cause(
        "refused", "Magento", "Magento refused what was sent",
        "Read Magento's words below and the last exchange on the record's page, mend it at its "
        "side, then retry.",
        r"\bMagento: |answers \w+ with fault",
    ),
)  # fmt: skip
OTHER = Cause(
    "other", "here", "Something else",
    "Read the message and the last exchange on the record's page, mend it at its side, then retry.",
)  # fmt: skip


def cause_of(text: str) -> str:
    """The id of the first cause whose pattern is in the text."""
    return next((c.id for c in CAUSES if re.search(c.pattern, text, re.IGNORECASE)), OTHER.id)


def explain(cause: str) -> Cause:
    return next((each for each in CAUSES if each.id == cause), OTHER)
