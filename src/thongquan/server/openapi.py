"""The API's own description. Added is what Litestar cannot know: who may ask, kinds of deeds, filings, refusals."""

from dataclasses import dataclass, fields
from typing import Any

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from thongquan.server.openapi_answers import REQUEST_ID, SCHEMAS, refusals_of, responses
from thongquan.server.openapi_deeds import with_kinds
from thongquan.server.openapi_documents import documents_body
from thongquan.server.openapi_filing import NDJSON_ANSWERS, NDJSON_EVENTS, filing_body, statement_schema
from thongquan.server.openapi_security import COMPONENTS, ORIGIN, is_guarded

_FILINGS, _DEEDS = "/api/v1/filings", "/api/v1/deeds"
_ATTACHMENTS = "/api/v1/attachments"
_WITH_DOCUMENTS = ("/api/v1/declarations/{number}/documents", _ATTACHMENTS, f"{_ATTACHMENTS}/{{attachment}}")
_EVENTS = "/api/v1/events"
TOLD = (
    "Every answer names its request (X-Request-Id). Whatever is refused is answered as problem details with a stable "
    "code. Most calls are made in the session of an account: see the security schemes. Filings and deeds prove "
    "themselves by a signature; what is read back of a filing is shown to whoever has its reading secret."
)


@dataclass
class Document(OpenAPI):
    def to_schema(self) -> dict[str, Any]:
        told = super().to_schema()
        components = told["components"]
        components["schemas"].update(SCHEMAS, Statement=statement_schema())
        components["responses"] = responses()
        components["parameters"] = {"Origin": ORIGIN}
        with_kinds(told["paths"], components["schemas"])
        _with_filing(told["paths"])
        for path in _WITH_DOCUMENTS:
            told["paths"][path]["post"]["requestBody"] = documents_body()
        for path in told["paths"].values():
            for method, operation in path.items():
                _complete(method, operation)
                _close(operation, components["schemas"])
        return told


class Published(OpenAPIConfig):
    def to_openapi_schema(self) -> OpenAPI:
        plain = super().to_openapi_schema()
        return Document(**{one.name: getattr(plain, one.name) for one in fields(plain)})


OPENAPI = Published(
    title="thongquan", version="1", description=TOLD, path="/api/v1", render_plugins=[], components=COMPONENTS
)


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Litestar's own 400 never leaves the server; whoever forgets to say who may ask is told at once."""
    security, answers = operation["security"], operation["responses"]
    for status, answer in answers.items():
        if status.startswith("2"):
            answer["headers"] = {**answer.get("headers", {}), **REQUEST_ID}
    answers.update(refusals_of(method, security, has_body="requestBody" in operation))
    if is_guarded(security):
        operation["parameters"] = [*operation.get("parameters", []), {"$ref": "#/components/parameters/Origin"}]


def _close(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """A message with a name that is not ours is refused: its struct says so, but not its annotation."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if named := content.get("schema", {}).get("$ref"):
        schemas[named.rpartition("/")[2]]["additionalProperties"] = False


def _with_filing(paths: dict[str, Any]) -> None:
    """What no annotation of a route says: its parts, its stream of progress, and the session that a login opens."""
    filing = paths[_FILINGS]["post"]
    filing["requestBody"] = filing_body()
    filing["responses"]["200"]["content"].update(NDJSON_ANSWERS)
    paths[_EVENTS]["get"]["responses"]["200"]["content"].update(NDJSON_EVENTS)
    paths[_DEEDS]["post"]["responses"]["200"]["headers"]["Set-Cookie"] = {
        "description": "After a `login`: the session.",
        "schema": {"type": "string"},
    }
