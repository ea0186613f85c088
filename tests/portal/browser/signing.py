"""A page with the signing panel, and a server that composes a text and keeps what it is sent."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from playwright.sync_api import Page

from demo_pki import NOW
from portal.browser.site import Answer, Site, serving
from thongquan.portal.rendering import environment
from thongquan.portal.visit import Visit

TEXT = """THÔNG QUAN · VĂN BẢN KÝ SỐ
Việc: Đăng nhập (login)
Hệ thống: thongquan-thu
Tài khoản: 9901234560
Tên: {name}
Thời điểm: 2026-09-02T03:00:00.000000Z
Số dùng một lần: {nonce}
"""
PAGE = """{% extends "base.html" %}
{% import "forms.html" as forms with context %}
{% import "signing.html" as signing with context %}
{% block title %}Đăng nhập{% endblock %}
{% block content %}
<h1>Đăng nhập</h1>
<form method="post" action="/nowhere" autocomplete="off">
  {{ form_field() }}
  {{ forms.field("account", "Tài khoản") }}
  {{ forms.field("name", "Tên") }}
  {{ forms.field("persons.0.name", "Người khai") }}
  <fieldset class="field"><legend>Vai trò</legend>
    <div class="option"><input type="checkbox" id="r1" name="roles" value="declarant" data-list><label for="r1">Khai</label></div>
    <div class="option"><input type="checkbox" id="r2" name="roles" value="auditor" data-list><label for="r2">Xem</label></div>
  </fieldset>
  <div class="field"><label for="pw">Mật khẩu</label><input id="pw" type="password" name="password" data-secret></div>
  {{ signing.panel("login", text=text, next="/after", shown={"key": "Khóa truy cập"}) }}
</form>
{% endblock %}"""  # noqa: E501 - as a template has them
TOKEN = "the-secret-of-the-forms-of-this-session"
HELPER = {"port": 18911, "code": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AB2D-24AQ"}


@dataclass
class Sent:
    """What the server was sent, in order: what to compose a text of, and deeds."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        return str(self.deeds[-1]["text"]).encode()

    @property
    def signature(self) -> bytes:
        return base64.b64decode(self.deeds[-1]["signature"], validate=True)


def a_visit(language: str) -> Visit:
    """Whoever asks for the page: nobody who is logged in."""
    counter = SimpleNamespace(authority=lambda: SimpleNamespace(system="thongquan-thu"), clock=lambda: NOW)
    return Visit(
        counter=counter,  # type: ignore[arg-type] # the footer asks it two things
        sessions=None,  # type: ignore[arg-type] # nobody is logged in
        request="0123456789abcdef",
        method="GET",
        path="/",
        query="",
        source="127.0.0.1",
        language=language,
        before_login=TOKEN,
        signs=True,
    )


def rendered(language: str = "vi", *, text: str = "") -> str:
    visit = a_visit(language)
    field = Markup('<input type="hidden" name="csrf" value="{}">').format(TOKEN)
    template = environment(language).from_string(PAGE)
    return template.render(visit=visit, form_field=lambda: field, text=text, helper=HELPER, faults=[])


def as_json(status: int, told: object) -> Answer:
    return status, "application/json" if status < 400 else "application/problem+json", json.dumps(told).encode()


class Signing:
    def __init__(self, site: Site) -> None:
        self.site, self.sent = site, Sent()
        self.composing: Answer | None = None
        """Told instead of a text."""
        self.carrying_out: Answer = as_json(
            200, {"deed": 1, "kind": "login", "at": "2026-09-02T03:00:01.000000Z", "outcome": {}, "shown": {}}
        )
        self.show()
        site.pages["/after"] = '<!doctype html><html lang="vi"><title>Sau</title><main><h1>Đã vào</h1></main></html>'
        site.answers["/api/v1/deeds/login"] = self.compose
        site.answers["/api/v1/deeds"] = self.carry_out

    def show(self, language: str = "vi", *, text: str = "") -> None:
        """The page, with a text that is composed already or without."""
        self.site.pages["/"] = rendered(language, text=text)

    def compose(self, body: bytes) -> Answer:
        message = json.loads(body)
        self.sent.messages.append(message)
        text = TEXT.format(name=message["says"]["name"], nonce=f"{len(self.sent.messages):043d}")
        told = {"text": text, "digest": sha256(text.encode()).hexdigest(), "expires_at": "2026-09-02T03:10:00.000000Z"}
        return self.composing or as_json(200, {**told, "secrets": ["password"]})

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
