"""The certificates of companies and of officers."""

from thongquan.authority.deed_ports import OnFile, Signatory
from thongquan.registration.model import CertificateState, Company, Officer
from thongquan.signing.certificate import RegisteredCertificate, described, read_certificate
from thongquan.signing.frame import read_frame
from thongquan.storage.part import Part

_OF_COMPANY = """
SELECT der, state, until, tax_code, name, code, suspended
FROM certificate JOIN company USING (tax_code) WHERE issuer_serial = ?"""
_OF_OFFICER = """
SELECT der, state, until, id, name, office, role, team, hours, ended_at
FROM officer_certificate c JOIN officer o ON o.id = c.officer WHERE issuer_serial = ?"""
_REGISTER = """
INSERT INTO certificate (issuer_serial, tax_code, der, state, until, added_at, replaces, deed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


class SqliteCertificates(Part):
    """Implements `authority.deed_ports.Certificates`."""

    def signatory(self, issuer_serial: bytes) -> Signatory | None:
        if (row := self._one(_OF_COMPANY, issuer_serial)) is not None:
            der, state, until, tax_code, name, code, suspended = row
            company = Company(tax_code, name, code, bool(suspended))
            return Signatory(read_certificate(der), state, until, company=company)
        if (row := self._one(_OF_OFFICER, issuer_serial)) is not None:
            der, state, until, *officer = row
            return Signatory(described(der, read_frame(der), ""), state, until, officer=Officer(*officer))
        return None

    def of_company(self, tax_code: str) -> list[OnFile]:
        sql = "SELECT der, state, until, added_at, replaces FROM certificate WHERE tax_code = ? ORDER BY added_at"
        return [
            OnFile(read_certificate(der), state, until, added_at, replaces or b"")
            for der, state, until, added_at, replaces in self._rows(sql, tax_code)
        ]

    def register(
        self,
        certificate: RegisteredCertificate,
        *,
        state: CertificateState,
        until: str,
        at: str,
        replaces: bytes = b"",
        deed: int = 0,
    ) -> None:
        """For the company that the certificate names. `deed` 0: an operator did it."""
        self._write(
            _REGISTER, certificate.issuer_serial, certificate.tax_code, certificate.der, state, until, at,
            replaces or None, deed or None,
        )  # fmt: skip

    def put(self, issuer_serial: bytes, state: CertificateState) -> None:
        self._write("UPDATE certificate SET state = ? WHERE issuer_serial = ?", state, issuer_serial)
