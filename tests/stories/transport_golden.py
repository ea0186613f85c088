"""What a transport's story leaves behind: its messages, its papers, and of a plan the words and the files."""

from collections.abc import Iterator
from typing import Any

from authority.listing import user_of
from stories.golden import Things, plain, refused, told_anew, told_as_paper, written
from stories.planning import compact
from stories.transport import TransportLife, TransportStory
from thongquan.authority.transport_printed import printed_lists, printed_transport
from thongquan.authority.transports_seen import LinesWanted, transport_lines_seen, transport_seen
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.forms.transport_lists import texts_of_bills, texts_of_goods
from thongquan.forms.transport_printout import compose
from thongquan.transport.lifecycle import STATES, STEPS
from thongquan.transport.lists import GoodsList
from thongquan.transport.standing import Taken

STANDING = ("sealed", "departed", "arrived", "discrepancies", "asked")
HEAD = ("version", "due_at", "corrected", "is_overdue", "arrival_office")
OTHERS = {
    "register": "đăng ký trước",
    "amend": "sửa bản kê",
    "amendment-accept": "xác nhận sửa bản kê",
    "amendment-turn-down": "không xác nhận sửa bản kê",
}
"""Steps that the table of life does not name."""


class TransportTelling:
    """Takes a story's steps one by one, and writes down what differs from the step before."""

    def __init__(self, life: TransportLife) -> None:
        self._life = life
        self._known: dict[str, Things] = {}
        self._messages: list[Things] = []
        self._papers: list[str] = []

    def tell(self, story: TransportStory) -> dict[str, str]:
        """File to its text."""
        for place, step in enumerate(story.steps, start=1):
            at = self._life.wait_for(step)
            said, answered = self._life.take(step)
            told = {"step": f"{place}. {at:%d/%m/%Y %H:%M} {step.told()}"}
            sent = {} if said is None else {"sent": said.splitlines()}
            self._messages.append(told | sent | {"answered": self._answered(answered)})
            self._papers += self._printed(told["step"])
        files = {"messages.json": written([*self._messages, *self._looked_up()])}
        files |= {"printouts.txt": "\n".join(self._papers)} if self._papers else {}
        if self._life.plans is not None:
            files |= {"words.txt": self._life.plans.words, "plans.json": compact(self._life.plans.files) + "\n"}
        return files

    def _answered(self, answered: Any) -> Things:
        if isinstance(answered, Refusal):
            return {"refused": list(refused(answered))}
        if "head" not in answered:
            return dict(answered)
        return {"number": answered["number"], "state": STATES[answered["state"]].vi} | self._stands()

    def _stands(self) -> Things:
        """The declaration, its lists and what became of it, where they differ from before."""
        house, number = self._life.house, self._life.number
        shown = transport_seen(house.books, user_of(house), number, house.clock.now)
        standing = plain(shown.standing)
        parts: dict[str, Things] = {
            "head": {name: one for name, one in plain(shown.head).items() if name in HEAD},
            "declaration": plain(shown.declaration),
            "lists": dict(self._lines(len(shown.lists))),
            "standing": {name: standing[name] for name in STANDING if name in standing},
        }
        changed = {name: told_anew(self._known, name, now) for name, now in parts.items()}
        return {name: one for name, one in changed.items() if one}

    def _lines(self, lists: int) -> Iterator[tuple[str, str]]:
        house, number = self._life.house, self._life.number
        for place in range(1, lists + 1):
            seen = transport_lines_seen(house.books, user_of(house), number, LinesWanted(place))
            for one in seen.lines:
                by = f"{one.confirmed.officer} {_at(one.confirmed.at)}" if one.confirmed else ""
                cells = (one.bill, one.package, one.goods, one.carrier_seal, one.amended, by)
                yield f"{place}/{one.line}", " | ".join(cells).rstrip(" |")

    def _printed(self, step: str) -> Iterator[str]:
        """What prints otherwise than before."""
        for name, texts in self._forms():
            yield from told_as_paper(step, told_anew(self._known, f"giấy {name}", {"giấy": name, **texts}))

    def _forms(self) -> Iterator[tuple[str, Things]]:
        house, number = self._life.house, self._life.number
        if not number:
            plans = self._life.plans
            yield from ((name, _of_list(texts)) for name, texts in (plans.papers.items() if plans else ()))
            return
        printed = printed_transport(house.books, user_of(house), number)
        yield printed.output, dict(_of_declaration(compose(printed)))
        if house.books.transports.body(house.books.transports.of(number)).lists:
            for made in printed_lists(house.books, user_of(house), number):
                if isinstance(made, GoodsList):
                    yield f"04-BKHH {made.run}/{made.runs}", _of_list(texts_of_goods(made))
                else:
                    yield "01-BKVD/TKXX", _of_list(texts_of_bills(made))

    def _looked_up(self) -> Iterator[Things]:
        """Its whole life, as it is read back."""
        house, number = self._life.house, self._life.number
        if number:
            shown = transport_seen(house.books, user_of(house), number, house.clock.now)
            history = [" · ".join(filter(None, _step(one))) for one in shown.standing.steps]
            yield {"asked": f"ITF {number}", "state": STATES[shown.head.state].vi, "history": history}


def _step(one: Taken) -> Iterator[str]:
    called = STEPS[one.step].called.vi if one.step in STEPS else OTHERS[one.step]
    yield from (_at(read_stamp(one.at)), called, one.by, STATES[one.state].vi, one.reason)


def _at(moment: Any) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _of_declaration(printed: Things) -> Iterator[tuple[str, Any]]:
    """Its boxes by heading and label; blank ones are left out."""
    yield "title", printed["title"]
    for section in [*printed["sections"], *printed["moved"]]:
        for label, text in (cell for row in section["rows"] for cell in row):
            yield f"{section['heading']}/{label}".lstrip("/"), text
    yield printed["exports"]["label"], ", ".join(printed["exports"]["numbers"])
    yield "số hiệu kiện", _rows(printed["lines"]["rows"])
    if printed["ended"]:
        yield "kết thúc", str(printed["ended"])


def _of_list(texts: Things) -> Things:
    told = {name: one for name, one in texts.items() if name not in ("bars", "rows", "attached")}
    attached = {name: one for name, one in texts["attached"].items() if name != "bars"}
    told = {name: ", ".join(one) if isinstance(one, list) else one for name, one in told.items()}
    return told | {"attached": ", ".join(attached.values()), "rows": _rows(texts["rows"])}


def _rows(rows: list[list[str]]) -> str:
    lines = (" | ".join(cell.replace("\n", " / ") for cell in row).rstrip(" |") for row in rows)
    return "".join(f"\n    {line}" for line in lines)
