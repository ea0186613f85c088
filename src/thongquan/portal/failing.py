"""Pages for what is refused, not there, or our own failure. None shows where in the program it happened."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException

from thongquan import law
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.portal.forms import JSON
from thongquan.portal.refusals import FormMalformed, LoginNeeded, PageFailed
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of

LOG = logging.getLogger("thongquan.portal")


def refusal_page(visit: Visit, refusal: Refusal) -> Response[bytes]:
    """What is wrong and what to do, in the visitor's language."""
    status = visit.counter.status_of(refusal)
    wording = law.wording(visit.language)
    shown = page(
        visit,
        "error.html",
        status=status,
        text=wording.text(refusal.code, refusal.facts),
        fix=wording.fix(refusal.code, refusal.facts),
        is_missing=status == HTTPStatus.NOT_FOUND,
        is_ours=status >= HTTPStatus.INTERNAL_SERVER_ERROR,
    )
    shown.headers.update(retry_after(status, refusal))
    return shown


def retry_after(status: int, refusal: Refusal) -> dict[str, str]:
    """The header for whoever may come back: after how many seconds."""
    if status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return {}
    return {"retry-after": str(refusal.facts.get("seconds", 2))}


def refused(request: Asked, refusal: Refusal) -> Response[bytes]:
    visit = visit_of(request)
    if JSON in request.headers.get("accept", "").encode("latin-1"):
        body, status = visit.counter.problem(refusal, visit.request), visit.counter.status_of(refusal)
        headers = retry_after(status, refusal)
        return Response(body, status_code=status, media_type="application/problem+json", headers=headers)
    if isinstance(refusal, LoginNeeded) and visit.session is None and visit.method == "GET":
        return go_to(f"/login?{urlencode({'next': visit.address()})}")
    return refusal_page(visit, refusal)


def not_offered(request: Asked, error: HTTPException) -> Response[bytes]:
    """Unknown addresses look like everything else that is not there."""
    unknown = error.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
    if unknown:
        visit = visit_of(request)
        visit.path, visit.query = "/", ""  # somebody may have typed a secret into the address: the page repeats nothing
    return refused(request, NotFound() if unknown else FormMalformed())


def failed(request: Asked, error: Exception) -> Response[bytes]:
    LOG.error("a page failed", exc_info=error)
    return refused(request, PageFailed(request=visit_of(request).request))
