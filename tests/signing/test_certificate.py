"""Row 1 of the threat model: what a certificate must be in itself, each fault with its own reason."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from demo_pki import P256_COMPANY, RSA_COMPANY, Pki
from signing.certificates import IS_CA, ISSUES, SIGNS, UNKNOWN_EXTENSION, Ca, named, usage
from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import read_certificate, tax_code_of
from thongquan.signing.policy import LEGACY_ALGORITHMS
from thongquan.signing.refusal import SignatureRefused

CA = Ca()


def subject(*tax_codes: str, place: x509.ObjectIdentifier = NameOID.USER_ID) -> x509.Name:
    return x509.Name([x509.NameAttribute(place, code) for code in tax_codes])


def at_byte(der: bytes, offset: int, mask: int) -> bytes:
    return der[:offset] + bytes([der[offset] ^ mask]) + der[offset + 1 :]


def edited(der: bytes, old: str, new: str) -> bytes:
    assert der.hex().count(old) == 1
    return bytes.fromhex(der.hex().replace(old, new))


def padded() -> bytes:
    names = x509.SubjectAlternativeName([x509.DNSName(f"{n}.{'x' * 60}.vn") for n in range(300)])
    return CA.issue(extensions=(SIGNS, (names, False)))


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("CERT-UNREADABLE", lambda: b""),
    "PEM": ("CERT-UNREADABLE", lambda: b"-----BEGIN CERTIFICATE-----"),
    "trailing byte": ("CERT-UNREADABLE", lambda: CA.issue() + b"\0"),
    "unused bits in the signature": (
        "CERT-UNREADABLE",
        lambda: (der := CA.issue())[: (at := der.rindex(b"\x00\x30"))] + b"\x01" + der[at + 1 :],
    ),
    "too large": ("CERT-TOO-LARGE", padded),
    "negative serial": ("CERT-SERIAL", lambda: edited(CA.issue(serial=0x7ABBCCDD), "02047abbccdd", "0204fabbccdd")),
    "serial of nought": ("CERT-SERIAL", lambda: edited(CA.issue(serial=0x7A), "02017a3", "0201003")),
    "no key usage": ("CERT-KEY-USAGE", lambda: CA.issue(extensions=())),
    "key usage is encryption": ("CERT-KEY-USAGE", lambda: CA.issue(extensions=((usage("key_encipherment"), True),))),
    "key usage is agreement": ("CERT-KEY-USAGE", lambda: CA.issue(extensions=((usage("key_agreement"), True),))),
    "a CA": ("CERT-IS-CA", lambda: CA.issue(extensions=(IS_CA, ISSUES))),
    "a CA that may sign": ("CERT-IS-CA", lambda: CA.issue(extensions=(IS_CA, SIGNS))),
    "may sign certificates": (
        "CERT-IS-CA",
        lambda: CA.issue(extensions=((usage("digital_signature", "key_cert_sign"), True),)),
    ),
    "for web servers": (
        "CERT-EXTENDED-KEY-USAGE",
        lambda: CA.issue(extensions=(SIGNS, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False))),
    ),
    "for time stamps": (
        "CERT-EXTENDED-KEY-USAGE",
        lambda: CA.issue(extensions=(SIGNS, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True))),
    ),
    "unknown critical extension": (
        "CERT-CRITICAL-EXTENSION",
        lambda: CA.issue(extensions=(SIGNS, (UNKNOWN_EXTENSION, True))),
    ),
    "RSA-1024": ("CERT-KEY-SIZE", lambda: CA.issue(key=rsa.generate_private_key(65_537, 1024))),
    "RSA exponent 3": ("CERT-KEY-EXPONENT", lambda: CA.issue(key=rsa.generate_private_key(3, 2048))),
    "DSA": ("CERT-KEY-KIND", lambda: CA.issue(key=dsa.generate_private_key(2048))),
    "Ed25519": ("CERT-KEY-KIND", lambda: CA.issue(key=ed25519.Ed25519PrivateKey.generate())),
    "curve of a currency": ("CERT-KEY-CURVE", lambda: CA.issue(key=ec.generate_private_key(ec.SECP256K1()))),
    "P-224": ("CERT-KEY-CURVE", lambda: CA.issue(key=ec.generate_private_key(ec.SECP224R1()))),
    "no tax code": ("CERT-TAX-CODE-MISSING", lambda: CA.issue(subject=named("Công ty A"))),
    "tax code of nine digits": ("CERT-TAX-CODE-MISSING", lambda: CA.issue(subject=subject("MST:990123456"))),
    "identity card instead": ("CERT-TAX-CODE-MISSING", lambda: CA.issue(subject=subject("CCCD:990123456012"))),
    "tax code without its mark": ("CERT-TAX-CODE-MISSING", lambda: CA.issue(subject=subject("9901234560"))),
    "two tax codes": (
        "CERT-TAX-CODE-AMBIGUOUS",
        lambda: CA.issue(subject=subject("MST:9901234560", "MST:9907654321")),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_refused_with_its_own_reason(name: str) -> None:
    code, make = BAD[name]
    with pytest.raises(SignatureRefused) as refused:
        read_certificate(make())
    assert refused.value.code == code


def test_outer_and_inner_algorithm_must_agree() -> None:
    der = CA.issue()
    identifier = bytes.fromhex("06082a8648ce3d040302")
    at = der.rindex(identifier) + len(identifier) - 1
    with pytest.raises(SignatureRefused) as refused:
        read_certificate(at_byte(der, at, 0x01))  # ecdsa-with-SHA384 outside
    assert refused.value.code == "CERT-SIGNATURE-ALGORITHM"


@pytest.fixture
def made_by_openssl(tmp_path: Path) -> Callable[..., bytes]:
    def make(key_command: str, digest: str) -> bytes:
        subprocess.run(f"openssl genpkey -out key {key_command}".split(), cwd=tmp_path, check=True, capture_output=True)
        request = f"openssl req -x509 -new -key key -{digest} -days 9 -outform DER -out made -subj /UID=MST:9901234560"
        extra = ["-addext", "keyUsage=critical,digitalSignature", "-addext", "basicConstraints=CA:FALSE"]
        subprocess.run([*request.split(), *extra], cwd=tmp_path, check=True, capture_output=True)
        return (tmp_path / "made").read_bytes()

    return make


@pytest.mark.parametrize("digest", ["sha1", "md5"])
def test_a_certificate_signed_with_a_broken_digest_is_refused(
    made_by_openssl: Callable[..., bytes], digest: str
) -> None:
    with pytest.raises(SignatureRefused) as refused:
        read_certificate(made_by_openssl("-algorithm RSA -pkeyopt rsa_keygen_bits:2048", digest))
    assert refused.value.code == "CERT-SIGNATURE-ALGORITHM"


def test_a_curve_given_by_its_parameters_is_refused(made_by_openssl: Callable[..., bytes]) -> None:
    with pytest.raises(SignatureRefused) as refused:
        read_certificate(
            made_by_openssl("-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", "sha256")
        )
    assert refused.value.code == "CERT-KEY-CURVE"


def test_archives_may_be_weaker(made_by_openssl: Callable[..., bytes]) -> None:
    der = made_by_openssl("-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "sha1")
    assert read_certificate(der, LEGACY_ALGORITHMS).tax_code == "9901234560"
    with pytest.raises(SignatureRefused):
        read_certificate(der)


@pytest.mark.parametrize("bits", [512, 768])
def test_but_not_without_limit(made_by_openssl: Callable[..., bytes], bits: int) -> None:
    with pytest.raises(SignatureRefused):
        read_certificate(made_by_openssl(f"-algorithm RSA -pkeyopt rsa_keygen_bits:{bits}", "sha1"), LEGACY_ALGORITHMS)


@pytest.mark.parametrize(
    ("written", "read"),
    [("MST:9901234560", "9901234560"), ("MST: 9901234560", "9901234560"), ("MST:9901234560-001", "9901234560001")],
)
@pytest.mark.parametrize("place", [NameOID.USER_ID, NameOID.SERIAL_NUMBER])
def test_the_tax_code_is_found_where_providers_write_it(written: str, read: str, place: x509.ObjectIdentifier) -> None:
    assert tax_code_of(CA.issue(subject=subject(written, place=place))) == read


def test_the_tax_code_is_found_among_alternative_names() -> None:
    names = x509.SubjectAlternativeName([x509.DirectoryName(subject("MST:9901234560"))])
    assert tax_code_of(CA.issue(subject=named("Công ty A"), extensions=(SIGNS, (names, False)))) == "9901234560"


def test_the_same_tax_code_in_two_places_is_one() -> None:
    names = x509.SubjectAlternativeName([x509.DirectoryName(subject("MST:9901234560"))])
    der = CA.issue(subject=subject("MST:9901234560"), extensions=(SIGNS, (names, False)))
    assert read_certificate(der).tax_code == "9901234560"


@pytest.mark.parametrize(("key", "tax_code"), [("rsa", RSA_COMPANY), ("p256", P256_COMPANY)])
def test_demonstration_companies_are_in_order(pki: Pki, key: str, tax_code: str) -> None:
    assert pki.certificate(key).tax_code == tax_code


def test_the_authority_is_no_company(pki: Pki) -> None:
    with pytest.raises(SignatureRefused) as refused:
        read_certificate(pki.authority_der)
    assert refused.value.code == "CERT-EXTENDED-KEY-USAGE"


def test_the_largest_certificate_is_within_the_limit() -> None:
    certificate = x509.load_der_x509_certificate(padded())
    assert len(certificate.public_bytes(Encoding.DER)) > LIMITS.certificate_bytes
