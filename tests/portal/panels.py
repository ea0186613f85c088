"""What the signing panel of a page makes of its form, without a browser: as `portal/scripts/fields.js` reads it."""

from html.parser import HTMLParser
from typing import Any, NamedTuple

from authority.deeds import composed, sent, signed
from authority.house import House
from thongquan.authority.deed_work import Carried


class Field(NamedTuple):
    name: str
    value: str
    told: dict[str, str | None]


class Panel(HTMLParser):
    """The form of a page that signs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kind = self.account = self.next = ""
        self.fields: list[Field] = []
        self._form: list[Field] = []
        self._text: Field | None = None
        self._choice = ""
        self._is_panel = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "form":
            self._form, self._is_panel = [], False
        elif tag == "section" and "data-sign" in told:
            self.kind, self.account, self.next = (told[f"data-{one}"] or "" for one in ("kind", "account", "next"))
            self.fields, self._is_panel = self._form, True
        elif self._is_panel or not name or name == "csrf":
            if tag == "option" and self._choice and ("selected" in told or self._form[-1].name != self._choice):
                self._choose(value)
            return
        elif tag == "textarea":
            self._text = Field(name, "", told)
        elif tag == "select":
            self._choice = name
        elif tag == "input" and (told.get("type") not in ("radio", "checkbox") or "checked" in told):
            self._form.append(Field(name, value, told))

    def _choose(self, value: str) -> None:
        """The first option, or the one that is selected."""
        self._form = [one for one in self._form if one.name != self._choice] + [Field(self._choice, value, {})]

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text = self._text._replace(value=self._text.value + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._form.append(self._text._replace(value=self._text.value.removeprefix("\n")))
            self._text = None
        elif tag == "select":
            self._choice = ""

    @property
    def secrets(self) -> dict[str, str]:
        return {one.name: one.value for one in self.fields if "data-secret" in one.told}

    @property
    def says(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in self.fields:
            if "data-secret" not in one.told:
                _put(found, one)
        return found


def _put(found: dict[str, Any], one: Field) -> None:
    *path, last = one.name.split(".")
    at: Any = found
    for place, step in enumerate(path):
        into: Any = [] if (path[place + 1] if place + 1 < len(path) else last).isdecimal() else {}
        if isinstance(at, list):
            if int(step) == len(at):
                at.append(into)
            at = at[int(step)]
        else:
            at = at.setdefault(step, into)
    value: Any = int(one.value) if "data-number" in one.told else one.value
    if "data-lines" in one.told:
        at.setdefault(last, []).extend(one.value.split())
    elif "data-list" in one.told:
        at.setdefault(last, []).append(value)
    else:
        at[last] = value


def text_of(house: House, page: str, **changes: Any) -> tuple[str, dict[str, str]]:
    """The text that the panel of the page shows, with other values typed, and what travels beside it."""
    panel = Panel(page)
    return composed(house, panel.kind, panel.account, **{**panel.says, **changes}).text, panel.secrets


def carried(house: House, page: str, signer: Any, **changes: Any) -> Carried:
    text, secrets = text_of(house, page, **changes)
    return sent(house, signed(text, signer), **secrets)
