"""Where a code comes from: its criterion, its VNACCS result code, and the law it stands on."""

import msgspec


class Cited(msgspec.Struct, frozen=True):
    """The source of one fault or warning code.

    `mark` is the provenance: "seed", "public-H", "public-M", "public-L", "term-2014" or "assumption"; it is empty
    for faults of reading, which rest on no law.
    """

    code: str
    cites: str = ""
    mark: str = ""
    criterion: str = ""
    result_code: str = ""
    form: str = ""
    """The one form that it is told of, where its code does not begin with it."""


_CITED: dict[str, Cited] = {}


def cite(code: str, cites: str, mark: str, *, criterion: str = "", result_code: str = "", form: str = "") -> str:
    """Register where `code` comes from, once, and hand the code back.

    Raises:
        ValueError: the code is registered already with another source.
    """
    new = Cited(code, cites, mark, criterion, result_code, form)
    if _CITED.setdefault(code, new) != new:
        raise ValueError(code)
    return code


def cited(code: str) -> Cited:
    """The registered source of `code`, or one without law for a fault of reading."""
    return _CITED.get(code) or Cited(code)


def all_cited() -> dict[str, Cited]:
    return dict(_CITED)
