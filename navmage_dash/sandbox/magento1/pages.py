"""The HTML that is met at addresses which are not the API."""

import re

from navmage_dash.sandbox.server import Response


class Broken(Exception):
    """The database has refused a statement while a list was made: a page of HTML comes back."""


HOME = Response(
    body=b"""<!DOCTYPE html>
<html lang="en"><head><title>Outlet</title>
<script type="text/javascript" src="/js/varien/js.js"></script></head>
<body class="cms-index-index cms-home"><h1>Outlet</h1><p>Madison Island</p></body></html>
"""
)
ADMIN = Response(
    body=b"""<!DOCTYPE html>
<html lang="en"><head><title>Log into Magento Admin Page</title></head>
<body id="page-login"><form method="post" action=""><h2>Log in to Admin Panel</h2></form></body>
</html>
"""
)
_REPORT = b"""<!DOCTYPE html>
<html lang="en"><head><title>Error</title></head><body>
<h1>There has been an error processing your request</h1>
<p>Exception printing is disabled by default for security reasons.</p>
<p>Error log record number: 1208563891</p></body></html>
"""
_TEXTS = {401: "Authorization Required", 403: "Forbidden", 404: "Not Found"}


def error(status: int) -> Response:
    """The web server's own page; for a database error (503, 500) the one that Magento makes."""
    if status not in _TEXTS:
        return Response(status, _REPORT, "text/html; charset=UTF-8")
    title = f"{status} {_TEXTS[status]}"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Response(status, page.encode(), "text/html; charset=UTF-8")


def moved(where: str) -> Response:
    return Response(302, headers=(("Location", where),))


def other(path: str) -> Response:
    if path in ("", "/"):
        return HOME
    return ADMIN if re.match(r"/admin(/|$)", path) else error(404)
