"""RFC 7512, as strictly as it is written: no address names a key that its writer did not mean."""

import pytest

from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.token_address import TokenAddress, is_token_address, read_token_address


def refusal_of(text: str) -> SignatureRefused:
    with pytest.raises(SignatureRefused) as refused:
        read_token_address(text)
    return refused.value


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("pkcs11:", TokenAddress()),
        ("pkcs11:token=a", TokenAddress(token="a")),
        ("pkcs11:object=b;token=a", TokenAddress(token="a", object="b")),
        ("pkcs11:serial=0A%20b", TokenAddress(serial="0A b")),
        ("pkcs11:id=%00%ff%41", TokenAddress(id=b"\x00\xffA")),
        ("pkcs11:id=abc", TokenAddress(id=b"abc")),
        ("pkcs11:token=C%C3%B4ng%20ty%3B%3F", TokenAddress(token="Công ty;?")),
        ("pkcs11:token=a&b", TokenAddress(token="a&b")),
        ("pkcs11:?module-path=/usr/lib/a.so", TokenAddress(module="/usr/lib/a.so")),
        ("pkcs11:token=a?module-path=/x%20y/a.so", TokenAddress(token="a", module="/x y/a.so")),
    ],
)
def test_an_address_is_read(text: str, address: TokenAddress) -> None:
    assert read_token_address(text) == address


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("pkcs11:token=a;slot-id=1", "slot-id"),
        ("pkcs11:token=a;model=1", "model"),
        ("pkcs11:token=a?module-name=b", "module-name"),
        ("pkcs11:module-path=/usr/lib/a.so", "module-path"),
        ("pkcs11:?token=a", "token"),
        ("pkcs11:Token=a", "?"),
        ("pkcs11:token=a;", "?"),
        ("pkcs11:;token=a", "?"),
        ("pkcs11:token=a?", None),
        ("pkcs11:1234-secret", "?"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(text: str, attribute: str | None) -> None:
    if attribute is None:
        assert read_token_address(text) == TokenAddress(token="a")
        return
    refused = refusal_of(text)
    assert (refused.code, refused.facts) == ("KEY-ADDRESS-ATTRIBUTE", {"attribute": attribute})


@pytest.mark.parametrize("text", ["pkcs11:token=a;token=a", "pkcs11:token=a;object=b;token=c"])
def test_an_attribute_named_twice_is_refused(text: str) -> None:
    assert refusal_of(text).code == "KEY-ADDRESS-REPEATED"


@pytest.mark.parametrize(
    "value", ["", "a b", "%", "%4", "%zz", "Công", "%C3", "%00", "%1B%5B2J", "a#b", 'a"b', "a<b", "%E2%80%AE"]
)
def test_a_value_that_is_empty_badly_escaped_or_unprintable_is_refused(value: str) -> None:
    assert refusal_of(f"pkcs11:token={value}").code == "KEY-ADDRESS-VALUE"


@pytest.mark.parametrize("text", ["pkcs11:token=a?pin-value=1234", "pkcs11:pin-value=1234", "pkcs11:?pin-source=f"])
def test_a_pin_is_refused_and_never_repeated(text: str) -> None:
    refused = refusal_of(text)
    assert (refused.code, refused.facts) == ("KEY-ADDRESS-PIN", {})
    assert "1234" not in str(refused)


def test_a_file_is_no_address() -> None:
    assert is_token_address("pkcs11:token=a")
    assert not is_token_address("keys/pkcs11:a.p12")
