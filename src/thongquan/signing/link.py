"""One certificate of a chain, with both its readings."""

import msgspec
from cryptography import x509

from thongquan.signing.certificate import parsed
from thongquan.signing.frame import Frame, read_frame


class Link(msgspec.Struct, frozen=True):
    der: bytes
    frame: Frame
    certificate: x509.Certificate
    anchor: bool


def link_of(der: bytes, *, anchor: bool = False) -> Link:
    """Raises SignatureRefused: it cannot be read."""
    return Link(der=der, frame=read_frame(der), certificate=parsed(der), anchor=anchor)
