"""How the description tells of three parts of a filing, read by `server/multipart.py`, and of what comes in lines."""

from typing import Any

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.server.multipart import PARTS
from thongquan.server.openapi_answers import COMPONENT
from thongquan.signing.statement import Statement

_PROGRESS = (
    'With the request header `Accept: application/x-ndjson`: lines `{"progress": {"checked": …, "of": …}}`, '
    'and as the last line `{"answer": …}` or `{"problem": …}`.'
)
_EVENTS = "With the request header `Accept: application/x-ndjson`: each event on a line, spelled as in the page."
NDJSON_ANSWERS: dict[str, Any] = {"application/x-ndjson": {"schema": {"type": "string", "description": _PROGRESS}}}
NDJSON_EVENTS: dict[str, Any] = {"application/x-ndjson": {"schema": {"type": "string", "description": _EVENTS}}}
_STATEMENT = "The batch statement in its only spelling (RFC 8785)."
_SIGNATURE = "Detached CMS signature over the statement's bytes, DER."
_DECLARATIONS = (
    "One declaration a line, each in its normal form (RFC 8785) and ended by a line feed: as many as the statement "
    f"counts, at most {LIMITS.filing_lines}."
)


def filing_body() -> dict[str, Any]:
    """The request body. All of it together has its limit too."""
    kinds = {name: kind.decode() for name, kind in PARTS}
    content = {
        "statement": {"$ref": COMPONENT.format(name="Statement")},
        "signature": _part(kinds["signature"], LIMITS.signature_bytes, _SIGNATURE),
        "declarations": _part(kinds["declarations"], LIMITS.filing_bytes, _DECLARATIONS),
    }
    schema = {
        "type": "object",
        "additionalProperties": False,
        "description": "Exactly these parts, in this order, with nothing before, between or after them. A part's head "
        'names its Content-Type, once, and at most `Content-Disposition: form-data; name="…"` beside it.',
        "required": list(kinds),
        "properties": content,
    }
    return {
        "required": True,
        "description": f"At most {LIMITS.filing_bytes} bytes in all; the statement at most {LIMITS.statement_bytes}.",
        "content": {
            "multipart/mixed": {
                "schema": schema,
                "encoding": {name: {"contentType": kind} for name, kind in kinds.items()},
            }
        },
    }


def statement_schema() -> dict[str, Any]:
    """As JSON Schema has it: a pattern's end is `$`, not Python's own sign for it."""
    (_,), parts = msgspec.json.schema_components([Statement], ref_template=COMPONENT)
    schema: dict[str, Any] = parts[Statement.__name__]
    for one in schema["properties"].values():
        if "pattern" in one:
            one["pattern"] = one["pattern"].replace(r"\Z", "$")
    return {**schema, "description": _STATEMENT}


def _part(kind: str, most: int, description: str) -> dict[str, Any]:
    return {"type": "string", "contentMediaType": kind, "maxLength": most, "description": description}
