"""A look at the whole folder at once: what cannot be seen in one file alone, and every file read."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from thongquan.law.book import LANGUAGES, Law
from thongquan.law.codes import read_codes
from thongquan.law.coverage import FORMS, TRANSPORT, check_left_out
from thongquan.law.criteria import Item
from thongquan.law.parameter import check_notes
from thongquan.law.reading import LawBroken
from thongquan.law.tables import GoodsControls, Immutable
from thongquan.law.wording import Wording, placeholders

ITEM_FORMS = (*FORMS, *TRANSPORT)


def check(law: Law) -> list[LawBroken]:
    """Everything that is wrong with the folder, each with file and key; nothing when it may be used."""
    found = [broken for part in _parts(law) if (broken := _broken(part)) is not None]
    return list({str(broken): broken for broken in found}.values())  # one file may be needed by several parts


def _parts(law: Law) -> Iterator[Callable[[], Any]]:
    yield lambda: law.acts
    yield from (partial(_check_parameter, law, name) for name in law.names("parameters"))
    yield from (partial(read_codes, law.codes_path(name)) for name in law.names("codes"))
    yield from (partial(_check_items, law, form) for form in ITEM_FORMS)
    yield from (partial(law.table, name) for name in law.names("tables"))
    yield partial(_check_controls, law)
    yield partial(_check_locked, law)
    yield partial(check_left_out, law)
    yield lambda: check_wording(law.wording("vi"), law.wording("en"))


def _broken(part: Callable[[], Any]) -> LawBroken | None:
    try:
        part()
    except LawBroken as broken:
        return broken
    return None


def _check_parameter(law: Law, name: str) -> None:
    file = law.parameter_file(name)
    if name not in law.own_parameters:
        check_notes(file, name)


def _check_items(law: Law, form: str) -> None:
    """Every code list exists, and a field that other forms have too is called the same on all."""
    file = f"criteria/{form.lower()}.toml"
    other = {item.field: item for one in reversed(ITEM_FORMS) for item in law.criteria(one)}
    for item in law.criteria(form):
        if item.codes and item.codes not in law.names("codes"):
            raise LawBroken("LAW-UNKNOWN-TABLE", file, f"{item.field}.codes", why=item.codes)
        _check_label(item, other.get(item.field), file)


def _check_label(item: Item, other: Item | None, file: str) -> None:
    if other and other.label != item.label:
        raise LawBroken("LAW-NO-WORDING", file, f"{item.field}.label", why="named otherwise on another form")


def _check_controls(law: Law) -> None:
    known = {control.tag for control in law.table("goods_controls", GoodsControls).control}
    for row in law.codes("goods_controls").rows():
        for tag in row["controls"].split(";"):
            if tag not in known:
                raise LawBroken("LAW-UNKNOWN-TABLE", "codes/goods_controls.tsv", f"{row['code']}.controls", why=tag)


def _check_locked(law: Law) -> None:
    items = {(form, item.field) for form in FORMS for item in law.criteria(form)}
    for index, one in enumerate(law.table("immutable", Immutable).locked):
        if (one.form, one.field) not in items:
            raise LawBroken("LAW-UNKNOWN-TABLE", "tables/immutable.toml", f"locked[{index}].field", why=one.field)


def check_wording(vi: Wording, en: Wording) -> None:
    """Both languages word the same keys with the same facts, and each fault says what to do."""
    for part, ours, theirs in (
        ("faults", set(vi.faults), set(en.faults)),
        ("labels", set(vi.labels), set(en.labels)),
        ("say", set(vi.sentences), set(en.sentences)),
    ):
        for key in sorted(ours ^ theirs):
            lacking = LANGUAGES[0] if key in theirs else LANGUAGES[1]
            raise LawBroken("LAW-NO-WORDING", f"wording/{lacking}", f"{part}.{key}")
    for code, sentences in vi.faults.items():
        _check_same_facts(f"faults.{code}.text", sentences.text, en.faults[code].text)
        _check_same_facts(f"faults.{code}.fix", sentences.fix, en.faults[code].fix)
    for key, sentence in vi.sentences.items():
        _check_same_facts(f"say.{key}", sentence, en.sentences[key])


def _check_same_facts(key: str, vi: str, en: str) -> None:
    if bool(vi) != bool(en):
        raise LawBroken("LAW-NO-WORDING", f"wording/{'en' if vi else 'vi'}", key)
    differing = _facts(vi) ^ _facts(en)
    if differing:
        raise LawBroken("LAW-PLACEHOLDER", "wording/vi", key, why=", ".join(sorted(differing)))


def _facts(sentence: str) -> set[str]:
    """A fact that is itself a word comes as `control` and `control_en`: one fact, each language its own."""
    return {name.removesuffix("_en").removesuffix("_vi") for name in placeholders(sentence)}
