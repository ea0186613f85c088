"""`POST /api/v1/certificates/look`: what can be said of a certificate before anything is registered."""

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from thongquan.authority.certificate_look import CertificateLook, certificate_in, look_at
from thongquan.server.clerk import Clerk
from thongquan.server.openapi_security import ANYBODY


class ToLookAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    certificate: str
    """PEM, or base64 of DER. The public part only."""


def certificate_routes(clerk: Clerk) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/certificates/look",
        status_code=200,
        security=ANYBODY,
        summary="Look at a certificate before anything is registered",
    )
    async def look(data: JSONBody[ToLookAt]) -> CertificateLook:
        return look_at(certificate_in(data.certificate.encode()), clerk.authority.trust, clerk.clock())

    return [look]
