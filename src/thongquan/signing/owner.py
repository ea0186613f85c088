"""Whose a certificate is: tax code and identity numbers, wherever the provider put them.

The places and marks are a table, `law/tables/certificate_names.toml`.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec
from cryptography import x509
from cryptography.x509.oid import NameOID

from thongquan import law
from thongquan.law.tables import CertificateNames, NamePlace

TAX_CODE = "tax_code"
IDENTITIES = ("citizen_identity", "identity_card", "passport")
"""Numbers of a person, the one that is issued today first."""

SUBJECT, ALTERNATIVE = "subject", "alternative"


class Identifier(msgspec.Struct, frozen=True):
    """A number that a certificate names, and where it stands."""

    what: str
    """`tax_code`, `citizen_identity`, `identity_card`, `passport`, `budget_code`, `insurance_code`."""
    value: str
    place: str
    """`subject UID`, `alternative serialNumber` …"""
    speaks: bool
    """The place is one whose tax code counts."""


class Reader:
    """The table, made ready."""

    def __init__(self, names: CertificateNames) -> None:
        self.places = [(x509.ObjectIdentifier(one.oid), one) for one in names.place]
        self._written = [
            (one.what, re.compile(rf"(?:{'|'.join(map(re.escape, one.signs))})\s?({one.shape})"))
            for one in names.written
        ]

    def read(self, value: str) -> tuple[str, str] | None:
        """Which number it is, and the number. A branch's tax code is written with a dash before its three digits."""
        text = re.sub(r"(?<=[0-9]{10})-(?=[0-9]{3}$)", "", value.strip())
        for what, shape in self._written:
            if found := shape.fullmatch(text):
                return what, found[1]
        return None


@cache
def reader() -> Reader:
    return Reader(law.table("certificate_names", CertificateNames))


def identifiers_of(certificate: x509.Certificate) -> list[Identifier]:
    """Every number that the certificate names, in the order of the places, each once."""
    found: dict[tuple[str, str, bool], Identifier] = {}
    for value, side, place in _values(certificate):
        read = reader().read(value)
        if read is not None:
            found.setdefault((*read, place.speaks), Identifier(*read, f"{side} {place.name}", place.speaks))
    return list(found.values())


def tax_codes_of(certificate: x509.Certificate) -> set[str]:
    """Those that it may speak for. Other places may name a tax code too, which nobody has vouched for."""
    return {one.value for one in identifiers_of(certificate) if one.what == TAX_CODE and one.speaks}


def name_of(name: x509.Name, *oids: x509.ObjectIdentifier) -> str:
    """The first of these attributes that the name has; "" if none."""
    for oid in oids:
        if found := name.get_attributes_for_oid(oid):
            return str(found[0].value)
    return ""


def owner_of(certificate: x509.Certificate) -> str:
    """The common name, as the provider wrote it."""
    return name_of(certificate.subject, NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)


def _values(certificate: x509.Certificate) -> Iterator[tuple[str, str, NamePlace]]:
    for side, name in _names(certificate):
        for oid, place in reader().places:
            for attribute in name.get_attributes_for_oid(oid):
                if isinstance(attribute.value, str):
                    yield attribute.value, side, place


def _names(certificate: x509.Certificate) -> Iterator[tuple[str, x509.Name]]:
    yield SUBJECT, certificate.subject
    try:
        alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    for name in alternative.get_values_for_type(x509.DirectoryName):
        yield ALTERNATIVE, name
