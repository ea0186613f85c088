"""The strict reader against genuine messages, against random damage, and against two other readers."""

import subprocess
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo_pki import Pki
from signing.forging import CONTENT, SIGNING_TIME, Forger, attribute
from thongquan.base.limits import LIMITS
from thongquan.signing.cms import read_cms
from thongquan.signing.der import CONTEXT_1, GENERALIZED_TIME, OCTET_STRING, UTC_TIME, encode
from thongquan.signing.policy import SHA_2, _pss, _with_and_without_null
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.verifying import verify_signature

FUZZ = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def genuine(pki: Pki) -> bytes:
    return pki.rsa.sign(CONTENT)


def test_it_reads_what_asn1crypto_reads(pki: Pki) -> None:
    for signer in (pki.rsa, pki.p256):
        der = signer.sign(CONTENT)
        ours, theirs = read_cms(der), ContentInfo.load(der, strict=True)["content"]
        [info] = theirs["signer_infos"]
        assert ours.issuer_serial == info["sid"].chosen["issuer"].dump() + info["sid"].chosen["serial_number"].dump()
        assert ours.signed_attributes == info["signed_attrs"].untag().dump()
        assert ours.signature == info["signature"].native
        assert ours.digest == info["digest_algorithm"]["algorithm"].native
        assert ours.message_digest == sha256(CONTENT).digest()
        assert len(ours.certificates) == len(theirs["certificates"])
        assert ours.content is None
        assert not ours.unsigned_parts


@pytest.mark.parametrize("key", ["rsa", "p256"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_it_accepts_what_openssl_signs(pki: Pki, tmp_path: Path, key: str, digest: str) -> None:
    forger = Forger(pki, key)
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "key").write_bytes(forger.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = f"openssl cms -sign -binary -cades -md {digest} -in content -inkey key -outform DER -out message -signer"
    subprocess.run([*command.split(), pki.p12(key).with_suffix(".pem")], cwd=tmp_path, check=True, timeout=30)
    message = read_cms((tmp_path / "message").read_bytes())
    verify_signature(message, CONTENT, forger.registered)
    assert message.signing_time is not None
    assert abs(message.signing_time - datetime.now(UTC)).days < 2


def test_it_refuses_the_streamed_ber_of_openssl(pki: Pki, tmp_path: Path) -> None:
    forger = Forger(pki)
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "key").write_bytes(forger.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = "openssl cms -sign -binary -cades -stream -nodetach -in content -inkey key -outform DER -out m -signer"
    subprocess.run([*command.split(), pki.p12("p256").with_suffix(".pem")], cwd=tmp_path, check=True, timeout=30)
    with pytest.raises(SignatureRefused) as refused:
        read_cms((tmp_path / "m").read_bytes())
    assert refused.value.code == "CMS-BER"


@pytest.mark.parametrize("with_null", [0, 1])
def test_it_accepts_pss_with_one_digest_throughout(pki: Pki, with_null: int) -> None:
    forger = Forger(pki, "rsa")
    assert isinstance(forger.key, RSAPrivateKey)
    attributes = b"\x31" + encode(0xA0, b"".join(sorted(forger.good_attributes())))[1:]
    signature = forger.key.sign(attributes, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
    scheme = _pss("sha256", _with_and_without_null(SHA_2["sha256"])[with_null])
    message = forger.message(scheme=scheme, signature=encode(OCTET_STRING, signature))
    verify_signature(read_cms(message), CONTENT, forger.registered)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (encode(UTC_TIME, b"260902030405Z"), datetime(2026, 9, 2, 3, 4, 5, tzinfo=UTC)),
        (encode(UTC_TIME, b"500101000000Z"), datetime(1950, 1, 1, tzinfo=UTC)),
        (encode(GENERALIZED_TIME, b"20500101000000Z"), datetime(2050, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_claimed_time_is_read(pki: Pki, value: bytes, moment: datetime) -> None:
    message = Forger(pki).message(more_attributes=[attribute(SIGNING_TIME, value)])
    assert read_cms(message).signing_time == moment


def test_unsigned_attributes_are_noted_and_ignored(pki: Pki) -> None:
    forger = Forger(pki)
    message = read_cms(forger.message(unsigned=encode(CONTEXT_1, bytes(10))))
    verify_signature(message, CONTENT, forger.registered)
    assert message.unsigned_parts


def test_the_size_is_limited_on_both_sides(genuine: bytes) -> None:
    assert read_cms(genuine, limit=len(genuine))
    with pytest.raises(SignatureRefused) as refused:
        read_cms(genuine, limit=len(genuine) - 1)
    assert refused.value.code == "CMS-TOO-LARGE"
    assert LIMITS.signature_bytes > len(genuine)


@FUZZ
@given(data=st.binary(max_size=400))
def test_random_bytes_are_refused_and_nothing_else(data: bytes) -> None:
    with pytest.raises(SignatureRefused):
        read_cms(data)


@FUZZ
@given(data=st.data())
def test_damage_is_refused_or_lies_where_nothing_is_signed(genuine: bytes, pki: Pki, data: st.DataObject) -> None:
    """Damaged messages that still verify carry the very same signed bytes; none raises anything but a refusal."""
    damaged = bytearray(genuine)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        message = read_cms(bytes(damaged))
        verify_signature(message, CONTENT, pki.rsa.certificate)
    except SignatureRefused:
        return
    good = read_cms(genuine)
    assert (message.signed_attributes, message.signature) == (good.signed_attributes, good.signature)


@FUZZ
@given(cut=st.integers(0, 5000), inserted=st.binary(max_size=8), at=st.integers(0, 5000))
def test_cutting_and_inserting_is_refused(genuine: bytes, pki: Pki, cut: int, inserted: bytes, at: int) -> None:
    spliced = genuine[: at % len(genuine)] + inserted + genuine[at % len(genuine) + cut % 9 :]
    try:
        verify_signature(read_cms(spliced), CONTENT, pki.rsa.certificate)
    except SignatureRefused:
        return
    assert len(spliced) == len(genuine)


def test_reading_is_fast(genuine: bytes) -> None:
    """The target is 25 microseconds; the bound leaves room for a busy machine."""
    fastest = 1.0
    for _ in range(20):
        begun = time.process_time()
        for _ in range(200):
            read_cms(genuine)
        fastest = min(fastest, (time.process_time() - begun) / 200)
    assert fastest < 100e-6
