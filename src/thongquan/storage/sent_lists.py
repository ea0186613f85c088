"""What lists HQ 01 and HQ 02 have in common in the books: each in a table of its own, none ever deleted."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

import apsw

from thongquan.authority.paging import Page, Wanted
from thongquan.authority.sent_list_ports import AnyList, ListSought
from thongquan.base.canonical import canonical
from thongquan.storage.paging import Selection
from thongquan.storage.part import Part

S = TypeVar("S", bound=AnyList)


class SqliteSentLists(Part, ABC, Generic[S]):
    table: ClassVar[str]
    columns: ClassVar[str]

    def next_ordinal(self, office: str, company: str, year: int) -> int:
        ordinals = f"SELECT ifnull(max(ordinal), 0) + 1 FROM {self.table} "  # noqa: S608 # nosec B608 - constants
        row = self._one(f"{ordinals} WHERE office = ? AND company = ? AND year = ?", office, company, year)
        return int(row[0]) if row else 1

    def list_of(self, id_: str) -> S | None:
        row = self._one(f"SELECT {self.columns} FROM {self.table} WHERE id = ?", id_)  # noqa: S608 # nosec B608 - constants
        return None if row is None else self._read(row)

    def page(self, sought: ListSought, wanted: Wanted) -> Page[S]:
        found = Selection(self.table).where_if(sought.company, "company = ?")
        found.where_if(sought.office, "office = ?").where_if(sought.state, "state = ?")
        return found.page(self._connection, self.columns, ("sent_at", "id"), wanted).told(self._read)

    def _add(self, one: AnyList, deed: int, **more: Any) -> int:
        """The row that it was given."""
        known = {
            "id": one.id, "company": one.company, "office": one.says.office, "year": one.year,
            "ordinal": one.ordinal, "number": one.number, "state": one.state, "sent_at": one.sent_at,
            "sent_by": one.sent_by, "says": canonical(one.says).decode(), "deed": deed, **more,
        }  # fmt: skip
        into = f"INSERT INTO {self.table} ({', '.join(known)}) VALUES ({', '.join('?' * len(known))}) RETURNING row"  # noqa: S608 # nosec B608 - constants
        row = self._one(into, *known.values())
        assert row is not None
        return int(row[0])

    @abstractmethod
    def _read(self, row: tuple[Any, ...]) -> S:
        """HQ 01 and HQ 02 each read their own rows."""


def has_documents(connection: apsw.Connection) -> bool:
    """Whether the schema knows lists HQ 01."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'document_list'").fetchone() is not None
