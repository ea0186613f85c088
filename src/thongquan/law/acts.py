"""The instruments the law stands on: circulars, decisions, letters, and the 2014 client for what only it tells."""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from thongquan.law.reading import LawBroken, name_of, read_toml

Mark = Literal["seed", "seed-T", "public-H", "public-M", "public-L", "term-2014", "assumption"]
"""Where a fact comes from, strongest first; `assumption` is our own choice where no text was found."""


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One instrument. `short` is how a citation begins; `in_force` is absent where no source read gives the day."""

    key: str
    short: str
    title_vi: str
    title_en: str
    mark: Mark
    issued: date | None = None
    in_force: date | None = None
    amends: list[str] = []
    source: str = ""


class _ActsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    act: list[Act]


class Acts:
    """All instruments, found by key or by the beginning of a citation."""

    def __init__(self, path: Path) -> None:
        self.by_key: dict[str, Act] = {}
        self._file = name_of(path)
        self._cited: dict[str, Act] = {}
        for act in read_toml(path, _ActsFile).act:
            if act.key in self.by_key or act.short in {known.short for known in self.by_key.values()}:
                raise LawBroken("LAW-TWICE", self._file, act.key)
            if act.issued and act.in_force and act.in_force < act.issued:
                raise LawBroken("LAW-DATE", self._file, f"{act.key}.in_force", why="before it was issued")
            self.by_key[act.key] = act
        self._check_amended()

    def _check_amended(self) -> None:
        for act in self.by_key.values():
            for amended in act.amends:
                if amended not in self.by_key:
                    raise LawBroken("LAW-UNKNOWN-ACT", self._file, f"{act.key}.amends", cites=amended)

    def cited(self, cites: str) -> Act | None:
        """The instrument a citation such as "TT 191/2015 PL II.A.28" begins with."""
        if cites in self._cited:
            return self._cited[cites]
        found = [act for act in self.by_key.values() if _begins(cites, act.short)]
        if not found:
            return None
        act = max(found, key=lambda act: len(act.short))
        self._cited[cites] = act
        return act

    def check_cites(self, cites: str, mark: str, file: str, key: str) -> None:
        """An assumption may cite nothing; everything else must begin with a known instrument."""
        if not cites and mark == "assumption":
            return
        if self.cited(cites) is None:
            raise LawBroken("LAW-UNKNOWN-ACT", file, key, cites=cites)


def _begins(cites: str, short: str) -> bool:
    return cites.startswith(short) and (len(cites) == len(short) or cites[len(short)] in " ,;/(")
