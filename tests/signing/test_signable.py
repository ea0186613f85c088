"""No signature that could be passed off as one on something else."""

import hashlib

import pytest

from demo_pki import Pki
from signing.forging import CONTENT
from signing.test_statement import GOOD
from thongquan.base.canonical import canonical
from thongquan.signing.cms import read_cms
from thongquan.signing.der import NULL, OCTET_STRING, SEQUENCE, encode, object_identifier
from thongquan.signing.policy import SHA_2
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.signable import check_signable

NAMES = ["sha1", "sha224", "sha256", "sha384", "sha512"]


def code_of(content: bytes) -> str:
    with pytest.raises(SignatureRefused) as refused:
        check_signable(content)
    return refused.value.code


def digest_info(digest: bytes) -> bytes:
    name = encode(SEQUENCE, object_identifier(SHA_2["sha256"]) + encode(NULL, b""))
    return encode(SEQUENCE, name + encode(OCTET_STRING, digest))


def test_signed_attributes_are_refused(pki: Pki) -> None:
    assert code_of(read_cms(pki.rsa.sign(CONTENT)).signed_attributes) == "KEY-CONTENT-ATTRIBUTES"


@pytest.mark.parametrize("name", NAMES)
def test_a_hash_is_refused_bare_and_spelled_out(name: str) -> None:
    found = hashlib.new(name, CONTENT)
    assert code_of(found.digest()) == "KEY-CONTENT-HASH"
    assert code_of(found.hexdigest().encode()) == "KEY-CONTENT-HASH"
    assert code_of(found.hexdigest().upper().encode() + b"\r\n") == "KEY-CONTENT-HASH"


def test_a_hash_with_the_name_of_its_algorithm_is_refused() -> None:
    assert code_of(digest_info(hashlib.sha256(CONTENT).digest())) == "KEY-CONTENT-HASH"


def test_a_batch_statement_is_refused_for_signed_it_could_be_filed() -> None:
    assert code_of(canonical(GOOD)) == "KEY-CONTENT-FILING"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        CONTENT,
        b"x" * 32,
        "Đề nghị thông quan sớm.\n".encode().ljust(48),
        bytes(31),
        bytes(33),
        b"0" * 63,
        digest_info(bytes(32)) + b"\n",
        b"\x31\x02\x05\x00",
    ],
    ids=range(9),
)
def test_anything_else_may_be_signed(content: bytes) -> None:
    check_signable(content)
