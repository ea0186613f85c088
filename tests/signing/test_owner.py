"""Whose a certificate is, wherever the provider wrote it: the places and marks of the table, both sides of each."""

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from signing.certificates import SIGNS, Ca
from thongquan import law
from thongquan.law.tables import CertificateNames
from thongquan.signing.owner import Identifier, identifiers_of, owner_of, reader, tax_codes_of

CA = Ca()
TABLE = law.table("certificate_names", CertificateNames)
OID_OF = {one.name: x509.ObjectIdentifier(one.oid) for one in TABLE.place}


def name(**values: str) -> x509.Name:
    named = [x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn An")]
    return x509.Name(named + [x509.NameAttribute(OID_OF[place], value) for place, value in values.items()])


def subject(**values: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(CA.issue(subject=name(**values)))


def alternative(**values: str) -> x509.Certificate:
    names = x509.SubjectAlternativeName([x509.RFC822Name("a@b.vn"), x509.DirectoryName(name(**values))])
    return x509.load_der_x509_certificate(CA.issue(subject=name(), extensions=(SIGNS, (names, False))))


@pytest.mark.parametrize("place", OID_OF)
@pytest.mark.parametrize("where", [subject, alternative])
def test_an_identity_number_is_found_in_every_place(place: str, where: object) -> None:
    [found] = identifiers_of(where(**{place: "CCCD:001099012345"}))  # type: ignore[operator] # one of two functions
    assert (found.what, found.value) == ("citizen_identity", "001099012345")
    assert found.place == f"{where.__name__} {place}"  # type: ignore[attr-defined] # as above


@pytest.mark.parametrize(
    ("written", "what", "value"),
    [
        ("MST:9901234560", "tax_code", "9901234560"),
        ("MST: 9901234560-001", "tax_code", "9901234560001"),
        ("VATVN-9901234560", "tax_code", "9901234560"),
        ("CMND:012345678", "identity_card", "012345678"),
        ("CMND:001099012345", "identity_card", "001099012345"),
        ("CMT:012345678", "identity_card", "012345678"),
        ("CCCD:001099012345", "citizen_identity", "001099012345"),
        ("DDCN:001099012345", "citizen_identity", "001099012345"),
        ("HC:B1234567", "passport", "B1234567"),
        ("MNS:1234567", "budget_code", "1234567"),
        ("BHXH:HN1234567", "insurance_code", "HN1234567"),
        (" CCCD:001099012345 ", "citizen_identity", "001099012345"),
    ],
)
def test_each_mark_says_which_number_it_is(written: str, what: str, value: str) -> None:
    assert reader().read(written) == (what, value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9901234560",
        "MST:990123456",
        "MST:99012345601",
        "MST-9901234560",
        "mst:9901234560",
        "XMST:9901234560",
        "CMND:0123456789",
        "CCCD:00109901234",
        "CCCD:00109901234X",
        "HC:b1234567",
        "HC:B1",
        "CCCD:001099012345 x",
        "CCCD:\u0660\u0660\u0661\u0660\u0669\u0669\u0660\u0661\u0662\u0663\u0664\u0665",
        "MST:9901234560\nMST:1",
    ],
)
def test_what_only_resembles_a_number_is_none(written: str) -> None:
    assert reader().read(written) is None


def test_several_numbers_are_told_each_once_in_the_order_of_the_places() -> None:
    found = identifiers_of(subject(serialNumber="CCCD:001099012345", UID="MST:9901234560", title="MST:9901234560"))
    assert found == [
        Identifier("tax_code", "9901234560", "subject UID", speaks=True),
        Identifier("citizen_identity", "001099012345", "subject serialNumber", speaks=True),
        Identifier("tax_code", "9901234560", "subject title", speaks=False),
    ]


@pytest.mark.parametrize("place", [one.name for one in TABLE.place if not one.speaks])
def test_a_tax_code_in_a_place_that_nobody_vouches_for_gives_no_right(place: str) -> None:
    assert tax_codes_of(subject(**{place: "MST:9901234560"})) == set()


@pytest.mark.parametrize("place", [one.name for one in TABLE.place if one.speaks])
def test_a_tax_code_in_its_places_does(place: str) -> None:
    assert tax_codes_of(subject(**{place: "MST:9901234560"})) == {"9901234560"}
    assert tax_codes_of(alternative(**{place: "MST:9901234560"})) == {"9901234560"}


def test_a_certificate_that_names_nobody_has_an_owner_and_no_number() -> None:
    assert (owner_of(subject()), identifiers_of(subject())) == ("Nguyễn Văn An", [])
