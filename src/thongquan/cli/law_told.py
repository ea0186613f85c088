"""What `thongquan law show` tells of a parameter, a code or a criterion: facts, for people and machines alike."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import msgspec

from thongquan import law
from thongquan.base.citation import Cited
from thongquan.declaration.explain import wording_code
from thongquan.declaration.rules import RULES
from thongquan.declaration.rules.rule import Rule
from thongquan.declaration.rules.sources import law_read
from thongquan.law.coverage import (
    FORMS,
    PROCEDURES,
    TRANSPORT,
    answered,
    answering,
    forms_of,
    left_out,
    result_codes,
)
from thongquan.law.parameter import note_told
from thongquan.law.tables import Immutable
from thongquan.transport.rules import CARGO_RULES, MESSAGE_RULES
from thongquan.transport.rules import RULES as OF_WHOLE

Told = dict[str, Any]

ITEM_FORMS = (*FORMS, *TRANSPORT)
"""Those with a table of items."""
PLACE = re.compile(r"\{(\w+)\}")
BESIDE_FORM = re.compile(rf"^({'|'.join(PROCEDURES)})-(?=\w+$)", re.IGNORECASE)


def parameter_told(name: str, day: date) -> Told:
    """The whole history, and the value of the day: None before the first entry."""
    file = law.CURRENT.parameter_file(name)
    history = [
        {
            "since": one.since.isoformat(),
            "is": one.is_,
            "cites": one.cites,
            "mark": one.mark,
            "note": note_told(one.note),
        }
        for one in file.value
    ]
    held = [one for one in file.value if one.since <= day]
    return {
        "kind": "parameter",
        "name": name,
        "called": {"vi": file.name, "en": file.meaning},
        "unit": file.unit,
        "on": day.isoformat(),
        "value": held[-1].is_ if held else None,
        "own": name in law.CURRENT.own_parameters,
        "history": history,
    }


def code_told(source: Cited, day: date) -> Told:
    """One of our codes: what it says, where, on what grounds, and which dated values it reads."""
    rule = rule_of(source.code)
    return {
        "kind": "code",
        "code": source.code,
        "forms": list(forms_of(source)) if source.mark or source.result_code else [],
        "result_code": source.result_code,
        "criterion": source.criterion,
        "at": field_of(source.code),
        "text": {lang: sentence(source.code, lang, "text") for lang in law.LANGUAGES},
        "fix": {lang: sentence(source.code, lang, "fix") for lang in law.LANGUAGES},
        "rule": (rule.test.__doc__ or "").strip() if rule else "",
        "cites": source.cites,
        "mark": source.mark,
        "profile": "strict" if (rule and rule.strict) or source.code.endswith("-HELD") else "law",
        "warns": rule.warns if rule else False if field_of(source.code) else None,
        "parameters": [parameter_told(one.name, day) for one in law_read(rule) if isinstance(one, law.Parameter)]
        if rule
        else [],
        "tables": [one.name for one in law_read(rule) if isinstance(one, law.CodeTable)] if rule else [],
    }


def worded() -> dict[str, Cited]:
    """Every code that has a wording, those that rest on no law too: of reading, sending, operating."""
    return {code: Cited(code) for code in law.wording("vi").faults}


def result_told(name: str, sources: dict[str, Cited], day: date) -> Told:
    """A VNACCS result code such as `MIC E0049`: what answers with it here, or why nothing does."""
    [code] = [one for p in PROCEDURES for one in result_codes(law.CURRENT, p) if one.name == name]
    names = {name, code.same_as}
    reasons = [
        {"what": msgspec.to_builtins(one.what), "why": msgspec.to_builtins(one.why)}
        for one in left_out(law.CURRENT)
        if not names.isdisjoint(one.codes)
    ]
    return {
        "kind": "result_code",
        "code": name,
        "items": list(code.items),
        "requests": list(code.requests),
        "same_as": code.same_as,
        "answers": [code_told(sources[one], day) for one in answering(code, answered(sources.values()))],
        "left_out": reasons[0] if reasons else None,
    }


def criterion_told(form: str, criterion: str, sources: dict[str, Cited]) -> Told:
    """The items of a criterion on one form, the checks that are made at it, and whether it may be corrected."""
    items = [item for item in law.criteria(form) if item.criterion == criterion]
    return _told_of_items(form, criterion, items, sources)


def item_alone_told(form: str, item: law.Item, sources: dict[str, Cited]) -> Told:
    """An item of a message without criteria, and the checks that are made at it."""
    return _told_of_items(form, "", [item], sources)


def _told_of_items(form: str, criterion: str, items: list[law.Item], sources: dict[str, Cited]) -> Told:
    fields = {item.field for item in items}
    near = {one.code for one in _every_rule() if one.at in fields and one.code in sources}
    codes = sorted(
        source.code
        for source in sources.values()
        if form in forms_of(source)
        and (source.code in near or field_of(source.code) in fields or (criterion and source.criterion == criterion))
    )
    return {
        "kind": "criterion",
        "form": form,
        "criterion": criterion,
        "items": [item_told(form, item) for item in items],
        "checks": [{"code": one, "result_code": sources[one].result_code} for one in codes],
    }


def item_told(form: str, item: law.Item) -> Told:
    locked = [one for one in law.table("immutable", Immutable).locked if (one.form, one.field) == (form, item.field)]
    return {
        "field": item.field,
        "id": item.id,
        "label": item.label,
        "required": item.required,
        "attribute": item.attribute,
        "width": item.width,
        "characters": item.characters,
        "integers": item.integers,
        "decimals": item.decimals,
        "codes": item.codes,
        "pattern": item.pattern,
        "cites": item.cites,
        "mark": item.mark,
        "locked": [{"row": one.row, "strict": one.strict, "result_code": one.result_code} for one in locked],
    }


@cache
def rule_of(code: str) -> Rule | None:
    return next((one for one in _every_rule() if one.code == code), None)


def _every_rule() -> Iterator[Rule]:
    yield from (one for form in FORMS for one in RULES[form])
    yield from (*OF_WHOLE, *CARGO_RULES)
    yield from (one for rules in MESSAGE_RULES.values() for one in rules)


@cache
def field_of(code: str) -> str:
    """The item at which one of our codes is told, "" where that is not one item."""
    rule = rule_of(code)
    if rule is not None:
        return rule.at
    form, _, rest = code.partition("-")
    item = rest.rpartition("-")[0]
    fields = (one.field for one in law.criteria(form) if one.id == item) if form in ITEM_FORMS else iter(())
    return next(fields, "")


def sentence(code: str, lang: str, part: str) -> str:
    """The wording with a name in the place of each fact, ‹điều kiện giá›, and an item's own figures as they are."""
    words = law.wording(lang)
    worded = words.faults.get(wording_code(code))
    if worded is None:
        return ""
    figures = _figures(code)
    return PLACE.sub(lambda place: figures.get(place[1]) or f"‹{_named(code, words, place[1])}›", getattr(worded, part))


