"""How the description tells what is answered: problem details by status, with the codes that each stands for."""

from typing import Any

from thongquan.server.openapi_security import FOLLOWING, IN_SESSION, READER_OR_IN_SESSION, SIGNED, Requirement
from thongquan.server.problem import MEDIA_TYPE, STATUS

COMPONENT = "#/components/schemas/{name}"

IN_BOTH: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["vi", "en"],
    "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
}
FACTS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "array", "items": {"type": "string"}}]
    },
}
_BOTH = {"$ref": COMPONENT.format(name="InBothLanguages")}
WORDED: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "description": "What is wrong with one field, and what to do.",
    "required": ["code", "at", "facts", "text", "fix"],
    "properties": {
        "code": {"type": "string"},
        "at": {"type": "string", "description": 'The field, such as `declarants.0.name`; "" for the whole.'},
        "facts": FACTS,
        "text": _BOTH,
        "fix": _BOTH,
    },
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "description": "Problem details (RFC 9457): what is wrong, in both languages, and what to do.",
    "required": ["type", "title", "status", "code", "facts", "text", "fix", "request"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "`text` in Vietnamese."},
        "status": {"type": "integer", "enum": sorted({*STATUS.values(), 422} - {500})},
        "code": {"type": "string", "description": "Stable: what programs go by."},
        "facts": FACTS,
        "text": _BOTH,
        "fix": _BOTH,
        "request": {"type": "string", "description": "The id under which the server's log has it."},
        "faults": {"type": "array", "items": {"$ref": COMPONENT.format(name="WordedFault")}},
    },
}
SCHEMAS: dict[str, Any] = {"Problem": PROBLEM, "WordedFault": WORDED, "InBothLanguages": IN_BOTH}

REQUEST_ID: dict[str, Any] = {
    "X-Request-Id": {
        "required": True,
        "description": "The id under which the server's log has this request.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    }
}
_RETRY: dict[str, Any] = {
    "Retry-After": {
        "required": True,
        "description": "Seconds after which it may be tried again.",
        "schema": {"type": "integer", "minimum": 0},
    }
}
_MAY_COME_BACK = (429, 503)
_READING = {400, 404, 503}
_CHANGING = {*_READING, 403, 408, 413, 429}
_WITH_BODY = {*_CHANGING, 409, 422}


def responses() -> dict[str, Any]:
    """For `components.responses`: one for each status, since whatever is refused is refused in one form."""
    statuses = {*STATUS.values(), 422} - {500}
    return {_name(status): _refusal(status) for status in sorted(statuses)}


def refusals_of(method: str, security: list[Requirement], *, has_body: bool) -> dict[str, Any]:
    """The refusals that one operation can answer with, by status."""
    statuses = set(_READING) if method == "get" else set(_WITH_BODY if has_body else _CHANGING)
    if security in (IN_SESSION, READER_OR_IN_SESSION, FOLLOWING):
        statuses.add(403)
    if security == READER_OR_IN_SESSION:
        statuses.add(409)
    if security == FOLLOWING:
        statuses.add(429)
    if security == SIGNED:
        statuses.add(410)
    elif method != "get" and security not in (IN_SESSION, READER_OR_IN_SESSION, FOLLOWING):
        statuses.add(415)
    return {str(one): {"$ref": f"#/components/responses/{_name(one)}"} for one in sorted(statuses)}


def _name(status: int) -> str:
    return f"Refused{status}"


def _refusal(status: int) -> dict[str, Any]:
    codes = sorted(code for code, given in STATUS.items() if given == status)
    named = ", ".join(codes) if codes else "every code that has no other status: understood, and refused as it stands"
    return {
        "description": f"Refused; nothing was recorded. {named}.",
        "headers": REQUEST_ID | (_RETRY if status in _MAY_COME_BACK else {}),
        "content": {MEDIA_TYPE.decode(): {"schema": {"$ref": COMPONENT.format(name="Problem")}}},
    }
