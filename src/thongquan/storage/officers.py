"""The office's own people and their certificates."""

from thongquan.authority.officer_ports import OfficerCertificate, OfficerSought
from thongquan.authority.paging import Page, Wanted
from thongquan.registration.model import CertificateState, Officer
from thongquan.signing.certificate import RegisteredCertificate, described
from thongquan.signing.frame import read_frame
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

_COLUMNS = "id, name, office, role, team, hours, ended_at"
_SELECT = f"SELECT {_COLUMNS} FROM officer WHERE"  # noqa: S608 # nosec B608 - constants
_BY = {"id": ("id",)}
_ADD = "INSERT INTO officer (id, name, office, role, team, hours, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
_PUT = "UPDATE officer SET name = ?, office = ?, role = ?, team = ?, hours = ?, ended_at = ? WHERE id = ?"
_REGISTER = """
INSERT INTO officer_certificate (issuer_serial, officer, der, state, until, added_at)
VALUES (?, ?, ?, 'registered', ?, ?)"""


class SqliteOfficers(Part):
    """Implements `authority.officer_ports.Officers`."""

    def officer(self, officer: str) -> Officer | None:
        row = self._one(f"{_SELECT} id = ?", officer)
        return None if row is None else Officer(*row)

    def of_office(self, office: str) -> list[Officer]:
        rows = self._rows(f"{_SELECT} ? IN ('', office) ORDER BY id", office)
        return [Officer(*row) for row in rows]

    def page_of_office(self, sought: OfficerSought, wanted: Wanted) -> Page[Officer]:
        found = Selection("officer").where_if(sought.office, "office = ?").where_if(sought.role, "role = ?")
        found.where_if(sought.team, "team = ?")
        return found.page(self._connection, _COLUMNS, _BY[wanted.sort], wanted).told(lambda row: Officer(*row))

    def add(self, officer: Officer, at: str) -> None:
        one = officer
        self._write(_ADD, one.id, one.name, one.office, one.role, one.team, one.hours, at)

    def put(self, officer: Officer) -> None:
        one = officer
        self._write(_PUT, one.name, one.office, one.role, one.team, one.hours, one.ended_at, one.id)

    def certificates_of(self, officer: str) -> list[OfficerCertificate]:
        sql = "SELECT der, state, until, added_at FROM officer_certificate WHERE officer = ? ORDER BY added_at"
        return [
            OfficerCertificate(described(der, read_frame(der), ""), *rest) for der, *rest in self._rows(sql, officer)
        ]

    def register(self, officer: str, certificate: RegisteredCertificate, until: str, at: str) -> None:
        self._write(_REGISTER, certificate.issuer_serial, officer, certificate.der, until, at)

    def put_certificate(self, issuer_serial: bytes, state: CertificateState) -> None:
        self._write("UPDATE officer_certificate SET state = ? WHERE issuer_serial = ?", state, issuer_serial)
