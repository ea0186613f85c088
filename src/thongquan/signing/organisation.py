"""Which organisation a certificate names: what its issuer vouches for, not what somebody types."""

import unicodedata

from cryptography.x509.oid import NameOID

from thongquan.base.text import bad_in_text
from thongquan.signing.certificate import parsed
from thongquan.signing.refusal import SignatureRefused

PLACES = (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
"""Attributes of the subject, in the order in which they are asked. Some issuers write a company's name only as CN."""


def organisation_of(der: bytes) -> str:
    """The name in its composed form (NFC) and with single blanks, as a deed can hold it.

    Raises:
        SignatureRefused: there is none, or it would not be shown as it is.
    """
    subject = parsed(der).subject
    values = (str(one.value) for place in PLACES for one in subject.get_attributes_for_oid(place))
    name = next((spelled for value in values if (spelled := _spelled(value))), "")
    if not name:
        raise SignatureRefused("CERT-ORGANISATION-MISSING")
    if found := bad_in_text(name):
        raise SignatureRefused("CERT-ORGANISATION-NOT-PLAIN", found=found)
    return name


def _spelled(value: str) -> str:
    return " ".join(word for word in unicodedata.normalize("NFC", value).split(" ") if word)
