"""Row 36: sixty messages and certificates that are cheap to send and meant to be costly to judge."""

from collections.abc import Callable
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from signing.bad_certificates import (
    GOOD_STORE,
    KEY,
    MIDDLE,
    ROOT,
    ROOT_CRL,
    Bad,
    a_circle,
    altered,
    bad,
    leaf,
    put_together,
    registered,
    signed_by,
    store,
    tbs,
)
from signing.certificates import IS_CA, ISSUES, SIGNS, Ca
from signing.forging import DATA, Forger
from thongquan.base.limits import LIMITS
from thongquan.signing.chain import TrustStore
from thongquan.signing.der import BIT_STRING, CONTEXT_0, INTEGER, OBJECT, OCTET_STRING, SEQUENCE, SET, encode

CONTENT = b"a statement"


class Trap(NamedTuple):
    """A message over `CONTENT`, and the trust under which it is judged. `certificate`: registered beside it."""

    name: str
    message: bytes
    trust: TrustStore
    certificate: Bad


GOOD = bad("good", "", leaf())


def with_certificate(name: str, der: bytes, trust: TrustStore = GOOD_STORE, issuer: Ca = MIDDLE) -> Trap:
    certificate = bad(name, "", der, trust, issuer)
    return Trap(name, signed_by(certificate, CONTENT, embedded=True), trust, certificate)


def with_message(name: str, message: bytes) -> Trap:
    return Trap(name, message, GOOD_STORE, GOOD)


