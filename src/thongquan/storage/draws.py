"""The commitments to the secrets of the random draw, in the order in which they were entered."""

from thongquan.authority.draw_ports import DrawEntered
from thongquan.storage.part import Part

HAS_DRAWS = 6
_SELECT = "SELECT seq, day, told, signature, certificate FROM draw"
_ENTER = "INSERT INTO draw (seq, day, told, signature, certificate) VALUES (?, ?, ?, ?, ?)"


class SqliteDraws(Part):
    """Implements `authority.draw_ports.Draws`. What a filing is judged by does not hang on it."""

    def of(self, day: str) -> DrawEntered | None:
        row = self._one(f"{_SELECT} WHERE day = ?", day)
        return None if row is None else DrawEntered(*row)

    def last(self) -> DrawEntered | None:
        row = self._one(f"{_SELECT} ORDER BY seq DESC LIMIT 1")
        return None if row is None else DrawEntered(*row)

    def latest(self, limit: int) -> list[DrawEntered]:
        return [DrawEntered(*row) for row in self._rows(f"{_SELECT} ORDER BY day DESC LIMIT ?", limit)]

    def enter(self, one: DrawEntered) -> None:
        self._write(_ENTER, one.seq, one.day, one.told, one.signature, one.certificate)
