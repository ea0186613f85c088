"""The API's own description. Added is what Litestar cannot know: each kind of deed, its particulars, and refusals."""

from dataclasses import dataclass, fields
from typing import Any

import msgspec
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, OpenAPI, SecurityScheme

from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.procedures import Procedure
from thongquan.server.problem import MEDIA_TYPE

COMPOSE = "/api/v1/deeds/{kind}"
_COMPONENT = "#/components/schemas/{name}"

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Problem details (RFC 9457): what is wrong, in both languages, and what to do.",
    "required": ["type", "title", "status", "code", "facts", "text", "fix", "request"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: what programs go by."},
        "facts": {"type": "object"},
        "text": {"$ref": _COMPONENT.format(name="InBothLanguages")},
        "fix": {"$ref": _COMPONENT.format(name="InBothLanguages")},
        "request": {"type": "string", "description": "The id under which the server's log has it."},
        "faults": {"type": "array", "items": {"type": "object"}, "description": "Each at its field."},
    },
}
IN_BOTH: dict[str, Any] = {
    "type": "object",
    "required": ["vi", "en"],
    "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
}
REFUSED: dict[str, Any] = {
    "description": "Refused: nothing was recorded.",
    "content": {MEDIA_TYPE.decode(): {"schema": {"$ref": _COMPONENT.format(name="Problem")}}},
}


@dataclass
class Document(OpenAPI):
    def to_schema(self) -> dict[str, Any]:
        told = super().to_schema()
        schemas = told.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(Problem=PROBLEM, InBothLanguages=IN_BOTH)
        for path in told["paths"].values():
            for operation in path.values():
                _with_refusals(operation)
        _with_kinds(told["paths"], schemas)
        return told


class Published(OpenAPIConfig):
    def to_openapi_schema(self) -> OpenAPI:
        plain = super().to_openapi_schema()
        return Document(**{one.name: getattr(plain, one.name) for one in fields(plain)})


OPENAPI = Published(
    title="thongquan",
    version="1",
    path="/api/v1",
    render_plugins=[],
    components=Components(security_schemes={"reader": SecurityScheme(type="http", scheme="bearer")}),
)


def _with_refusals(operation: dict[str, Any]) -> None:
    """Whatever is refused, is refused in one form; Litestar's own 400 never leaves the server."""
    operation["responses"].pop("400", None)
    operation["responses"]["default"] = REFUSED


def _with_kinds(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """In place of the one path for all kinds one for each."""
    of_all = paths.pop(COMPOSE)["post"]
    kinds = [one.says for one in PROCEDURES.values()]
    particulars, further = msgspec.json.schema_components(kinds, ref_template=_COMPONENT)
    schemas.update(further)
    for procedure, says in zip(PROCEDURES.values(), particulars, strict=True):
        paths[COMPOSE.format(kind=procedure.says.kind)] = {"post": _of_kind(of_all, procedure, says)}


def _of_kind(of_all: dict[str, Any], procedure: Procedure, says: dict[str, Any]) -> dict[str, Any]:
    kind = procedure.says
    account = {"type": "string", "description": "Who will sign: a tax code, a User ID or an officer's id."}
    body = {
        "type": "object",
        "additionalProperties": False,
        "required": ["account", "says"],
        "properties": {"account": account, "says": says},
    }
    travels = f" Travels beside the text: {', '.join(procedure.secrets)}." if procedure.secrets else ""
    session = " For accounts that are logged in." if procedure.in_session else ""
    return {
        **of_all,
        "summary": f"{kind.work} / {kind.work_en}",
        "description": f"Composes the text to sign; signed by: {procedure.signed_by}.{session}{travels}",
        "operationId": f"Compose-{kind.kind}",
        "parameters": [],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
    }
