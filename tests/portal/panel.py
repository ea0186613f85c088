"""A page's signing form without a browser: its fields as `scripts/fields.js` reads them, a text, and a signature."""

from base64 import b64encode
from html.parser import HTMLParser
from typing import Any

import httpx

from portal.visiting import ORIGIN, Visitor
from thongquan.signing.sign import Pkcs12Signer

DEEDS = "/api/v1/deeds"


class Form(HTMLParser):
    """The form in which the panel stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kind = ""
        self.says: dict[str, Any] = {}
        self.choices: dict[str, list[str]] = {}
        """Name → what can be chosen, by radio, checkbox or list."""
        self._found: dict[str, Any] = {}
        self._attributes: dict[str, dict[str, str | None]] = {}
        self._inside = self._select = ""
        self.feed(page)
        assert self.kind, "nothing is signed on this page"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "form":
            self._found, self._attributes, self.choices = {}, {}, {}
        elif tag == "section" and "data-sign" in told:
            self.kind, self.says = told["data-kind"] or "", self._found
            self.next = told["data-next"] or ""
        elif tag == "option" and self._select:
            self.choices.setdefault(self._select, []).append(value)
        elif name and name != "csrf" and not self.kind:
            self._attributes[name] = told
            if tag == "select":
                self._select = name
            elif told.get("type") in ("radio", "checkbox"):
                self.choices.setdefault(name, []).append(value)
            elif tag == "textarea":
                self._inside = name
            else:
                self._found[name] = int(value) if "data-number" in told else value

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._found[self._inside] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == "textarea" else self._inside
        self._select = "" if tag == "select" else self._select

    def filled(self, **typed: Any) -> dict[str, Any]:
        """What is sent: `discrepancies` are rows, of which the page has enough; `seals` words."""
        rows = typed.pop("discrepancies", [])
        offered = sum(name.endswith(".which") for name in self.says)
        assert len(rows) <= offered
        says = {name: value for name, value in self.says.items() if "." not in name} | typed
        assert says.keys() <= {*self.says, *self.choices}, "the page asks for no such thing"
        if "seals" in says and isinstance(says["seals"], str):
            says["seals"] = says["seals"].split()
        if "time" in says:
            says["time"] = says["time"].replace(":", "")
        return says | ({"discrepancies": rows} if offered else {})


def signed_on(visitor: Visitor, path: str, signer: Pkcs12Signer, account: str, **typed: Any) -> httpx.Response:
    """The page at `path` filled in and signed: the answer to what was sent, or to what could not be composed."""
    form = Form(visitor.get(path).text)
    return sent_of(visitor, form, signer, account, form.filled(**typed))


def sent_of(visitor: Visitor, form: Form, signer: Pkcs12Signer, account: str, says: dict[str, Any]) -> httpx.Response:
    headers = {"origin": ORIGIN, "x-csrf-token": visitor.token(), "accept": "application/json"}
    told = visitor.ask("POST", f"{DEEDS}/{form.kind}", json={"account": account, "says": says}, headers=headers)
    if told.status_code != 200:
        return told
    text = told.json()["text"]
    message = {"text": text, "signature": b64encode(signer.sign(text.encode())).decode(), "secrets": {}}
    return visitor.ask("POST", DEEDS, json=message, headers=headers)
