"""What a story leaves behind: its messages and its papers, in a spelling that is the same whenever it is told."""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from authority.house import House
from stories import accounts
from stories.life import COMPANIES, Life
from stories.story import Story
from thongquan import law
from thongquan.authority.asking_back import Asking
from thongquan.authority.completed_lists_seen import printed_list
from thongquan.authority.deposit_accounts_seen import MovementShown, MovementsWanted, movements_seen
from thongquan.authority.document_lists_seen import printed_documents
from thongquan.authority.paging import Wanted
from thongquan.authority.reference import reference
from thongquan.authority.refusals import FormFaulty
from thongquan.base.fault import Refusal
from thongquan.declaration.explain import explained
from thongquan.declaration.model import Declaration
from thongquan.forms.completed_list import texts_of
from thongquan.forms.document_list import texts_of as texts_of_documents
from thongquan.forms.printout import compose, kind_of
from thongquan.numbering.declaration_number import is_number

RECORD = bool(os.environ.get("RECORD"))
NOT_TOLD = ("nonce", "filing", "line")
STABLE = (
    (re.compile(r"\.\d{6}Z"), "Z"),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<filing>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<id>"),
    (re.compile(r"(Số dùng một lần: )[\w-]+"), r"\1<once>"),
)

Things = dict[str, Any]


class Telling:
    """Takes a story's steps one by one, and writes down what differs from the step before."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._declared: dict[str, Things] = {}
        self._decided: dict[str, Things] = {}
        self._printed: dict[str, Things] = {}
        self.messages: list[Things] = []
        self.papers: list[str] = []

    def tell(self, story: Story) -> None:
        for place, step in enumerate(story.steps, start=1):
            at = self._life.wait_for(step)
            said, answered = self._life.take(step)
            told = {"step": f"{place}. {at:%d/%m/%Y %H:%M} {step.told()}"}
            sent = {} if said is None else {"sent": self._said(said)}  # refused before there was a text to sign
            back = {"kept": step.keep} if answered is None else {"answered": self._answered(answered)}
            self.messages.append(told | sent | back)
            self.papers += self._papers(told["step"])
        self.messages += [*self._looked_up(), *self._accounts()]

    def _said(self, said: Any) -> Any:
        if isinstance(said, str):
            return said.splitlines()
        if isinstance(said, dict) and "lines" in said:
            return said | {"lines": [self._line(one) for one in said["lines"]]}
        return said

    def _line(self, line: Declaration) -> Things:
        known = {name: one for name, one in plain(line).items() if name not in NOT_TOLD}
        return told_anew(self._declared, line.house_bill, known)

    def _answered(self, answered: Any) -> Any:
        if isinstance(answered, Refusal):
            return {"refused": list(refused(answered))}
        if isinstance(answered, list):
            return [self._outcome(one) for one in answered]
        if isinstance(answered, msgspec.Struct):  # a call-up: its line is the one that was sent
            return {name: one for name, one in plain(answered).items() if name != "line"}
        return answered | self._stands(answered["number"]) if is_number(answered.get("number", "")) else answered

    def _outcome(self, one: Things) -> Things:
        if "decision" not in one:
            return {"refused": [fault_told(fault) for fault in one["faults"]]}
        return {"decision": self._decision(one["decision"])}

    def _stands(self, number: str) -> Things:
        return {"decision": self._decision(plain(self._life.house.books.case(number).decision))}

    def _decision(self, decision: Things) -> Things:
        known = {name: one for name, one in decision.items() if name not in NOT_TOLD}
        return told_anew(self._decided, decision["number"][:11], known)

    def _papers(self, step: str) -> Iterator[str]:
        """Each declaration's, where it prints otherwise than before; and the newest list."""
        for bill, number in self._life.numbers.items():
            case = self._life.house.books.case(number)
            line, decision = self._life.line(bill), case.decision
            kind = kind_of(line, decision)
            known = {"giấy": f"{decision.form} {kind}"} | compose(line, decision, kind=kind).texts
            yield from told_as_paper(step, told_anew(self._printed, number, known))
        if self._life.lists:
            one = printed_list(self._life.house.books, "cb01", self._life.lists[-1])
            known = {"giấy": "HQ 02"} | texts_of(one)
            known |= {"rows": "\n    " + "\n    ".join(" | ".join(row) for row in known["rows"])}
            yield from told_as_paper(step, told_anew(self._printed, "HQ 02", known))
        for day in self._life.closed:
            for name, texts in accounts.papers(self._life.house, day):
                yield from told_as_paper(step, told_anew(self._printed, name, texts))

        if self._life.document_lists:
            one = printed_documents(self._life.house.books, "cb01", self._life.document_lists[-1])
            known = {"giấy": "HQ 01"} | texts_of_documents(one)
            rows = (" | ".join(cell.replace("\n", " / ") for cell in row) for row in known["rows"])
            known |= {"rows": "\n    " + "\n    ".join(rows)}
            yield from told_as_paper(step, told_anew(self._printed, "HQ 01", known))

    def _looked_up(self) -> Iterator[Things]:
        """The whole life of each declaration, as IID or IEX tells it to whom it is of."""
        for number in dict.fromkeys(self._life.registered):
            way: Any = "export" if number.startswith("3") else "import"
            found = plain(reference(self._life.room(), way, number, Asking(account=self._owner(number))))
            history = [" · ".join(self._step(one)) for one in found["history"]]
            yield {"asked": f"{found['procedure']} {number}", "state": found["state_words"]["vi"], "history": history}

    def _accounts(self) -> Iterator[Things]:
        """Every line of every account, and what it holds afterwards."""
        for account in self._life.house.books.deposits.accounts_of("", ""):
            page = movements_seen(self._life.room(), "cb01", MovementsWanted(account.id), Wanted("seq"))
            called = f"{account.kind} {account.company} {account.office} {account.number}".strip()
            yield {"account": called, "lines": [self._moved(one) for one in page.rows]}

    def _moved(self, one: MovementShown) -> str:
        left = f"{one.available} + {one.reserved}"
        return " · ".join((one.kind, one.number, one.tax, str(one.amount), left, one.receipt))

    def _owner(self, number: str) -> str:
        filer = self._life.house.books.case(number).filer
        return next(one.name for one in self._life.house.books.accounts.of_company(filer) if one.kind == "user")

    def _step(self, one: Things) -> Iterator[str]:
        yield from (one["at"], one["step"]["vi"], one["by"], one["number"], one["state_words"]["vi"], one["under"])