def _figures(code: str) -> dict[str, str]:
    for item in law.criteria(code[:3]) if code[:3] in ITEM_FORMS else ():
        if item.field == field_of(code) and rule_of(code) is None:
            figures = {"most": item.characters, "integers": item.integers, "decimals": item.decimals}
            return {name: str(figure) for name, figure in figures.items()}
    return {}


def _named(code: str, words: law.Wording, fact: str) -> str:
    return words.label(field_of(code)) if fact == "label" and field_of(code) else _name(words, fact)


def _name(words: law.Wording, fact: str) -> str:
    """A fact that is an item is called as the item is. Of codes that rest on no law not every fact has a name."""
    own = fact.removesuffix("_en").removesuffix("_vi")
    return words.labels.get(fact) or words.more_labels().get(fact) or words.sentences.get(f"fact.{own}") or "…"


def found(word: str, sources: dict[str, Cited], day: date) -> Iterator[Told]:
    """Everything that `word` names: a parameter, our code, a result code (of one form or of all), a criterion."""
    if word.upper() not in sources:  # MIC-28 is criterion 28 on MIC
        word = BESIDE_FORM.sub(r"\1 ", word)
    form, _, rest = word.partition(" ")
    form, rest = (form.upper(), rest.strip()) if form.upper() in PROCEDURES and rest.strip() else ("", word)
    if not form and word in law.CURRENT.names("parameters"):
        yield parameter_told(word, day)
    if not form and word.upper() in sources:
        yield code_told(sources[word.upper()], day)
    for procedure in (form,) if form else PROCEDURES:
        for one in result_codes(law.CURRENT, procedure):
            if one.code == rest.upper():
                yield result_told(one.name, sources, day)
    yield from (item_alone_told(form, item, sources) for item in _items(form, rest))
    for one_form in [one for one in FORMS if form in ("", one)]:
        if (criterion := _criterion(one_form, rest)) is not None:
            yield criterion_told(one_form, criterion, sources)


def _items(form: str, word: str) -> list[law.Item]:
    """The item of a message of a transport that is named by its id or field."""
    every = law.criteria(form) if form in TRANSPORT else ()
    return [item for item in every if word.upper() == item.id or word == item.field]


def _criterion(form: str, word: str) -> str | None:
    """The criterion that is named by its number, or by the id or field of an item."""
    if word.isascii() and word.isdecimal() and 1 <= int(word) <= 30:
        return str(int(word))
    return next((one.criterion for one in law.criteria(form) if word.upper() == one.id or word == one.field), None)


def known_words(sources: dict[str, Cited]) -> list[str]:
    """All that can be asked for, to propose the nearest."""
    codes = [code for p in PROCEDURES for one in result_codes(law.CURRENT, p) for code in (one.name, one.code)]
    items = [name for form in ITEM_FORMS for one in law.criteria(form) for name in (one.id, one.field)]
    return [*law.CURRENT.names("parameters"), *sources, *codes, *items]
