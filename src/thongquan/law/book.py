"""The law of one folder: everything is read on first use, once, and stays."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from thongquan.law.acts import Act, Acts
from thongquan.law.codes import CodeTable, Row, read_codes
from thongquan.law.criteria import Criteria, Group, Item, read_criteria
from thongquan.law.parameter import Parameter, ParameterFile, overlaid, read_parameter
from thongquan.law.reading import LawBroken, cites_in, name_of, read_toml
from thongquan.law.tables import SHAPES
from thongquan.law.wording import Wording, read_wording

T = TypeVar("T")

BUILT_IN = Path(__file__).parent
LANGUAGES = ("vi", "en")


class Law:
    """Acts, parameters, code tables, items, decision tables and wording of one folder.

    A code table or parameter of the same name in `overlay` (the operator's newer official lists, and what customs told
    him) stands before the folder's own.
    """

    def __init__(self, folder: Path = BUILT_IN, overlay: Path | None = None) -> None:
        self.folder = folder
        self.overlay = overlay
        self._parameters: dict[str, ParameterFile] = {}
        self._codes: dict[str, CodeTable] = {}
        self._criteria: dict[str, Criteria] = {}
        self._tables: dict[tuple[str, Any], Any] = {}
        self._wording: dict[str, Wording] = {}

    @cached_property
    def acts(self) -> Acts:
        return Acts(self.folder / "acts.toml")

    def act(self, key: str) -> Act:
        """The instrument with this key.

        Raises:
            LawBroken: there is none.
        """
        if key not in self.acts.by_key:
            raise LawBroken("LAW-UNKNOWN-ACT", "acts.toml", key)
        return self.acts.by_key[key]

    @overload
    def parameter(self, name: str, kind: type[bool]) -> Parameter[bool]: ...
    @overload
    def parameter(self, name: str, kind: type[int]) -> Parameter[int]: ...
    @overload
    def parameter(self, name: str, kind: type[str]) -> Parameter[str]: ...
    @overload
    def parameter(self, name: str, kind: type[Decimal]) -> Parameter[Decimal]: ...
    @overload
    def parameter(self, name: str, kind: type[date]) -> Parameter[date]: ...
    @overload
    def parameter(self, name: str, kind: type[list[str]] | type[frozenset[str]]) -> Parameter[frozenset[str]]: ...
    def parameter(self, name: str, kind: Any) -> Parameter[Any]:
        """The dated value `name`; lists of texts become frozen sets."""
        return Parameter(name, kind, lambda: self.parameter_file(name))

    def parameter_file(self, name: str) -> ParameterFile:
        """What stands in the operator's file if he has one, else in the built-in.

        Raises:
            LawBroken: it breaks its shape, or the operator's folder holds parameters that are none or begin too late.
        """
        if name not in self._parameters:
            read = read_parameter(self.folder / "parameters" / f"{name}.toml", self.acts)
            if name in self.own_parameters:
                read = overlaid(read_parameter(self.own_parameters[name], self.acts), read, name)
            self._parameters[name] = read
        return self._parameters[name]

    @cached_property
    def own_parameters(self) -> dict[str, Path]:
        """The operator's parameters by name.

        Raises:
            LawBroken: his folder is not there, or has a name that nothing reads: a slip that would change nothing.
        """
        if self.overlay is None:
            return {}
        if not self.overlay.is_dir():
            raise LawBroken("LAW-NO-FILE", str(self.overlay), self.overlay.name)
        self._check_own("codes", "tsv")
        return self._check_own("parameters", "toml")

    def _check_own(self, part: Literal["parameters", "codes"], ending: str) -> dict[str, Path]:
        own = {path.stem: path for path in sorted((self.overlay or self.folder).glob(f"{part}/*.{ending}"))}
        for name in own.keys() - set(self.names(part)):
            raise LawBroken("LAW-UNKNOWN-TABLE", f"{part}/{name}.{ending}", name, why=name)
        return own

    def codes(self, name: str) -> CodeTable:
        """The code table `name`; one object for all who ask."""
        if name not in self._codes:
            self._codes[name] = CodeTable(name, self._reader(name))
        return self._codes[name]

    def _reader(self, name: str) -> Callable[[], list[Row]]:
        return lambda: read_codes(self.codes_path(name))

    def codes_path(self, name: str) -> Path:
        """Where the table is read from: the operator's folder if it has one, else the built-in."""
        own = self.overlay / "codes" / f"{name}.tsv" if self.overlay else None
        return own if own is not None and own.exists() else self.folder / "codes" / f"{name}.tsv"

    def criteria(self, form: str) -> tuple[Item, ...]:
        """The items of a message, "MIC" or "OLA", in their order."""
        return self._criteria_file(form).items

    def groups(self, form: str) -> tuple[Group, ...]:
        """The groups in which some items of a message repeat."""
        return self._criteria_file(form).groups

    def _criteria_file(self, form: str) -> Criteria:
        if form not in self._criteria:
            self._criteria[form] = read_criteria(self.folder / "criteria" / f"{form.lower()}.toml", self.acts)
        return self._criteria[form]

    @overload
    def table(self, name: str) -> Any: ...
    @overload
    def table(self, name: str, shape: type[T]) -> T: ...
    def table(self, name: str, shape: Any = None) -> Any:
        """The decision table `name`, decoded strictly: by its own shape, or by the one given.

        Raises:
            LawBroken: the file breaks its shape, or cites an unknown instrument.
        """
        shape = shape or SHAPES.get(name, dict)
        if (name, shape) not in self._tables:
            path = self.folder / "tables" / f"{name}.toml"
            for place, cites in cites_in(read_toml(path, dict[str, Any])):
                self.acts.check_cites(cites, "assumption", name_of(path), place)
            self._tables[name, shape] = read_toml(path, shape)
        return self._tables[name, shape]

    def wording(self, language: str) -> Wording:
        """The sentences in "vi" or "en"; labels of items come from the criteria unless a wording file has its own."""
        if language not in self._wording:
            wording = read_wording(self.folder / "wording", language)
            for item in (*self.criteria("MIC"), *self.criteria("MEC")):
                wording.labels.setdefault(item.field, item.label[language])
            wording.more_labels = partial(self._labels_of_others, language)
            self._wording[language] = wording
        return self._wording[language]

    def _labels_of_others(self, language: str) -> dict[str, str]:
        """Of the messages that few commands speak of: a field is called the same wherever it stands."""
        return {item.field: item.label[language] for form in self.names("criteria") for item in self.criteria(form)}

    def names(self, part: Literal["parameters", "codes", "criteria", "tables"]) -> list[str]:
        """What a part of the folder holds, by file name."""
        return sorted(path.stem for path in (self.folder / part).iterdir() if path.suffix in {".toml", ".tsv"})
