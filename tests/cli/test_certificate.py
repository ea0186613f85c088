"""`thongquan certificate`: from a file, a key file, and a token without its PIN."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ended
from demo_pki import PASSWORD, RSA_COMPANY, Pki
from tokens import COMPANY, Tokens, address

Run = Callable[..., Ended]
AT = ["--at", "2026-09-02T03:00:00Z"]


@pytest.fixture
def trusted(pki: Pki) -> list[object]:
    return ["--anchors", pki.anchors, "--intermediates", pki.intermediates, "--crls", pki.crls, *AT]


def test_a_file_is_told_with_every_check(thongquan: Run, pki: Pki, trusted: list[object]) -> None:
    done = thongquan("certificate", pki.p12().with_suffix(".pem"), *trusted)
    assert done.code == 0
    assert f"Tax code: {RSA_COMPANY} (subject UID)" in done.out
    assert done.out.count("✓") == 4


def test_without_issuers_nobody_is_asked_for_the_chain(thongquan: Run, pki: Pki) -> None:
    [look] = thongquan("certificate", pki.p12().with_suffix(".pem"), *AT, "--json").lines()
    assert [one["state"] for one in look["checks"]] == ["good", "good", "unasked", "unasked"]


def test_a_certificate_that_does_not_count_ends_with_1(thongquan: Run, pki: Pki, trusted: list[object]) -> None:
    late = ["--at", "2046-01-01T00:00:00Z"]
    done = thongquan("certificate", pki.p12().with_suffix(".pem"), *late)
    assert (done.code, "✗ period of validity" in done.out) == (1, True)


def test_of_a_key_file_the_public_part_is_read(
    thongquan: Run, pki: Pki, trusted: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", PASSWORD)
    [look] = thongquan("certificate", pki.p12(), *trusted, "--json").lines()
    assert look["tax_code"] == RSA_COMPANY
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", "wrong")
    assert thongquan("certificate", pki.p12(), *trusted).code == 2


def test_a_token_is_read_without_its_pin(
    thongquan: Run, tokens: Tokens, trusted: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens.configuration))
    monkeypatch.delenv("THONGQUAN_PIN", raising=False)
    [look] = thongquan("certificate", address(COMPANY), *trusted, "--json").lines()
    assert look["tax_code"] == RSA_COMPANY
    assert thongquan("certificate", address("KHONG-CO"), *trusted).code == 2


def test_the_public_part_goes_to_a_file_and_never_over_another(
    thongquan: Run, tokens: Tokens, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens.configuration))
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", PASSWORD)
    for number, named in enumerate((address(COMPANY), pki.p12())):
        out = tmp_path / f"{number}.cer"
        assert str(out) in thongquan("certificate", named, "--out", out).out
        assert out.read_bytes() == pki.certificate("rsa").der
        assert thongquan("certificate", named, "--out", out).code == 2
        [look] = thongquan("certificate", out, *AT, "--json").lines()
        assert look["tax_code"] == RSA_COMPANY


def test_of_several_on_a_token_none_is_written(
    thongquan: Run, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Tokens(tmp_path / "tokens")
    both.make("HAI")
    with both.filling("HAI") as token:
        token.certificate(pki.certificate("rsa").der, "một", b"\x01")
        token.certificate(pki.certificate("p256").der, "hai", b"\x02")
    monkeypatch.setenv("SOFTHSM2_CONF", str(both.configuration))
    out = tmp_path / "one.cer"
    told = thongquan("certificate", address("HAI"), "--out", out)
    assert (told.code, "hai" in told.err, out.exists()) == (2, True, False)
    assert thongquan("certificate", address("HAI", object="hai"), "--out", out).code == 0
    assert out.read_bytes() == pki.certificate("p256").der
