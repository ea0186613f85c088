"""Which column holds which field: the user's mapping, then titles, then position and direction, then content."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from thongquan.base.fault import Fact, Fault
from thongquan.manifest.codes import Codes, read_kind
from thongquan.manifest.columns import FIELDS, Known, recognise
from thongquan.manifest.model import Cell, Column, ColumnMap, Unreadable, letter_of
from thongquan.manifest.plain import fold
from thongquan.manifest.text import clean

_SAMPLE = 200
_MOSTLY = 0.9
_COUNTRY = re.compile(r"[A-Z]{2}")
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_OTHER_SIDE = {"sender": "receiver", "receiver": "sender"}


class Layout:
    """The columns of one sheet, settled step by step; `remarks` tell what was not plain."""

    def __init__(self, titles: Sequence[str], rows: Sequence[Sequence[Cell]], codes: Codes) -> None:
        self._titles = titles
        self._rows = rows
        self._codes = codes
        self.remarks: list[Fault] = []
        width = max([len(titles), *map(len, islice(rows, _SAMPLE))])
        self._known = [recognise(titles[index]) if index < len(titles) else Known() for index in range(width)]
        self._how = ["name" if known.field else "" for known in self._known]

    def settle(self, mapping: ColumnMap | None, direction: str | None) -> tuple[list[Column], str]:
        """The columns and the direction, `import` or `export`."""
        if mapping is not None:
            self._follow(mapping)
        self._give_parties()
        direction = direction or self._direction()
        self._give_places(direction)
        self._give_homeless_parties(direction)
        self._read_content()
        return self._columns(), direction

    def _cells(self, index: int) -> list[Cell]:
        return [row[index] for row in islice(self._rows, _SAMPLE) if index < len(row) and row[index] != ""]

    def _fields(self) -> set[str]:
        return {known.field for known in self._known}

    def _set(self, index: int, field: str, how: str = "") -> None:
        self._known[index] = Known(field, self._known[index].unit)
        self._how[index] = how or self._how[index]

    def _follow(self, mapping: ColumnMap) -> None:
        """The user's word: what it names is settled, and no other column holds those fields."""
        for field in mapping.columns:
            if field not in FIELDS:
                raise Unreadable("COLUMNS-FIELD", field=field)
        chosen = {self._index_of(field, name): field for field, name in mapping.columns.items()}
        for index, known in enumerate(self._known):
            if index in chosen:
                self._set(index, chosen[index], "map")
            elif known.field in mapping.columns:
                self._set(index, "", "twice")

    def _index_of(self, field: str, name: str) -> int:
        for index, title in enumerate(self._titles):
            if title and fold(title) == fold(name):
                return index
        for index in range(len(self._known)):
            if letter_of(index) == name.strip().upper():
                return index
        raise Unreadable("COLUMNS-NOT-FOUND", field=field, column=name)

    def _give_parties(self) -> None:
        """`ADDRESS` after `SHIPPER` is the shipper's: the last party column to the left decides."""
        side = ""
        for index, known in enumerate(self._known):
            owner, _, part = known.field.partition("_")
            if owner in _OTHER_SIDE:
                side = owner
            elif owner == "party" and side:
                field = f"{side}_{part}"
                self._set(index, f"{_OTHER_SIDE[side]}_{part}" if field in self._fields() else field)

    def _direction(self) -> str:
        """Viet Nam is where the receiver is (import) or the sender (export): by countries, then by addresses."""
        score = 0
        for side, sign in (("sender", -1), ("receiver", 1)):
            countries = [self._codes.country(cell).value for cell in self._cells_of(f"{side}_country")]
            if countries:
                score += sign * (3 if countries.count("VN") * 2 > len(countries) else -3)
            for field in (f"{side}_address", f"{side}_name"):
                texts = self._cells_of(field)
                marked = sum(bool(_VIETNAMESE.search(str(text))) for text in texts)
                score += sign * (marked * 2 > len(texts) > 0)
        if score == 0:
            self.remarks.append(Fault("DIRECTION-ASSUMED", ""))
        return "export" if score < 0 else "import"

    def _cells_of(self, field: str) -> list[Cell]:
        return next((self._cells(index) for index, known in enumerate(self._known) if known.field == field), [])

    def _give_places(self, direction: str) -> None:
        for index, known in enumerate(self._known):
            if known.field == "place_destination":
                self._set(index, "final_destination" if direction == "export" else "unloading_place")
            elif known.field == "place_origin":
                countries = self._share(index, lambda cell: bool(self._codes.country(cell).value))
                airports = self._share(index, lambda cell: bool(re.fullmatch(r"[A-Z]{3}|[A-Z]{5}", str(cell))))
                self._set(
                    index,
                    "loading_place" if airports > countries and "loading_place" not in self._fields() else "origin",
                )

    def _give_homeless_parties(self, direction: str) -> None:
        """Party columns with no party to their left belong to the side that a declaration asks about."""
        side = "receiver" if direction == "import" else "sender"
        for index, known in enumerate(self._known):
            if known.field.startswith("party_"):
                self._set(index, known.field.replace("party", side))

    def _share(self, index: int, fits: Callable[[Cell], bool]) -> float:
        cells = self._cells(index)
        return sum(map(fits, cells)) / len(cells) if cells else 0.0

    def _read_content(self) -> None:
        """A column that its title does not explain, by what is in it; only where that leaves no doubt."""
        for index, how in enumerate(self._how):
            if how or not self._cells(index):
                continue
            for field, fits in self._contents(index):
                if field not in self._fields() and self._share(index, fits) >= _MOSTLY:
                    self._set(index, field, "content")
                    facts: dict[str, Fact] = {"column": letter_of(index), "title": self._title(index), "field": field}
                    self.remarks.append(Fault("COLUMN-BY-CONTENT", field, facts))
                    break

    def _contents(self, index: int) -> list[tuple[str, Callable[[Cell], bool]]]:
        codes = self._codes
        left = self._known[index - 1].field if index else ""
        money = f"{left}_currency" if left in {"freight", "insurance"} else "currency"
        return [
            (money, lambda cell: cell in codes.currencies),
            ("price_term", lambda cell: cell in codes.price_terms),
            ("master_bill", lambda cell: bool(re.fullmatch(r"\d{3}-?\d{8}", clean(cell)))),
            ("flight", lambda cell: bool(re.fullmatch(r"[A-Z0-9]{2}\d{3,4}/\d{2}[A-Z]{3}", clean(cell)))),
            ("kind", lambda cell: isinstance(cell, str) and len(cell) < 4 and bool(read_kind(cell).value)),
        ]

    def _title(self, index: int) -> str:
        return self._titles[index] if index < len(self._titles) else ""

    def _columns(self) -> list[Column]:
        columns: list[Column] = []
        taken: dict[str, str] = {}
        for index, known in enumerate(self._known):
            letter, title = letter_of(index), self._title(index)
            field, how = known.field, self._how[index]
            if field in taken and field in FIELDS:
                self._remark("COLUMN-TWICE", letter, title, field=field, first=taken[field])
                field, how = "", "twice"
            elif not field and how == "twice":
                self._remark("COLUMN-NOT-MAPPED", letter, title)
            elif not field:
                how = "unrecognised" if title or self._cells(index) else "empty"
                if how == "unrecognised":
                    self._remark("COLUMN-UNRECOGNISED", letter, title)
            if field:
                taken[field] = letter
            columns.append(Column(index, letter, title, field, how, known.unit))
        return columns

    def _remark(self, code: str, letter: str, title: str, **facts: str) -> None:
        self.remarks.append(Fault(code, "", {"column": letter, "title": title, **facts}))
