"""The ordinary requests of filers, and the API's own description at `/api/v1/openapi.json`."""

import logging
from typing import Any, TypeVar

from litestar import Litestar, Request, Response, get
from litestar.exceptions import HTTPException

from thongquan.authority.document_ports import DocumentStore
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.server.applications import application_routes, drafting_routes, result_routes
from thongquan.server.asking import asker
from thongquan.server.attachments import attachment_routes
from thongquan.server.auditing import auditing_routes
from thongquan.server.call_ups import call_up_routes
from thongquan.server.certificates import certificate_routes
from thongquan.server.clerk import Clerk
from thongquan.server.completed_lists import completed_list_routes
from thongquan.server.deeds import deed_routes
from thongquan.server.deposit_forms import deposit_form_routes
from thongquan.server.deposits import deposit_routes
from thongquan.server.desk import certificate_desk_routes, desk_routes
from thongquan.server.desk_declarations import declaration_desk_routes
from thongquan.server.document_lists import document_list_routes
from thongquan.server.documents import document_routes
from thongquan.server.draws import draw_routes
from thongquan.server.feed import feed_routes
from thongquan.server.filings import filing_routes
from thongquan.server.json_body import JsonRequest
from thongquan.server.openapi import OPENAPI
from thongquan.server.own_declarations import own_declaration_routes
from thongquan.server.own_records import own_record_routes
from thongquan.server.own_sessions import session_routes
from thongquan.server.passwords import Passwords
from thongquan.server.problem import MEDIA_TYPE, NotNow, RequestMalformed, problem, retry_after, status_of
from thongquan.server.reading_desk import ReadingDesk
from thongquan.server.transport_links import transport_link_routes
from thongquan.server.transports import transport_routes
from thongquan.server.unseen import Unseen
from thongquan.server.webhooks import webhook_routes
from thongquan.server.who import delegation_routes, office_routes, who_routes

LOG = logging.getLogger("thongquan.api")

T = TypeVar("T")


def api(
    clerk: Clerk,
    room: ReadingDesk,
    documents: DocumentStore,
    passwords: Passwords | None = None,
    unseen: Unseen | None = None,
) -> Litestar:
    """The application. What it does it asks of `authority`; it knows nothing of the tables."""

    @get("/healthz", include_in_schema=False, sync_to_thread=False)
    def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @get("/readyz", include_in_schema=False, sync_to_thread=False)
    def readyz() -> dict[str, str]:
        if not clerk.healthy:
            raise NotNow
        return {"status": "ready", "system": clerk.authority.system}

    limits, ask = clerk.authority.limits, asker(clerk)
    deeds = deed_routes(ask, passwords or Passwords(limits), limits, unseen or Unseen(limits))
    applied = [*application_routes(room, clerk.clock), *drafting_routes(ask), *result_routes(room, clerk.clock)]
    applied += [*desk_routes(ask, clerk, room), *certificate_desk_routes(ask, clerk, room)]
    applied += declaration_desk_routes(ask, clerk, room)
    applied += completed_list_routes(ask, room, limits, clerk.clock)
    applied += deposit_routes(room, clerk.clock)
    applied += deposit_form_routes(room, clerk.clock)
    applied += document_list_routes(ask, room, limits, clerk.clock)
    applied += transport_routes(ask, room, limits, clerk.clock)
    applied += transport_link_routes(room, clerk.clock)
    others = [*certificate_routes(clerk), *deeds, *own_record_routes(room, clerk.clock), *session_routes(), *applied]
    others += [*draw_routes(clerk, room), *auditing_routes(room, clerk.clock)]
    others += [*who_routes(room, clerk.clock), *delegation_routes(room, clerk.clock), *office_routes(room, clerk.clock)]
    others += [*document_routes(ask, documents), *own_declaration_routes(room, clerk.clock)]
    others += webhook_routes(room, clerk.clock)
    others += attachment_routes(ask, room, documents, limits, clerk.clock)
    return Litestar(
        [
            *filing_routes(room),
            *call_up_routes(room, clerk.clock),
            *feed_routes(room, clerk.clock, clerk.bell),
            *others,
            healthz,
            readyz,
        ],
        openapi_config=OPENAPI,
        request_class=JsonRequest,
        exception_handlers={Refusal: refused, HTTPException: not_offered, Exception: failed},
        logging_config=None,
    )


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    body = problem(refusal, str(request.scope["state"]["request"]))
    after = retry_after(refusal)
    headers = {} if after is None else {"retry-after": after.decode()}
    return Response(body, status_code=status_of(refusal.code), media_type=MEDIA_TYPE.decode(), headers=headers)


def not_offered(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Unknown paths look like everything else that is not there."""
    return refused(request, NotFound() if error.status_code in (404, 405) else RequestMalformed())


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    LOG.error("a request failed", exc_info=error)
    return refused(request, NotNow())
