"""Where certification authorities in Viet Nam put a company's tax code: `MST:` in one of a few places of the name."""

import re

from cryptography import x509
from cryptography.x509.oid import NameOID

from thongquan.signing.refusal import SignatureRefused

PLACES = (NameOID.USER_ID, NameOID.SERIAL_NUMBER)
"""Attributes of the subject, and of a directory name among the alternative names."""

WRITTEN = re.compile(r"MST:\s?([0-9]{10})(?:-?([0-9]{3}))?")
"""Ten digits, and three more for a branch."""


def tax_code_of(certificate: x509.Certificate) -> str:
    """The one tax code that the certificate names. Two different ones are as useless as none."""
    found = {code for value in _places(certificate) if (code := _read(value))}
    if not found:
        raise SignatureRefused("CERT-TAX-CODE-MISSING")
    if len(found) > 1:
        raise SignatureRefused("CERT-TAX-CODE-AMBIGUOUS")
    return found.pop()


def _read(value: str) -> str:
    match = WRITTEN.fullmatch(value.strip())
    return match[1] + (match[2] or "") if match else ""


def _places(certificate: x509.Certificate) -> list[str]:
    names = [certificate.subject]
    try:
        alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names += alternative.get_values_for_type(x509.DirectoryName)
    except x509.ExtensionNotFound:
        pass
    return [
        str(attribute.value) for name in names for place in PLACES for attribute in name.get_attributes_for_oid(place)
    ]
