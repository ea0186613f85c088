"""An operator lets an issuer's certificates count. Judged and recorded here; whoever keeps the trust folder does it."""

from hashlib import sha256

from thongquan.authority import beside
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_operators import IssuerAdd
from thongquan.signing.link import Link
from thongquan.signing.taking import accept_issuer
from thongquan.signing.terms import Terms


def terms_of(says: IssuerAdd) -> Terms:
    return Terms(says.needs, says.grace_seconds, tuple(says.ocsp), tuple(says.crl), tuple(says.inside))


def faults(_now: Sitting, _account: str, _says: IssuerAdd) -> list[Fault]:
    """The certificate is not there yet."""
    return []


def issuer_add(now: Sitting, signed: Signed, secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, IssuerAdd)
    issuer = accepted(now, says, secrets)
    return Done({"state": "accepted", "key_id": issuer.frame.key_id})


def accepted(now: Sitting, says: IssuerAdd, secrets: Secrets) -> Link:
    """The issuer that the text names.

    Raises:
        CertificatesDiffer: it is another.
        SignatureRefused: it may issue nothing, or its terms are none.
    """
    ders = beside.given(secrets)
    if len(ders) != 1:
        raise beside.CertificatesDiffer
    issuer = accept_issuer(now.authority.trust, ders[0], terms_of(says), now.at)
    told = (issuer.certificate.subject.rfc4514_string(), sha256(ders[0]).hexdigest())
    if told != (says.issuer, says.fingerprint):
        raise beside.CertificatesDiffer
    return issuer


PROCEDURE = Procedure(IssuerAdd, "operator", issuer_add, faults, secrets=(beside.CERTIFICATES,))
