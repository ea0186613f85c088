"""All pages together, and the way past them to the API. A group of pages is one file with a `routes()`."""

from functools import cache
from typing import cast

from litestar import Litestar
from litestar.exceptions import HTTPException

from thongquan.base.fault import Refusal
from thongquan.portal import (
    accounts,
    application_sections,
    applications,
    attachments,
    auditing,
    company,
    company_certificates,
    company_lists,
    company_overview,
    company_webhooks,
    completed_lists,
    declaration,
    declaration_correct,
    declarations,
    delegations,
    deposit,
    deposit_days,
    deposit_month,
    deposit_refunds,
    desk,
    desk_certificates,
    desk_days,
    desk_declaration,
    desk_declarations,
    desk_deposits,
    desk_guarantees,
    desk_several,
    desk_statement,
    desk_transport,
    desk_transports,
    document_lists,
    driver,
    flight,
    flight_acts,
    flight_sign,
    flights,
    gate,
    office,
    own_sessions,
    public,
    registering,
    transport,
    transport_links,
    transport_lodge,
    transport_new,
    transport_steps,
    transports,
)
from thongquan.portal.counter import App, Counter
from thongquan.portal.failing import failed, not_offered, refused
from thongquan.portal.language import LANGUAGES
from thongquan.portal.rendering import environment
from thongquan.portal.sessions import Sessions
from thongquan.portal.shell import Shell

GROUPS = (
    public,
    accounts,
    own_sessions,
    registering,
    company_certificates,
    applications,
    application_sections,
    company,
    company_lists,
    company_overview,
    company_webhooks,
    completed_lists,
    document_lists,
    attachments,
    transports,
    transport_new,
    transport,
    transport_lodge,
    transport_steps,
    delegations,
    declarations,
    declaration,
    declaration_correct,
    desk,
    desk_certificates,
    desk_declarations,
    desk_declaration,
    desk_several,
    deposit,
    deposit_month,
    deposit_refunds,
    deposit_days,
    desk_deposits,
    desk_guarantees,
    desk_statement,
    desk_days,
    desk_transports,
    desk_transport,
    flights,
    flight,
    flight_acts,
    flight_sign,
    office,
    gate,
    auditing,
    transport_links,
    driver,
)
"""Each with `routes() -> list of Litestar handlers`."""


@cache
def pages(form_bytes: int) -> Litestar:
    """The pages themselves, only ever reached through `portal`. They remember nothing: each visit has its counter."""
    handlers = [handler for group in GROUPS for handler in group.routes()]
    return Litestar(
        handlers,
        openapi_config=None,
        exception_handlers={Refusal: refused, HTTPException: not_offered, Exception: failed},
        logging_config=None,
        request_max_body_size=form_bytes,
    )


def portal(counter: Counter, api: App, sessions: Sessions | None = None) -> App:
    """Everything that browsers and programs may ask for: pages, files, and the API beside them."""
    for language in LANGUAGES:
        environment(language)  # a mistake in the sentences stops the start
    own = cast("App", pages(counter.limits.form_bytes))
    return Shell(counter, Sessions(counter.limits) if sessions is None else sessions, own, api)
