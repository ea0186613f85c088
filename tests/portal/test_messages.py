"""The signed messages of `scripts/cms.js`, made by the dozen: our strict reader accepts each. Node is set-up's own."""

import json
import os
import subprocess
from base64 import b64decode, b64encode
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from page_checks import ROOT, node
from signing.certificates import Ca
from thongquan.signing.certificate import read_certificate
from thongquan.signing.cms import read_cms
from thongquan.signing.verifying import verify_signature

COUNT = 2000 if os.environ.get("THONGQUAN_DRILL") else 60
SIGN = """
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
const {detachedMessage} = await import(pathToFileURL(process.argv[1]).href);
const given = JSON.parse(readFileSync(0, 'utf8'));
const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'));
const key = await crypto.subtle.importKey('pkcs8', bytes(given.key), given.algorithm, false, ['sign']);
const made = [];
for (const text of given.texts) {
    const signer = {key, certificate: bytes(given.certificate), beside: given.beside.map(bytes)};
    const der = await detachedMessage(new TextEncoder().encode(text), signer, new Date(given.at));
    made.push(Buffer.from(der).toString('base64'));
}
console.log(JSON.stringify(made));
"""
KEYS: dict[str, tuple[Any, dict[str, str]]] = {
    "RSA 2048": (rsa.generate_private_key(65537, 2048), {"name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256"}),
    "RSA 3072": (rsa.generate_private_key(65537, 3072), {"name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256"}),
    "P-256": (ec.generate_private_key(ec.SECP256R1()), {"name": "ECDSA", "namedCurve": "P-256"}),
    "P-384": (ec.generate_private_key(ec.SECP384R1()), {"name": "ECDSA", "namedCurve": "P-384"}),
}
LONG_NAME = x509.Name(
    [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, f"Phòng số {number} của tổ chức") for number in range(60)]
)
"""More octets than one octet of a length tells."""


def messages(key: str, certificate: bytes, texts: list[str], *, at: str = "2026-09-02T03:00:00Z") -> list[bytes]:
    private, algorithm = KEYS[key]
    encoded = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    given = {
        "key": b64encode(encoded).decode(),
        "algorithm": algorithm,
        "certificate": b64encode(certificate).decode(),
        "beside": [b64encode(Ca().der).decode()],
        "texts": texts,
        "at": at,
    }
    script = ROOT / "src" / "thongquan" / "portal" / "scripts" / "cms.js"
    done = subprocess.run(
        [node(), "--no-warnings", "--input-type=module", "--eval", SIGN, script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return [b64decode(one) for one in json.loads(done.stdout)]


@pytest.mark.parametrize("key", KEYS)
def test_every_message_is_one_that_our_reader_accepts(key: str) -> None:
    """Numbers of an ECDSA signature may begin with zeros or a high bit, attributes sort by their octets."""
    certificate = Ca().issue(key=KEYS[key][0])
    texts = [f"Văn bản số {number}\n" * (1 + number * 7 % 50) for number in range(COUNT)]
    for text, der in zip(texts, messages(key, certificate, texts), strict=True):
        verify_signature(read_cms(der), text.encode(), read_certificate(certificate))


@pytest.mark.parametrize("serial", [1, 127, 128, 255, 256, 2**159 - 1])
def test_any_serial_number_and_a_long_name_are_taken_over_octet_for_octet(serial: int) -> None:
    ca = Ca()
    ca.name = LONG_NAME
    certificate = ca.issue(key=KEYS["P-256"][0], serial=serial)
    (der,) = messages("P-256", certificate, ["a"])
    assert read_cms(der).issuer_serial == read_certificate(certificate).issuer_serial


def test_the_time_is_told_by_either_of_its_two_forms() -> None:
    certificate = Ca().issue(key=KEYS["P-256"][0])
    for at in ("2026-09-02T03:00:00+00:00", "2049-12-31T23:59:59+00:00", "2050-01-01T00:00:00+00:00"):
        (der,) = messages("P-256", certificate, ["a"], at=at)
        claimed = read_cms(der).signing_time
        assert claimed is not None
        assert claimed.isoformat() == at