def nested(tag: int, depth: int) -> bytes:
    """So many elements within one another, put together from inside."""
    lengths = [0]
    for _ in range(depth):
        size = lengths[-1]
        lengths.append(size + 2 + (0 if size < 0x80 else (size.bit_length() + 7) // 8))
    heads = []
    for size in reversed(lengths[:-1]):
        octets = size.to_bytes((size.bit_length() + 7) // 8) if size >= 0x80 else b""
        heads.append(bytes([tag, 0x80 | len(octets)]) + octets if octets else bytes([tag, size]))
    return b"".join(heads)


def in_extension(value: bytes) -> bytes:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.8"), value)
    return leaf(extensions=(SIGNS, (unknown, False)))


def deep() -> list[Trap]:
    depths = (17, 100, 300, 1_000, 3_000)
    inside = [with_certificate(f"{n} deep in an extension", in_extension(nested(SEQUENCE, n))) for n in depths]
    subjects = [with_certificate(f"{n} deep in the subject", altered(5, nested(SEQUENCE, n))) for n in depths]
    keys = [with_certificate(f"{n} deep in the key", altered(6, nested(SEQUENCE, n))) for n in depths]
    bodies = [
        with_message(f"{n} of {tag:02x} in place of a message", nested(tag, n))
        for n in (1_000, 100_000)
        for tag in (0x30, 0xA0)
    ]
    attributes = [
        with_message(f"{n} deep in an attribute", a_message(more_attributes=[deep_attribute(n)]))
        for n in (17, 200, 1_000, 5_000)
    ]
    return [*inside, *subjects, *keys, *bodies, *attributes]


class Holder(Forger):
    def __init__(self) -> None:
        self.key, self.der, self.registered = KEY, GOOD.der, registered(GOOD)


def a_message(**changes: object) -> bytes:
    return Holder().message(content=CONTENT, **changes)


def deep_attribute(depth: int) -> bytes:
    return encode(SEQUENCE, encode(OBJECT, b"\x2a\x03\x04") + encode(SET, nested(SEQUENCE, depth)))


def giant() -> list[Trap]:
    """Numbers and names of kilobytes: a library that takes them for numbers pays with their square."""
    arcs = {"one arc of 8 kB": b"\x2a" + b"\xff" * 8_000 + b"\x7f", "8,000 arcs": b"\x2a" + b"\x01" * 8_000}
    told = [
        with_certificate(f"{name} as algorithm", altered(2, encode(SEQUENCE, encode(OBJECT, oid))))
        for name, oid in arcs.items()
    ]
    told += [
        with_message(f"{name} as content type", a_message(inner=encode(SEQUENCE, encode(OBJECT, oid))))
        for name, oid in arcs.items()
    ]
    told += [
        with_message(f"{name} as digest", a_message(digest=encode(SEQUENCE, encode(OBJECT, oid))))
        for name, oid in arcs.items()
    ]
    for octets in (21, 1_000, 12_000):
        told.append(
            with_certificate(f"a serial number of {octets} octets", altered(1, encode(INTEGER, b"\x5a" * octets)))
        )
        told.append(
            with_certificate(
                f"a modulus of {octets} octets", altered(6, rsa_key(b"\x7f" + b"\xff" * octets, b"\1\0\1"))
            )
        )
        told.append(
            with_certificate(
                f"an exponent of {octets} octets", altered(6, rsa_key(b"\x7f" + b"\xff" * 256, b"\x7f" * octets))
            )
        )
        told.append(with_message(f"a version of {octets} octets", a_message(version=encode(INTEGER, b"\x5a" * octets))))
    return told


def rsa_key(modulus: bytes, exponent: bytes) -> bytes:
    name = bytes.fromhex("300d06092a864886f70d0101010500")
    numbers = encode(SEQUENCE, encode(INTEGER, modulus) + encode(INTEGER, exponent))
    return encode(SEQUENCE, name + encode(BIT_STRING, b"\0" + numbers))


def many() -> list[Trap]:
    """Much of one kind."""
    name = x509.Name([x509.NameAttribute(NameOID.USER_ID, f"MST:99{n:08}") for n in range(400)])
    names = x509.SubjectAlternativeName([x509.DNSName("x.vn")] * 2_000)
    spaces = x509.Name([x509.NameAttribute(NameOID.USER_ID, "MST:" + " " * 10_000 + "9")])
    attribute = encode(SEQUENCE, encode(OBJECT, b"\x2a\x03\x04") + encode(SET, b"\x05\x00"))
    return [
        with_certificate("400 tax codes", leaf(subject=name)),
        with_certificate("2,000 alternative names", leaf(extensions=(SIGNS, (names, False)))),
        with_certificate("10,000 spaces in a tax code", leaf(subject=spaces)),
        with_message("5,000 attributes", a_message(more_attributes=[attribute] * 5_000)),
        with_message("500 signers", a_message(signers=encode(SET, Holder().signer() * 500))),
        with_message("1,000 digests", a_message(digest_set=encode(SET, encode(SEQUENCE, DATA) * 1_000))),
        with_message("2,000 certificates", a_message(certificates=encode(CONTEXT_0, leaf() * 2_000))),
        with_message(
            "8 MB of certificate", a_message(certificates=encode(CONTEXT_0, encode(SEQUENCE, bytes(8_000_000))))
        ),
        with_message("8 MB of unsigned attributes", a_message(unsigned=encode(0xA1, bytes(8_000_000)))),
        with_message("a length of 4 GB", b"\x30\x84\xff\xff\xff\xff" + bytes(100)),
        with_message("a length of 127 octets", b"\x30\xff" + b"\xff" * 127),
        with_message("endless length", b"\x30\x80" * 10_000),
        with_message("8 MB of noughts", bytes(8_000_000)),
        with_message("nothing but tags", b"\x1f" + b"\xff" * 100_000),
        with_message(
            "8 MB of content inside",
            a_message(inner=encode(SEQUENCE, DATA + encode(CONTEXT_0, encode(OCTET_STRING, bytes(8_000_000))))),
        ),
    ]


def issuers() -> list[Trap]:
    """The operator's own configuration, as bad as it can be; and the sender's, which plays no part."""
    told = []
    for count in (2, 10, 16):
        circle = a_circle(count)
        told.append(Trap(circle.name, signed_by(circle, CONTENT, embedded=True), circle.trust, circle))
    twins = [Ca("Trung gian", ROOT) for _ in range(30)]
    crls = [ROOT_CRL, *(twin.crl() for twin in twins)]
    told.append(with_certificate("30 issuers of one name", leaf(), store(twins, crls)))
    subtrees = [x509.DNSName(f"{n}.vn") for n in range(400)]
    narrowed = x509.NameConstraints(permitted_subtrees=subtrees, excluded_subtrees=subtrees)
    narrow = Ca("Trung gian", ROOT, extensions=(IS_CA, ISSUES, (narrowed, True)))
    names = x509.SubjectAlternativeName([x509.DNSName(f"{n}.{n}.vn") for n in range(500)])
    told.append(
        with_certificate(
            "400 × 500 name constraints",
            leaf(narrow, extensions=(SIGNS, (names, False))),
            store([narrow], [ROOT_CRL, narrow.crl()]),
            narrow,
        )
    )
    sent = [Ca("Gốc", Ca("Gốc")).der for _ in range(LIMITS.embedded_certificates)]
    told.append(with_message("32 issuers in the message", a_message(certificates=encode(CONTEXT_0, b"".join(sent)))))
    lone = tbs(leaf())
    told.append(
        with_certificate(
            "an issuer of no name",
            put_together([*lone[:3], encode(SEQUENCE, b""), *lone[4:]], MIDDLE.key, SHA256(), None, b""),
        )
    )
    return told


def every_trap() -> list[Trap]:
    makers: list[Callable[[], list[Trap]]] = [deep, giant, many, issuers]
    return [trap for make in makers for trap in make()]
