"""The registry of VNACCS result codes: each is answered by something here, or is left out with a reason.

A result code belongs to a procedure: `MIC E0003` is not `MEC E0003`. The tables in `result_codes/` say which there are.
"""

from collections.abc import Iterable, Mapping

import msgspec

from thongquan.base.citation import Cited
from thongquan.law.acts import Mark
from thongquan.law.book import Law
from thongquan.law.criteria import Label
from thongquan.law.reading import LawBroken, name_of, read_text, read_toml

FORMS = ("MIC", "MEC")
TRANSPORT = ("OLA", "OLB", "OLC", "COT", "BOA", "BIA", "ITF", "HYS", "HYE", "IHY", "MSB")
"""The independent transport declaration, its life, and the files that it quotes."""
PROCEDURES = (*FORMS, "MID", "MED", "IID", "IEX", *TRANSPORT)
HEADER = "code\titems\tprocedures"
HEADER_REPEATING = f"{HEADER}\tsame_as"
WHOLE = "0000"
"""Stands for the message as a whole where a result code belongs to no item."""


class ResultCode(msgspec.Struct, frozen=True):
    """One result code of one procedure: which items it is told of, and in which requests it can come up."""

    procedure: str
    code: str
    items: tuple[str, ...]
    requests: tuple[str, ...]
    """A correction (MIE, MEE) answers with the codes of the declaration that it corrects."""
    same_as: str = ""
    """The code, `OLA R0072`, that says the same: whatever answers that one answers this one."""

    @property
    def name(self) -> str:
        return f"{self.procedure} {self.code}"


class LeftOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the texts have and this software does not, and why. `codes` are named like `MIC E0003`."""

    what: Label
    cites: str
    mark: Mark
    why: Label
    codes: list[str] = []


class NotModelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    left_out: list[LeftOut]


class Coverage(msgspec.Struct, frozen=True):
    """The result codes of one procedure, each under what became of it."""

    implemented: dict[str, list[str]]
    """Result code → our codes that answer with it."""
    not_modelled: dict[str, Label]
    """Result code → why it is left out."""
    missing: list[str]
    told_twice: list[str]
    """Answered by something, and said to be left out as well."""

    def counts(self) -> dict[str, int]:
        return {
            "implemented": len(self.implemented),
            "not_modelled": len(self.not_modelled),
            "missing": len(self.missing),
        }


def result_codes(law: Law, procedure: str) -> list[ResultCode]:
    """The codes of a procedure in the order of its table (2014 terminal client, mark term-2014)."""
    path = law.folder / "result_codes" / f"{procedure.lower()}.tsv"
    header, *lines = read_text(path).splitlines()
    if header not in (HEADER, HEADER_REPEATING):
        raise LawBroken("LAW-HEADER", name_of(path), header)
    rows = [line.split("\t") for line in lines]
    return [
        ResultCode(procedure, code, tuple(items.split(",")), tuple(told.split(",")), *same_as)
        for code, items, told, *same_as in rows
    ]


def left_out(law: Law) -> list[LeftOut]:
    return read_toml(law.folder / "not_modelled.toml", NotModelled).left_out


def check_left_out(law: Law) -> None:
    """Each says what and why in both languages and cites a known instrument; each code there is, and is told of once.

    Raises:
        LawBroken
    """
    every = [one for procedure in PROCEDURES for one in result_codes(law, procedure)]
    known = {one.name for one in every}
    told: set[str] = set()
    for index, one in enumerate(left_out(law)):
        law.acts.check_cites(one.cites, one.mark, "not_modelled.toml", f"left_out[{index}].cites")
        if not all((one.what.vi, one.what.en, one.why.vi, one.why.en)):
            raise LawBroken("LAW-NO-WORDING", "not_modelled.toml", f"left_out[{index}]")
        for name in one.codes:
            if name not in known:
                raise LawBroken("LAW-UNKNOWN-TABLE", "not_modelled.toml", f"left_out[{index}].codes", why=name)
            if name in told:
                raise LawBroken("LAW-TWICE", "not_modelled.toml", name)
            told.add(name)
    for code in every:
        if code.same_as and code.same_as not in known:
            raise LawBroken(
                "LAW-UNKNOWN-TABLE", f"result_codes/{code.procedure.lower()}.tsv", code.code, why=code.same_as
            )


def forms_of(source: Cited) -> tuple[str, ...]:
    """The forms on which one of our codes is told: its own, or both; or the call-up or reference that it answers.

    >>> forms_of(Cited("MEC-23-SET")), forms_of(Cited("ABOVE-CEILING", form="MIC")), forms_of(Cited("NO-RIGHT-TO-ACT"))
    (('MEC',), ('MIC',), ('MIC', 'MEC'))
    """
    own = source.form or source.code.partition("-")[0]
    return (own,) if source.form or own in PROCEDURES else FORMS


def answered(sources: Iterable[Cited]) -> dict[str, list[str]]:
    """Result code, such as `MIC E0003` → our codes that answer with it."""
    found: dict[str, list[str]] = {}
    for source in sources:
        for form in forms_of(source) if source.result_code else ():
            found.setdefault(f"{form} {source.result_code}", []).append(source.code)
    return {code: sorted(ours) for code, ours in found.items()}


def answering(one: ResultCode, answers: Mapping[str, list[str]]) -> list[str]:
    """Our codes that answer a result code, or the one that says the same. `answers` is what `answered` gives."""
    return answers.get(one.name) or answers.get(one.same_as, [])


def coverage(law: Law, procedure: str, answers: Mapping[str, list[str]]) -> Coverage:
    """What became of each result code of a procedure. `answers` is what `answered` gives."""
    names = {one.name: one.same_as or one.name for one in result_codes(law, procedure)}
    found = {one.name: ours for one in result_codes(law, procedure) if (ours := answering(one, answers))}
    told = {code: one.why for one in left_out(law) for code in one.codes}
    reasons = {name: told.get(name) or told[same] for name, same in names.items() if name in told or same in told}
    return Coverage(
        implemented=found,
        not_modelled={name: why for name, why in reasons.items() if name not in found},
        missing=[name for name in names if name not in found and name not in reasons],
        told_twice=[name for name in names if name in found and name in reasons],
    )


def unknown(law: Law, answers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Result codes that something here answers with and that no table has."""
    known = {one.name for procedure in PROCEDURES for one in result_codes(law, procedure)}
    return {name: ours for name, ours in answers.items() if name not in known}
