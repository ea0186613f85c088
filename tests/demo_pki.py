"""A demonstration PKI with two companies, made once per test session and shared: see `demo_pki`."""

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from thongquan.signing.certificate import RegisteredCertificate, read_certificate
from thongquan.signing.chain import TrustStore
from thongquan.signing.folders import certificates_in, certificates_of
from thongquan.signing.pki import issue_company, issue_officer, make_pki
from thongquan.signing.sign import Pkcs12Signer, open_pkcs12

MADE_AT = datetime(2026, 8, 1, tzinfo=UTC)
"""Certificates hold from a year before to years after; revocation lists from here for ten years."""
NOW = datetime(2026, 9, 2, 3, 0, tzinfo=UTC)
PASSWORD = "thu-nghiem"  # a fixed secret of the tests
RSA_COMPANY = "9901234560"
P256_COMPANY = "9907654321"


OFFICERS = {"cb01": "Lê Văn Công", "ct01": "Trần Thị Trưởng", "CC001": "Nguyễn Văn Thử", "vh01": "Đỗ Văn Hành"}
"""Those who hold a certificate."""


class Pki:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._officers: dict[str, Pkcs12Signer] = {}
        self.anchors, self.intermediates, self.crls = (folder / n for n in ("anchors", "intermediates", "crls"))
        self.authority_key = folder / "authority" / "key.pem"
        self.authority_certificate = folder / "authority" / "certificate.pem"

    def p12(self, key: str = "rsa") -> Path:
        return self.folder / "companies" / f"{RSA_COMPANY if key == 'rsa' else P256_COMPANY}-{key}.p12"

    def certificate(self, key: str = "rsa") -> RegisteredCertificate:
        return read_certificate(certificates_of(self.p12(key).with_suffix(".pem").read_bytes())[0])

    @cached_property
    def rsa(self) -> Pkcs12Signer:
        return open_pkcs12(self.p12("rsa"), PASSWORD)

    @cached_property
    def p256(self) -> Pkcs12Signer:
        return open_pkcs12(self.p12("p256"), PASSWORD)

    def officer_p12(self, officer: str) -> Path:
        return self.folder / "officers" / f"{officer}.p12"

    def officer(self, officer: str = "cb01") -> Pkcs12Signer:
        if officer not in self._officers:
            self._officers[officer] = open_pkcs12(self.officer_p12(officer), PASSWORD)
        return self._officers[officer]

    @cached_property
    def trust(self) -> TrustStore:
        return TrustStore.load(self.anchors, self.intermediates, self.crls)

    @property
    def authority_der(self) -> bytes:
        return certificates_of(self.authority_certificate.read_bytes())[0]

    @property
    def intermediate_ders(self) -> list[bytes]:
        return certificates_in(self.intermediates)


def demo_pki(folder: Path) -> Pki:
    make_pki(folder, moment=MADE_AT, crl_days=3650)
    issue_company(folder, RSA_COMPANY, "Công ty TNHH Chuyển phát nhanh Thử Nghiệm", password=PASSWORD, moment=MADE_AT)
    issue_company(
        folder, P256_COMPANY, "Công ty CP Giao nhận Đường Sáng", password=PASSWORD, key="p256", moment=MADE_AT
    )
    for officer, name in OFFICERS.items():
        issue_officer(folder, officer, name, password=PASSWORD, moment=MADE_AT)
    return Pki(folder)
