"""How the description tells what can be signed: a path for each kind of deed, with its particulars as they are read."""

from copy import deepcopy
from typing import Any

import msgspec

from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.procedures import Procedure
from thongquan.base.limits import LIMITS
from thongquan.registration.application import Asked
from thongquan.registration.fields import Field, fields_of
from thongquan.server.openapi_answers import COMPONENT
from thongquan.server.openapi_security import ANYBODY, CHANGES_IN_SESSION

COMPOSE = "/api/v1/deeds/{kind}"


def with_kinds(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """In place of the one path for all kinds one for each."""
    of_all = paths.pop(COMPOSE)["post"]
    kinds = [one.says for one in PROCEDURES.values()]
    particulars, further = msgspec.json.schema_components(kinds, ref_template=COMPONENT)
    schemas.update(further)
    for procedure, says in zip(PROCEDURES.values(), particulars, strict=True):
        as_read(schemas, procedure.says, procedure.fills)
        paths[COMPOSE.format(kind=procedure.says.kind)] = {"post": _of_kind(of_all, procedure, says)}
    as_read(schemas, Asked)
    schemas["Asked"]["properties"]["terminals"] |= {"minimum": 0, "maximum": LIMITS.application_terminals}
    schemas["ToSave"]["properties"]["asked"] = {"$ref": COMPONENT.format(name=Asked.__name__)}


def as_read(schemas: dict[str, Any], kind: type[msgspec.Struct], fills: tuple[str, ...] = ()) -> None:
    """What an annotation alone does not say: nothing is what "" means, and no text is longer than any may be.

    `fills` need not be said, for the books say it.
    """
    schema, fields = schemas[kind.__name__], fields_of(kind)
    schema["required"] = [one.name for one in fields if one.is_required and one.name not in fills]
    schema["additionalProperties"] = False
    for field in fields:
        told = schema["properties"][field.name]
        if field.entry is not None:
            as_read(schemas, field.entry, fills)
        elif field.is_list:
            told["items"] = _text(told["items"], field, required=True)
        elif field.kind is str:
            schema["properties"][field.name] = _text(told, field, required=field.is_required)
        if field.is_list and field.is_required:
            told["minItems"] = 1


def _text(told: dict[str, Any], field: Field, *, required: bool) -> dict[str, Any]:
    if "enum" in told or "$ref" in told:
        return told
    longest = {} if field.is_list else {"maxLength": field.most}
    if not field.pattern:
        return {**told, **longest, **({"minLength": 1} if required else {})}
    pattern = field.pattern.removeprefix("^(?:").removesuffix(")$")
    return {**told, **longest, "pattern": f"^(?:{pattern}){'' if required else '?'}$"}


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
    session = " For the account that is logged in." if procedure.in_session else ""
    return {
        **deepcopy(of_all),
        "summary": f"{kind.work} / {kind.work_en}",
        "description": f"Composes the text to sign; signed by: {procedure.signed_by}.{session}{travels}",
        "operationId": f"Compose-{kind.kind}",
        "parameters": [],
        "security": CHANGES_IN_SESSION if procedure.in_session else ANYBODY,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
    }
