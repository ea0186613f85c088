"""The certificates of companies and of officers."""

from typing import Any

from thongquan.authority.deed_ports import CertificateSought, OnFile, Signatory, WaitingFile
from thongquan.authority.paging import Page, Wanted
from thongquan.registration.model import CertificateState, Company, Officer
from thongquan.signing.certificate import RegisteredCertificate, read_certificate, read_person_certificate
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_OF_COMPANY = """
SELECT der, state, until, tax_code, name, code, suspended
FROM certificate JOIN company USING (tax_code) WHERE issuer_serial = ?"""
_OF_OFFICER = """
SELECT der, state, until, id, name, office, role, team, hours, ended_at
FROM officer_certificate c JOIN officer o ON o.id = c.officer WHERE issuer_serial = ?"""
_FILED = "der, state, until, added_at, replaces, seconded_by"
_ON_FILE = f"SELECT {_FILED} FROM certificate "  # noqa: S608 # nosec B608 - constants
_BY = {"added": ("added_at", "issuer_serial")}
_WAITING = """
SELECT c.der, c.state, c.until, c.added_at, c.replaces, c.seconded_by, d.seq, d.at
FROM certificate c JOIN deed d ON d.seq = c.deed WHERE c.state = 'waiting'
ORDER BY EXISTS (SELECT 1 FROM certificate r WHERE r.tax_code = c.tax_code AND r.state = 'registered' AND r.until >= ?),
         d.seq LIMIT ?"""
_REGISTER = """
INSERT INTO certificate (issuer_serial, tax_code, der, state, until, added_at, replaces, deed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_AGAIN = """
UPDATE certificate SET state = ?, until = ?, replaces = ?, deed = ?, seconded_by = '' WHERE issuer_serial = ?"""


class SqliteCertificates(Part):
    """Implements `authority.deed_ports.Certificates`."""

    def signatory(self, issuer_serial: bytes) -> Signatory | None:
        if (row := self._one(_OF_COMPANY, issuer_serial)) is not None:
            der, state, until, tax_code, name, code, suspended = row
            company = Company(tax_code, name, code, bool(suspended))
            return Signatory(read_certificate(der), state, until, company=company)
        if (row := self._one(_OF_OFFICER, issuer_serial)) is not None:
            der, state, until, *officer = row
            return Signatory(read_person_certificate(der), state, until, officer=Officer(*officer))
        return None

    def of_company(self, tax_code: str) -> list[OnFile]:
        return [_on_file(row) for row in self._rows(_ON_FILE + "WHERE tax_code = ? ORDER BY added_at", tax_code)]

    def waiting(self, at: str, limit: int) -> list[WaitingFile]:
        """Of all companies, the oldest first; those of companies that have no other registered now before the rest."""
        return [WaitingFile(_on_file(row[:-2]), *row[-2:]) for row in self._rows(_WAITING, at, limit)]

    def page_of_company(self, tax_code: str, sought: CertificateSought, wanted: Wanted) -> Page[OnFile]:
        found = Selection("certificate").where("tax_code = ?", tax_code).where_if(sought.state, "state = ?")
        found.where_if(sought.serial, "substr(hex(issuer_serial), ?) = ?", -len(sought.serial), sought.serial.upper())
        return found.page(self._connection, _FILED, _BY[wanted.sort], wanted).told(_on_file)

    def held(self, tax_code: str, issuer_serial: bytes) -> OnFile | None:
        row = self._one(_ON_FILE + "WHERE issuer_serial = ? AND tax_code = ?", issuer_serial, tax_code)
        return None if row is None else _on_file(row)

    def of_serial(self, serial: str) -> list[OnFile]:
        """The key ends with the serial number: other numbers may end alike, and are sorted out when they are read."""
        rows = self._rows(_ON_FILE + "WHERE hex(issuer_serial) LIKE ?", f"%{serial.upper()}")
        return [one for one in (_on_file(row) for row in rows) if one.certificate.serial == serial]

    def register(
        self,
        certificate: RegisteredCertificate,
        *,
        state: CertificateState,
        until: str,
        at: str,
        replaces: bytes = b"",
        deed: int,
    ) -> None:
        self._write(
            _REGISTER,
            certificate.issuer_serial,
            certificate.tax_code,
            certificate.der,
            state,
            until,
            at,
            replaces or None,
            deed,
        )

    def register_again(
        self,
        certificate: RegisteredCertificate,
        *,
        state: CertificateState,
        until: str,
        at: str,  # noqa: ARG002 - as `register`: when it was added first stays
        replaces: bytes = b"",
        deed: int,
    ) -> None:
        self._write(_AGAIN, state, until, replaces or None, deed, certificate.issuer_serial)

    def second(self, issuer_serial: bytes, officer: str) -> None:
        self._write("UPDATE certificate SET seconded_by = ? WHERE issuer_serial = ?", officer, issuer_serial)

    def put(self, issuer_serial: bytes, state: CertificateState) -> None:
        self._write("UPDATE certificate SET state = ? WHERE issuer_serial = ?", state, issuer_serial)


def _on_file(row: tuple[Any, ...]) -> OnFile:
    der, state, until, added_at, replaces, seconded_by = row
    return OnFile(read_certificate(der), state, until, added_at, replaces or b"", seconded_by)
