"""Who may ask for what, as the description says it: each route names one of these beside its path.

A session is opened on `POST /api/v1/deeds` by the deed `login`. What holds it is `portal/guard.py`, which this package
may not import; a test compares the names.
"""

from typing import Any

from litestar.openapi.spec import Components, SecurityScheme

SESSION_COOKIE, CSRF_HEADER = "__Host-thongquan", "X-CSRF-Token"

Requirement = dict[str, list[str]]
READER: list[Requirement] = [{"reader": []}]
READER_OR_IN_SESSION: list[Requirement] = [{"reader": []}, {"session": []}]
ANYBODY: list[Requirement] = [{}, {"session": [], "form": []}]
"""Whoever has no session; who sends its cookie along answers for where the call comes from."""
IN_SESSION: list[Requirement] = [{"session": []}]
FOLLOWING: list[Requirement] = [{"session": []}, {"terminal": []}]
"""People in their session; machines by the credentials of their terminal."""
CHANGES_IN_SESSION: list[Requirement] = [{"session": [], "form": []}]
CHANGES_OF_COMPANY: list[Requirement] = [{"session": [], "form": []}, {"terminal": []}]
"""The same, also by a terminal: nothing is done by it until somebody has signed."""
PUBLIC: list[Requirement] = [{}]
"""Told to everybody alike."""
SIGNED: list[Requirement] = [{}]
"""The message proves itself by its signature; cookies are not looked at."""

COMPONENTS = Components(
    security_schemes={
        "reader": SecurityScheme(
            type="http",
            scheme="bearer",
            description="The secret whose SHA-256 the filing's signed statement names as `reader`.",
        ),
        "terminal": SecurityScheme(
            type="http",
            scheme="basic",
            description="Terminal ID and access key, while the certificate to which the key is bound may sign. Else "
            "READER-UNKNOWN. Sent along, they count; a session beside them does not.",
        ),
        "session": SecurityScheme(
            type="apiKey",
            security_scheme_in="cookie",
            name=SESSION_COOKIE,
            description="Set by the answer to the signed deed `login` (Secure, HttpOnly, SameSite=Strict). Follow "
            "Set-Cookie: `act-for` gives the session another name. Dead after log-out, a change of password, a closed "
            "certificate, or too long a rest. Without one: LOGIN-NEEDED.",
        ),
        "form": SecurityScheme(
            type="apiKey",
            security_scheme_in="header",
            name=CSRF_HEADER,
            description="Of every call other than GET that the session's cookie comes along with: the secret that "
            'each page of this session has in `<meta name="csrf-token">`. Else FORM-STALE. Such a call is JSON '
            "(else FORM-KIND) and names its origin: see the header Origin.",
        ),
    }
)

ORIGIN: dict[str, Any] = {
    "name": "Origin",
    "in": "header",
    "required": False,
    "description": "This server's own, as browsers send it: `https://HOST`. With the session's cookie either it or "
    "`Sec-Fetch-Site: same-origin` must be there; if there, it must be right, with a session or without. Else "
    "FORM-FOREIGN.",
    "schema": {"type": "string", "pattern": "^https?://[A-Za-z0-9.:\\[\\]-]{1,255}$"},
}


def is_guarded(security: list[Requirement]) -> bool:
    """Calls that change something and look at the session."""
    return security in (ANYBODY, CHANGES_IN_SESSION, CHANGES_OF_COMPANY)
