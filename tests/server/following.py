"""A company with a terminal and its access key, and what its declarations come to, at a running server."""

import time

from authority.applying import SENDER, a_declarant, a_signer, an_application, officer_signer
from authority.house import a_filing, lines_of
from authority.running import Server
from demo_pki import RSA_COMPANY
from server.applying import Applicant, logged_in

OFFICER = "cb01"


def a_terminal(server: Server, admin: Applicant) -> tuple[str, str]:
    """Its id and access key. Registrations count at once at this server."""
    asked = an_application(a_declarant(a_signer(RSA_COMPANY, 1)))
    draft = admin.post("/api/v1/applications", {"asked": asked}).json()["application"]["id"]
    admin.do("application-send", application=draft, version=1, **SENDER)
    officer = logged_in(server, OFFICER, officer_signer(OFFICER))
    officer.get(f"/api/v1/desk/registrations/{draft}")
    officer.do("application-decide", application=draft, version=2, verdict="approve")
    deadline = time.monotonic() + 10
    while not (made := admin.get("/api/v1/terminals").json()["rows"]) and time.monotonic() < deadline:
        time.sleep(0.1)
    [found] = [one["terminal"] for one in made]
    [user] = [one["user"] for one in admin.get("/api/v1/users").json()["rows"] if one["name"] == "Đặng Thị Thu Hà"]
    keys = [{"terminal": found, "user": user}]
    shown = admin.do("credentials-read", passwords=[{"user": user}], keys=keys).json()["shown"]
    return found, shown[f"access_key {found}"]


def filed(server: Server, *houses: str, key: str = "rsa", **changes: str) -> set[str]:
    """The numbers that they were given."""
    outcomes = server.file(a_filing(lines_of(*houses, **changes), key=key)).json()["outcomes"]
    return {one["decision"]["number"] for one in outcomes}
