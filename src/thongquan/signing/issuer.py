"""What a certificate must be to stand above another in a chain."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtensionOID

from thongquan.signing.certificate import UNDERSTOOD, check_algorithms, check_key, check_validity, public_key
from thongquan.signing.link import Link
from thongquan.signing.policy import Policy
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.verifying import check_value

NOT_UNDERSTOOD = {
    ExtensionOID.NAME_CONSTRAINTS,
    ExtensionOID.POLICY_CONSTRAINTS,
    ExtensionOID.POLICY_MAPPINGS,
    ExtensionOID.INHIBIT_ANY_POLICY,
}
"""They narrow what an issuer may certify. Without a reader for them the safe answer is no."""


def check_issuer(issuer: Link, below: Sequence[Link], moment: datetime, policy: Policy) -> None:
    """`issuer` signed the last of `below`, and may do so at `moment`. The cheap checks come first."""
    check_may_issue(issuer, below, moment, policy)
    try:
        check_signature(below[-1], issuer, policy)
    except (InvalidSignature, ValueError, TypeError) as fault:
        raise SignatureRefused("CHAIN-SIGNATURE") from fault


def check_may_issue(issuer: Link, below: Sequence[Link], moment: datetime, policy: Policy) -> None:
    _check_moment(issuer.certificate, moment)
    _check_extensions(issuer.certificate, below)
    try:
        if issuer.anchor:
            check_key(issuer.frame, issuer.certificate, policy)  # an anchor is trusted as it stands, whoever signed it
        else:
            check_algorithms(issuer.frame, issuer.certificate, policy)
    except SignatureRefused as refusal:
        raise SignatureRefused("CHAIN-ISSUER-WEAK") from refusal


def check_signature(certified: Link, issuer: Link, policy: Policy) -> None:
    scheme, digest = policy.signatures[certified.frame.signature_identifier]
    if digest == "sha1":  # archives: the library no longer verifies such certificates as a whole
        certificate = certified.certificate
        check_value(public_key(issuer.der), scheme, digest, certificate.signature, certificate.tbs_certificate_bytes)
    else:
        certified.certificate.verify_directly_issued_by(issuer.certificate)


def _check_moment(certificate: x509.Certificate, moment: datetime) -> None:
    try:
        check_validity(certificate, moment)
    except SignatureRefused as refusal:
        raise SignatureRefused("CHAIN-ISSUER-EXPIRED") from refusal


def _check_extensions(certificate: x509.Certificate, below: Sequence[Link]) -> None:
    try:
        extensions = certificate.extensions
        constraints = extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError) as fault:
        raise SignatureRefused("CHAIN-ISSUER-NOT-CA") from fault
    if not constraints.ca or not usage.key_cert_sign:
        raise SignatureRefused("CHAIN-ISSUER-NOT-CA")
    between = sum(link.frame.issuer != link.frame.subject for link in below[1:])
    if constraints.path_length is not None and between > constraints.path_length:
        raise SignatureRefused("CHAIN-PATH-LENGTH")
    for extension in extensions:
        if extension.oid in NOT_UNDERSTOOD or (extension.critical and extension.oid not in UNDERSTOOD):
            raise SignatureRefused("CHAIN-CONSTRAINT", extension=extension.oid.dotted_string)


def is_issuer(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def may_sign_lists(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return False
