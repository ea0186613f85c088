"""The demonstration authority: what it writes, who may read it, and that its revocations count."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from demo_pki import MADE_AT, NOW, PASSWORD, Pki, demo_pki
from thongquan.signing.chain import TrustStore
from thongquan.signing.pki import issue_company, renew_crls, revoke
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.sign import open_pkcs12


@pytest.fixture
def own(tmp_path: Path) -> Pki:
    return demo_pki(tmp_path / "pki")


def refusal(pki: Pki, key: str = "rsa") -> str:
    try:
        TrustStore.load(pki.anchors, pki.intermediates, pki.crls).check(pki.certificate(key), NOW)
    except SignatureRefused as refused:
        return refused.code
    return ""


def test_private_keys_are_for_their_owner_alone(pki: Pki) -> None:
    private = [*(pki.folder / "private").glob("*.pem"), pki.authority_key, *pki.folder.glob("companies/*.p12")]
    assert len(private) == 5
    for file in private:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    for folder in ("private", "authority", "companies"):
        assert stat.S_IMODE((pki.folder / folder).stat().st_mode) == 0o700


def test_what_verifiers_get_holds_no_keys(pki: Pki) -> None:
    for folder in (pki.anchors, pki.intermediates, pki.crls):
        assert all(b"PRIVATE" not in file.read_bytes() for file in folder.iterdir())


def test_a_revoked_company_is_refused_and_others_are_not(own: Pki) -> None:
    assert refusal(own) == ""
    revoke(own.folder, int(own.certificate().serial, 16), moment=MADE_AT, crl_days=365)
    assert refusal(own) == "CERT-REVOKED"
    assert refusal(own, "p256") == ""


def test_a_revocation_outlives_the_next_list(own: Pki) -> None:
    revoke(own.folder, int(own.certificate().serial, 16), moment=MADE_AT)
    renew_crls(own.folder, moment=MADE_AT + timedelta(days=1), crl_days=365)
    assert refusal(own) == "CERT-REVOKED"


def test_lists_run_out_and_are_renewed(own: Pki) -> None:
    renew_crls(own.folder, moment=NOW - timedelta(days=2), crl_days=1)
    assert refusal(own) == "CRL-STALE"
    renew_crls(own.folder, moment=NOW, crl_days=1)
    assert refusal(own) == ""


def test_a_company_is_named_in_vietnamese_with_its_tax_code(own: Pki) -> None:
    name = "Công ty Cổ phần Dịch vụ Chuyển phát nhanh Quốc tế và Giao nhận Vận tải Đường Sáng Việt Nam"
    file = issue_company(own.folder, "9901112223001", name, password=PASSWORD, key="p256", moment=MADE_AT)
    assert file == own.folder / "companies" / "9901112223001-p256.p12"
    assert open_pkcs12(file, PASSWORD).certificate.tax_code == "9901112223001"


def test_an_unknown_kind_of_key_is_not_guessed(own: Pki) -> None:
    with pytest.raises(ValueError, match="ed25519"):
        issue_company(own.folder, "9901112223", "A", password=PASSWORD, key="ed25519")