def plain(thing: Any) -> Things:
    """Its fields as they are written down; what is blank is left out."""
    fields = msgspec.json.decode(msgspec.json.encode(thing))
    return {name: one for name, one in fields.items() if one not in ("", [], None)}


def told_anew(known: dict[str, Things], name: str, now: Things) -> Things:
    """All of it the first time, then what differs; what is there no more is null."""
    before, now = known.get(name, {}), {one: value for one, value in now.items() if value not in ("", [])}
    known[name] = now
    gone = {one: None for one in before if one not in now}
    return {one: value for one, value in now.items() if before.get(one) != value} | gone


def told_as_paper(step: str, changed: Things) -> Iterator[str]:
    if changed:
        texts = [f"  {name}: {'(trống)' if text is None else text}" for name, text in changed.items()]
        yield "\n".join([step, *texts]) + "\n"


def refused(refusal: Refusal) -> Iterator[Things]:
    if isinstance(refusal, FormFaulty):
        yield from (fault_told(explained(one)) for one in refusal.faults)
        return
    told = {language: law.wording(language).both(refusal.code, refusal.facts) for language in law.LANGUAGES}
    yield {"code": refusal.code} | {language: " ".join(texts) for language, texts in told.items()}


def fault_told(fault: Things) -> Things:
    words = {language: f"{fault['text'][language]} {fault['fix'][language]}" for language in law.LANGUAGES}
    return {"code": fault["code"], "at": fault["at"], **words}


def users(house: House) -> dict[str, str]:
    tied = {who: house.books.accounts.of_company(tax_code) for who, (tax_code, _) in COMPANIES.items()}
    return {one.name: f"<user of {who}>" for who, accounts in tied.items() for one in accounts if one.kind == "user"}


def stable(text: str, users: dict[str, str]) -> str:
    for pattern, instead in STABLE:
        text = pattern.sub(instead, text)
    for user, name in users.items():
        text = text.replace(user, name)
    return text


def written(messages: list[Things]) -> str:
    return json.dumps(messages, ensure_ascii=False, indent=1, default=_spelled) + "\n"


def _spelled(thing: Any) -> Any:
    return thing.isoformat() if isinstance(thing, datetime) else str(thing)
