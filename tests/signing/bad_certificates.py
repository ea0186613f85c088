"""Certificates with which nothing may be signed, each wrong in one respect, and the reason that must be given.

A table for every signed entry: `everything_bad()` gives the certificates with their keys, as somebody would hold them
who got one registered, and the trust under which they must be refused. `signed_by(bad, content)` signs with one.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from demo_pki import NOW
from signing.answers import UNKNOWN, Delegate, an_answer, revoked
from signing.certificates import (
    COMPANY,
    IS_CA,
    ISSUES,
    SECOND,
    SIGNS,
    UNKNOWN_EXTENSION,
    Ca,
    named,
    other_key,
    serial_of,
    usage,
)
from signing.forging import Forger
from thongquan.signing.certificate import RegisteredCertificate
from thongquan.signing.chain import TrustStore
from thongquan.signing.der import BIT_STRING, CONTEXT_0, INTEGER, SEQUENCE, encode, expect, object_identifier
from thongquan.signing.link import link_of
from thongquan.signing.ocsp import Answer, read_answer
from thongquan.signing.terms import Needs, Terms

KEY = ec.generate_private_key(ec.SECP256R1())
SERIAL = 0x5A5A5A5A

ROOT = Ca("Gốc", ends=NOW + timedelta(days=2))
MIDDLE = Ca("Trung gian", ROOT)
ROOT_CRL, MIDDLE_CRL = ROOT.crl(), MIDDLE.crl()


class Bad(NamedTuple):
    """`issuer_serial` is how a message names the certificate; `code` is the reason that every entry must give."""

    name: str
    code: str
    der: bytes
    trust: TrustStore
    issuer_serial: bytes
    key: Any = KEY


def store(
    middles: Sequence[Ca] = (MIDDLE,),
    crls: Sequence[bytes] = (ROOT_CRL, MIDDLE_CRL),
    anchors: Sequence[Ca] = (ROOT,),
    answers: Sequence[bytes] = (),
    needs: Needs = "crl",
    **terms: Any,
) -> TrustStore:
    """What an authority would trust. `needs` holds for the certificates that the intermediates issued."""
    read: list[Answer] = [read_answer(der) for der in answers]
    agreed = {link_of(middle.der).frame.key_id: Terms(needs, **terms) for middle in middles}
    return TrustStore([one.der for one in anchors], [one.der for one in middles], crls, answers=read, terms=agreed)


GOOD_STORE = store()


def leaf(issuer: Ca = MIDDLE, **changes: Any) -> bytes:
    return issuer.issue(**{"serial": SERIAL, "key": KEY, **changes})


def names(issuer: Ca, serial: bytes) -> bytes:
    return issuer.name.public_bytes() + encode(INTEGER, serial)


def bad(name: str, code: str, der: bytes, trust: TrustStore = GOOD_STORE, issuer: Ca = MIDDLE, **more: Any) -> Bad:
    serial = more.get("serial", SERIAL.to_bytes(4))
    return Bad(name, code, der, trust, more.get("named_as", names(issuer, serial)))


# pieces of a certificate


def tbs(der: bytes) -> list[bytes]:
    """Version, serial, algorithm, issuer, validity, subject, key and extensions, each whole."""
    at, end = expect(SEQUENCE, der, *expect(SEQUENCE, der, 0, len(der)))
    pieces = []
    while at < end:
        _, stop = expect(der[at], der, at, end)
        pieces.append(der[at:stop])
        at = stop
    return pieces


def put_together(pieces: Sequence[bytes], key: Any, digest: HashAlgorithm, place: int | None, piece: bytes) -> bytes:
    """A certificate of these pieces, one of them replaced, signed anew."""
    changed = [piece if number == place else old for number, old in enumerate(pieces)]
    body = encode(SEQUENCE, b"".join(changed))
    return encode(SEQUENCE, body + changed[2] + encode(BIT_STRING, b"\0" + key.sign(body, ec.ECDSA(digest))))


def altered(place: int, piece: bytes, digest: HashAlgorithm | None = None) -> bytes:
    return put_together(tbs(leaf()), MIDDLE.key, digest or SHA256(), place, piece)


def ecdsa(dotted: str) -> bytes:
    return encode(SEQUENCE, object_identifier(dotted))


@cache
def explicit_curve() -> bytes:
    """A P-256 key whose curve is spelled out."""
    with tempfile.TemporaryDirectory() as folder:
        made = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out k"
        subprocess.run(made.split(), cwd=folder, check=True, capture_output=True)
        shown = "openssl pkey -in k -pubout -outform DER -out p"
        subprocess.run(shown.split(), cwd=folder, check=True, capture_output=True)
        return (Path(folder) / "p").read_bytes()


def with_uses(*uses: x509.ObjectIdentifier) -> bytes:
    return leaf(extensions=(SIGNS, (x509.ExtendedKeyUsage(uses), False)))


def in_place(*codes: str, place: x509.ObjectIdentifier = NameOID.USER_ID) -> bytes:
    return leaf(subject=x509.Name([x509.NameAttribute(place, code) for code in codes]))


def profiles() -> list[Bad]:
    """Wrong in itself: refused wherever the certificate is read."""
    names_of_vn = x509.NameConstraints(permitted_subtrees=[x509.DNSName("vn")], excluded_subtrees=None)
    padding = x509.SubjectAlternativeName([x509.DNSName(f"{n}.{'x' * 60}.vn") for n in range(300)])
    huge, negative = b"\x5a" * 21, b"\xfa\x5a\x5a\x5a"
    cases: list[tuple[str, str, bytes]] = [
        ("a CA as leaf", "CERT-IS-CA", leaf(extensions=(IS_CA, ISSUES))),
        ("a CA that may sign", "CERT-IS-CA", leaf(extensions=(IS_CA, SIGNS))),
        ("may certify others", "CERT-IS-CA", leaf(extensions=((usage("digital_signature", "key_cert_sign"), True),))),
        ("no key usage", "CERT-KEY-USAGE", leaf(extensions=())),
        ("for encryption only", "CERT-KEY-USAGE", leaf(extensions=((usage("key_encipherment"), True),))),
        ("for agreeing on keys only", "CERT-KEY-USAGE", leaf(extensions=((usage("key_agreement"), True),))),
        ("for web servers", "CERT-EXTENDED-KEY-USAGE", with_uses(ExtendedKeyUsageOID.SERVER_AUTH)),
        ("for time stamps", "CERT-EXTENDED-KEY-USAGE", with_uses(ExtendedKeyUsageOID.TIME_STAMPING)),
        ("for responders", "CERT-EXTENDED-KEY-USAGE", with_uses(ExtendedKeyUsageOID.OCSP_SIGNING)),
        ("RSA of 1024 bits", "CERT-KEY-SIZE", leaf(key=rsa.generate_private_key(65_537, 1024))),
        ("RSA with exponent 3", "CERT-KEY-EXPONENT", leaf(key=rsa.generate_private_key(3, 2048))),
        ("DSA", "CERT-KEY-KIND", leaf(key=dsa.generate_private_key(2048))),
        ("Ed25519", "CERT-KEY-KIND", leaf(key=ed25519.Ed25519PrivateKey.generate())),
        ("a currency's curve", "CERT-KEY-CURVE", leaf(key=ec.generate_private_key(ec.SECP256K1()))),
        ("a short curve", "CERT-KEY-CURVE", leaf(key=ec.generate_private_key(ec.SECP224R1()))),
        ("a curve spelled out", "CERT-KEY-CURVE", altered(6, explicit_curve())),
        ("signed with SHA-1", "CERT-SIGNATURE-ALGORITHM", altered(2, ecdsa("1.2.840.10045.4.1"), SHA1())),
        ("signed with SHA-224", "CERT-SIGNATURE-ALGORITHM", altered(2, ecdsa("1.2.840.10045.4.3.1"))),
        (
            "an unknown critical extension",
            "CERT-CRITICAL-EXTENSION",
            leaf(extensions=(SIGNS, (UNKNOWN_EXTENSION, True))),
        ),
        ("name constraints of a leaf", "CERT-CRITICAL-EXTENSION", leaf(extensions=(SIGNS, (names_of_vn, True)))),
        ("no tax code", "CERT-TAX-CODE-MISSING", leaf(subject=named("Công ty A"))),
        ("an identity number for a tax code", "CERT-TAX-CODE-MISSING", in_place("CCCD:990123456012")),
        ("a tax code of nine digits", "CERT-TAX-CODE-MISSING", in_place("MST:990123456")),
        ("two tax codes", "CERT-TAX-CODE-AMBIGUOUS", in_place("MST:9901234560", "MST:9907654321")),
        ("larger than any", "CERT-TOO-LARGE", leaf(extensions=(SIGNS, (padding, False)))),
        ("a byte behind it", "CERT-UNREADABLE", leaf() + b"\0"),
    ]
    told = [bad(*case) for case in cases]
    for name, serial in (("a serial number of 21 octets", huge), ("a negative serial number", negative)):
        told.append(bad(name, "CERT-SERIAL", altered(1, encode(INTEGER, serial)), serial=serial))
    return [*told, bad("serial number nought", "CERT-SERIAL", altered(1, encode(INTEGER, b"\0")), serial=b"\0")]


def under(name: str, code: str, *, crl: bool = True, above: Ca = ROOT, **changes: Any) -> Bad:
    """A good leaf under an intermediate that is not."""
    middle = Ca("Trung gian", above, **changes)
    return bad(name, code, leaf(middle), store([middle], [ROOT_CRL, middle.crl()] if crl else [ROOT_CRL]), middle)


def chains() -> list[Bad]:
    """Wrong in who issued it, or when."""
    twin, stranger, company = Ca("Trung gian", ROOT), Ca("Lạ"), Ca("Công ty B", MIDDLE, extensions=(SIGNS,))
    limited = Ca("Giới hạn", ROOT, extensions=((x509.BasicConstraints(ca=True, path_length=0), True), ISSUES))
    below = Ca("Dưới", limited)
    own = Ca("Tự ký", key=KEY, subject=COMPANY, extensions=(SIGNS,), serial=SERIAL)
    of_names = x509.NameConstraints(permitted_subtrees=[x509.DNSName("vn")], excluded_subtrees=None)
    only = "CHAIN-CONSTRAINT"
    return [
        bad("expired a second ago", "CERT-EXPIRED", leaf(ends=NOW - SECOND)),
        bad("not valid for another second", "CERT-NOT-YET-VALID", leaf(starts=NOW + SECOND)),
        bad("signed by a stranger in the issuer's name", "CHAIN-SIGNATURE", leaf(signed_with=other_key())),
        bad("by an issuer of the same name", "CHAIN-SIGNATURE", leaf(twin)),
        bad("by nobody who is configured", "CHAIN-NO-ISSUER", leaf(stranger), issuer=stranger),
        bad("signed by itself", "CHAIN-NO-ISSUER", own.der, issuer=own),
        bad("by a company", "CHAIN-ISSUER-NOT-CA", leaf(company), store([MIDDLE, company]), company),
        bad("under a root of the same name", "CHAIN-SIGNATURE", leaf(), store(anchors=[Ca("Gốc")])),
        under("issuer ended a second ago", "CHAIN-ISSUER-EXPIRED", ends=NOW - SECOND),
        under("issuer begins in a second", "CHAIN-ISSUER-EXPIRED", starts=NOW + SECOND),
        under("issuer is no CA", "CHAIN-ISSUER-NOT-CA", extensions=(ISSUES,)),
        under("issuer may not sign certificates", "CHAIN-ISSUER-NOT-CA", extensions=(IS_CA, (usage("crl_sign"), True))),
        under("issuer with RSA of 1024 bits", "CHAIN-ISSUER-WEAK", key=rsa.generate_private_key(65_537, 1024)),
        under("issuer with an unknown critical extension", only, extensions=(IS_CA, ISSUES, (UNKNOWN_EXTENSION, True))),
        under("issuer for certain names", only, extensions=(IS_CA, ISSUES, (of_names, True))),
        under("issuer for certain policies", only, extensions=(IS_CA, ISSUES, (x509.InhibitAnyPolicy(0), True))),
        under("issuer signed by a stranger", "CHAIN-SIGNATURE", signed_with=other_key()),
        bad(
            "below an issuer that may have none below",
            "CHAIN-PATH-LENGTH",
            leaf(below),
            store([limited, below], [ROOT_CRL, limited.crl(), below.crl()]),
            below,
        ),
        a_circle(10),
        too_long(),
    ]


def a_circle(count: int) -> Bad:
    """Issuers of one name that certify one another, and a leaf below one of them."""
    alone = [Ca("Vòng") for _ in range(count)]
    loop = [Ca("Vòng", alone[n - 1], key=alone[n].key) for n in range(count)]
    trust = store(loop, [ROOT_CRL, *(one.crl() for one in loop)])
    return bad(f"a circle of {count} issuers", "CHAIN-TOO-LONG", leaf(loop[0]), trust, loop[0])


def too_long() -> Bad:
    cas = [ROOT]
    for number in range(8):
        cas.append(Ca(f"Cấp {number}", cas[-1]))
    return bad("a chain of ten", "CHAIN-TOO-LONG", leaf(cas[-1]), store(cas[1:], [one.crl() for one in cas]), cas[-1])


def listed(name: str, code: str, *crls: bytes) -> Bad:
    return bad(name, code, leaf(), store(crls=[ROOT_CRL, *crls]))


def kind(name: str, code: str, extension: x509.ExtensionType) -> Bad:
    return listed(name, code, MIDDLE.crl(extensions=((extension, True),)))


def part(**flags: bool) -> x509.IssuingDistributionPoint:
    chosen = dict.fromkeys(("only_contains_user_certs", "only_contains_ca_certs", "indirect_crl"), False) | flags
    return x509.IssuingDistributionPoint(
        None, None, only_some_reasons=None, only_contains_attribute_certs=False, **chosen
    )


def lists() -> list[Bad]:
    """Revoked by a list, or nobody can tell."""
    mute = Ca("Trung gian", ROOT, extensions=(IS_CA, (usage("key_cert_sign"), True)))
    return [
        listed("revoked by the list", "CERT-REVOKED", MIDDLE.crl(1, SERIAL, 2)),
        listed("revoked by a list that ran out", "CERT-REVOKED", MIDDLE.crl(SERIAL, ends=NOW - SECOND)),
        bad(
            "issuer revoked", "CHAIN-ISSUER-REVOKED", leaf(), store(crls=[ROOT.crl(serial_of(MIDDLE.der)), MIDDLE_CRL])
        ),
        listed("no list", "CRL-MISSING"),
        bad("no list of the root", "CRL-MISSING", leaf(), store(crls=[MIDDLE_CRL])),
        listed("a list that ran out a second ago", "CRL-STALE", MIDDLE.crl(ends=NOW - SECOND)),
        listed("a list of the next second", "CRL-NOT-YET-VALID", MIDDLE.crl(starts=NOW + SECOND)),
        listed("a list signed by a stranger", "CRL-SIGNATURE", MIDDLE.crl(signed_with=other_key())),
        listed("a list signed by the root", "CRL-SIGNATURE", MIDDLE.crl(signed_with=ROOT.key)),
        bad("issuer may not sign lists", "CRL-ISSUER", leaf(mute), store([mute], [ROOT_CRL, mute.crl()]), mute),
        kind("a delta list", "CRL-DELTA", x509.DeltaCRLIndicator(1)),
        kind("a list of others' certificates", "CRL-INDIRECT", part(indirect_crl=True)),
        kind("a list of a part", "CRL-PARTITIONED", part(only_contains_user_certs=True)),
        kind("a list with an unknown critical extension", "CRL-KIND", UNKNOWN_EXTENSION),
    ]


def answered(name: str, code: str, *answers: bytes, needs: Needs = "ocsp", crls: Sequence[bytes] = ()) -> Bad:
    return bad(name, code, leaf(), store(crls=[ROOT_CRL, *(crls or [MIDDLE_CRL])], answers=answers, needs=needs))


def answers() -> list[Bad]:
    """Revoked by a responder, or it does not say what must be known."""
    by = an_answer(MIDDLE, SERIAL)
    sha1 = {"algorithm": ecdsa("1.2.840.10045.4.1"), "digest": SHA1()}
    return [
        answered("no answer", "OCSP-MISSING"),
        answered("an answer about another serial number", "OCSP-MISSING", an_answer(MIDDLE, SERIAL + 1)),
        answered("revoked by the responder", "CERT-REVOKED", an_answer(MIDDLE, SERIAL, revoked())),
        answered(
            "revoked by the responder, not by the list",
            "CERT-REVOKED",
            an_answer(MIDDLE, SERIAL, revoked()),
            needs="crl",
        ),
        answered("revoked by the list, not by the responder", "CERT-REVOKED", by, crls=[MIDDLE.crl(SERIAL)]),
        answered(
            "revoked, in an answer that ran out",
            "CERT-REVOKED",
            an_answer(MIDDLE, SERIAL, revoked(), until=NOW - SECOND),
        ),
        answered("unknown to the responder", "OCSP-UNKNOWN", an_answer(MIDDLE, SERIAL, UNKNOWN)),
        answered(
            "unknown to the responder, not on the list",
            "OCSP-UNKNOWN",
            an_answer(MIDDLE, SERIAL, UNKNOWN),
            needs="either",
        ),
        answered("an answer that ran out a second ago", "OCSP-STALE", an_answer(MIDDLE, SERIAL, until=NOW - SECOND)),
        answered("an answer without an end", "OCSP-STALE", an_answer(MIDDLE, SERIAL, until=None)),
        answered("an answer of the next second", "OCSP-NOT-YET-VALID", an_answer(MIDDLE, SERIAL, since=NOW + SECOND)),
        answered(
            "an answer made in the next second", "OCSP-NOT-YET-VALID", an_answer(MIDDLE, SERIAL, produced=NOW + SECOND)
        ),
        answered("an answer signed with SHA-1", "OCSP-ALGORITHM", an_answer(MIDDLE, SERIAL, **sha1)),
        answered("an answer about another issuer's", "OCSP-ISSUER", an_answer(MIDDLE, SERIAL, about=ROOT)),
        answered(
            "an answer, but no list where both are needed",
            "CRL-STALE",
            by,
            needs="both",
            crls=[MIDDLE.crl(ends=NOW - SECOND)],
        ),
        answered("a list, but no answer where both are needed", "OCSP-MISSING", needs="both"),
        answered("neither list nor answer", "CRL-STALE", needs="either", crls=[MIDDLE.crl(ends=NOW - SECOND)]),
    ]


def answers_of_strangers() -> list[Bad]:
    """By one who may not answer; and by one who may, but says no."""
    trained, elsewhere = Delegate(MIDDLE), Delegate(ROOT)
    nobody = Delegate(MIDDLE, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False))
    any_use = Delegate(MIDDLE, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), False))
    ended, checked = (
        Delegate(MIDDLE, ends=NOW - SECOND),
        Delegate(MIDDLE, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False)),
    )
    without = MIDDLE.crl(serial_of(checked.der))
    return [
        answered("revoked by its delegate", "CERT-REVOKED", trained.answers(MIDDLE, SERIAL, revoked())),
        answered("an answer by one of another purpose", "OCSP-RESPONDER", nobody.answers(MIDDLE, SERIAL)),
        answered("an answer by one of any purpose", "OCSP-RESPONDER", any_use.answers(MIDDLE, SERIAL)),
        answered("an answer by the root's delegate", "OCSP-RESPONDER", elsewhere.answers(MIDDLE, SERIAL)),
        answered("an answer by a delegate who ended", "OCSP-RESPONDER", ended.answers(MIDDLE, SERIAL)),
        answered("an answer by a revoked delegate", "OCSP-RESPONDER", checked.answers(MIDDLE, SERIAL), crls=[without]),
        answered(
            "an answer by a delegate of whom no list tells",
            "OCSP-RESPONDER",
            checked.answers(MIDDLE, SERIAL),
            crls=[MIDDLE.crl(ends=NOW - SECOND)],
        ),
        answered("an answer by nobody who is there", "OCSP-RESPONDER", an_answer(MIDDLE, SERIAL, signer=named("X"))),
        answered(
            "an answer by the company itself",
            "OCSP-RESPONDER",
            an_answer(MIDDLE, SERIAL, signer=COMPANY, key=KEY, delegate=leaf()),
        ),
        answered("an answer with a stranger's signature", "OCSP-SIGNATURE", an_answer(MIDDLE, SERIAL, key=other_key())),
    ]


@cache
def everything_bad() -> tuple[Bad, ...]:
    """At NOW each is to be refused, with its code, at every signed entry."""
    return (*profiles(), *chains(), *lists(), *answers(), *answers_of_strangers())


def registered(certificate: Bad) -> RegisteredCertificate:
    """As if it had been registered once, past all checks."""
    fingerprint = sha256(certificate.der).hexdigest()
    return RegisteredCertificate(certificate.der, fingerprint, certificate.issuer_serial, "5a5a5a5a", "9901234560")


class Holder(Forger):
    """Whoever has the key."""

    def __init__(self, certificate: Bad) -> None:
        self.key, self.der, self.registered = certificate.key, certificate.der, registered(certificate)


def signed_by(certificate: Bad, content: bytes, *, embedded: bool = False) -> bytes:
    """A message that is right in itself; with the certificate in it where the entry looks there."""
    beside = encode(CONTEXT_0, certificate.der) if embedded else b""
    return Holder(certificate).message(content=content, certificates=beside)
