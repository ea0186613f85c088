"""A page with the signing panel, and a server that composes a text and keeps what it is sent."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Page

from portal.browser.site import Answer, Site, serving, static

TEMPLATES = Path(__file__).parents[3] / "src" / "thongquan" / "portal" / "templates"
TEXT = """THÔNG QUAN · VĂN BẢN KÝ SỐ
Việc: Đăng nhập (login)
Hệ thống: thongquan-thu
Tài khoản: 9901234560
Tên: {name}
Thời điểm: 2026-09-02T03:00:00.000000Z
Số dùng một lần: {nonce}
"""
PAGE = """{% import "signing.html" as signing with context %}<!doctype html><html lang="{{ lang }}"><head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ký</title>
{% if css %}<link rel="stylesheet" href="{{ css }}">{% endif %}
<script type="module" src="{{ asset("portal.js") }}"></script>
</head><body><main class="inner"><h1>Đăng nhập</h1><form method="post" action="/nowhere" autocomplete="off">
<input type="hidden" name="csrf" value="the-token-of-the-session">
<div class="field"><label for="name">Tên</label><input id="name" name="name" autocomplete="off"></div>
<fieldset class="field"><legend>Vai trò</legend>
<div class="option"><input type="checkbox" id="r1" name="roles" value="declarant" data-list>
<label for="r1">Khai</label></div>
<div class="option"><input type="checkbox" id="r2" name="roles" value="auditor" data-list>
<label for="r2">Xem</label></div>
</fieldset>
<div class="field"><label for="p">Người khai</label><input id="p" name="persons.0.name" autocomplete="off"></div>
<div class="field"><label for="pw">Mật khẩu</label><input id="pw" type="password" name="password" data-secret></div>
{{ signing.panel("login", text=text, next="/after", helper=helper) }}
</form></main></body></html>"""


@dataclass
class Sent:
    """What the server was sent, in order: the fields to compose from, and the deeds."""

    fields: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        return str(self.deeds[-1]["text"]).encode()

    @property
    def signature(self) -> bytes:
        return base64.b64decode(self.deeds[-1]["signature"], validate=True)


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"_": lambda text: text, "asset": static, "lang": "vi"}
    return made


def as_json(status: int, told: object) -> Answer:
    return status, "application/json" if status < 400 else "application/problem+json", json.dumps(told).encode()


class Signing:
    def __init__(self, site: Site) -> None:
        self.site, self.sent = site, Sent()
        self.composing: Answer | None = None
        """Told instead of a text."""
        self.carrying_out: Answer = as_json(200, {"next": "/after"})
        site.pages["/"] = (
            environment().from_string(PAGE).render(text="", helper={"port": 18911, "code": "AAAA-BBBB"}, css="")
        )
        site.pages["/after"] = '<!doctype html><html lang="vi"><title>Sau</title><main><h1>Đã vào</h1></main></html>'
        site.answers["/api/v1/deeds/login"] = self.compose
        site.answers["/api/v1/deeds"] = self.carry_out

    def show(self, text: str = "") -> None:
        """The page, with a text that is composed already or without."""
        helper = {"port": 18911, "code": "AAAA-BBBB"}
        self.site.pages["/"] = environment().from_string(PAGE).render(text=text, helper=helper, css="")

    def compose(self, body: bytes) -> Answer:
        fields = json.loads(body)
        self.sent.fields.append(fields)
        text = TEXT.format(name=fields["name"], nonce=f"{len(self.sent.fields):043d}")
        told = {"text": text, "digest": sha256(text.encode()).hexdigest(), "expires_at": "2026-09-02T03:10:00.000000Z"}
        return self.composing or as_json(200, told)

    def carry_out(self, body: bytes) -> Answer:
        self.sent.deeds.append(json.loads(body))
        return self.carrying_out


@contextmanager
def signing_site() -> Iterator[Signing]:
    with serving() as site:
        yield Signing(site)


def choose_key_file(page: Page, file: Path, password: str) -> None:
    page.get_by_label("Tệp khóa và chứng thư").set_input_files(file)
    page.get_by_label("Mật khẩu của tệp").fill(password)


def sign_with_file(page: Page, address: str, file: Path, password: str, name: str = "Nguyễn Văn Ước") -> None:
    """The whole way, as a person goes it, to the page after."""
    page.goto(address)
    page.get_by_label("Tên", exact=True).fill(name)
    page.get_by_role("button", name="Xem văn bản sẽ ký").click()
    page.get_by_role("heading", name="Văn bản sẽ ký").wait_for()
    choose_key_file(page, file, password)
    page.get_by_role("button", name="Ký và gửi").click()
    page.wait_for_url("**/after")
