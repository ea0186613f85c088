"""What every visitor meets: two languages, files that are kept for ever, pages for what fails."""

import re
from pathlib import Path

import pytest

from authority.house import House
from portal.visiting import A_USER, Visitor
from thongquan.base.fault import Fault
from thongquan.portal.assets import Assets
from thongquan.portal.cookies import LANGUAGE
from thongquan.portal.forms import Form
from thongquan.portal.rendering import environment
from thongquan.portal.visit import Visit


class TestTheLanguage:
    def test_is_vietnamese_unless_asked_otherwise(self, visitor: Visitor) -> None:
        assert '<html lang="vi">' in visitor.get("/").text

    def test_english_is_at_a_link_and_is_remembered(self, visitor: Visitor) -> None:
        assert '<html lang="en">' in visitor.get("/?lang=en").text
        assert visitor.cookies[LANGUAGE] == "en"
        page = visitor.get("/").text
        assert '<html lang="en">' in page
        assert "Customs procedures" in page

    def test_the_link_keeps_page_and_filters(self, visitor: Visitor) -> None:
        assert 'href="/verify?a=1&amp;b=%C4%91&amp;lang=en"' in visitor.get("/verify?a=1&b=%C4%91").text

    @pytest.mark.parametrize("value", ["fr", "", "../x", "EN"])
    def test_no_other_is_taken(self, visitor: Visitor, value: str) -> None:
        assert '<html lang="vi">' in visitor.get(f"/?lang={value}").text
        assert LANGUAGE not in visitor.cookies
        visitor.cookies[LANGUAGE] = value
        assert '<html lang="vi">' in visitor.get("/").text


class TestFiles:
    def test_are_kept_for_ever_under_their_hash(self, visitor: Visitor) -> None:
        [address] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', visitor.get("/").text)
        answer = visitor.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize("name", ["portal.css", "0/portal.css", "../app.py", "%2e%2e/app.py", "x/../../app.py", ""])
    def test_nothing_else_is_there(self, visitor: Visitor, name: str) -> None:
        answer = visitor.get(f"/static/{name}")
        assert answer.status_code in (200, 404)
        assert b"import" not in answer.content
        assert "immutable" not in answer.headers["cache-control"]

    def test_another_content_has_another_address(self, tmp_path: Path) -> None:
        (tmp_path / "a.css").write_text("a{}")
        before = Assets(tmp_path).address("a.css")
        (tmp_path / "a.css").write_text("b{}")
        assert Assets(tmp_path).address("a.css") != before

    def test_a_bundle_that_was_not_made_is_not_asked_for(self, tmp_path: Path) -> None:
        assert Assets(tmp_path).address("page.js") == ""

    def test_a_bundle_is_found_by_its_manifest(self, tmp_path: Path) -> None:
        (tmp_path / "page-ABC.js").write_text("1")
        (tmp_path / "manifest.json").write_text('{"files": {"page.js": {"file": "page-ABC.js", "bytes": 1}}}')
        assets = Assets(tmp_path)
        assert assets.find(assets.address("page.js")).content == b"1"  # type: ignore[union-attr] # else the test fails
        assert assets.address("page.js").endswith("/page-ABC.js")


class TestWhatFails:
    def test_what_is_not_there_is_said_so_in_words(self, visitor: Visitor) -> None:
        answer = visitor.get("/not-there")
        assert (answer.status_code, "Không tìm thấy" in answer.text) == (404, True)

    def test_our_own_failure_shows_its_number_and_nothing_of_the_program(
        self, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        visitor = Visitor(house)

        def broken() -> int:
            raise RuntimeError("secret-of-the-program")

        monkeypatch.setattr(type(visitor.counter), "waiting", property(lambda _: broken))
        answer = visitor.get("/")
        assert answer.status_code == 500
        assert "0123456789abcdef" in answer.text
        assert not re.search(r"secret-of|Traceback|RuntimeError|\.py", answer.text)
        assert "secret-of-the-program" in caplog.text

    def test_programs_get_problem_details(self, visitor: Visitor) -> None:
        answer = visitor.get("/not-there", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (404, "NOT-FOUND")

    def test_a_page_for_others_leads_to_login_or_is_refused(self, visitor: Visitor) -> None:
        assert visitor.get("/sessions?x=1").headers["location"] == "/login?next=%2Fsessions%3Fx%3D1"
        assert visitor.post("/sessions/end", {"handle": "x"}).status_code == 403


def drawn(house: House, source: str, **context: object) -> str:
    visitor = Visitor(house)
    visit = Visit(visitor.counter, visitor.sessions, "r", "GET", "/", "", "", "vi")
    start = '{% import "forms.html" as forms with context %}{% import "parts.html" as parts with context %}'
    return environment("vi").from_string(start + source).render(visit=visit, **context)


FAULTS = [Fault("FORM-TOO-LARGE", "file", {"limit": 5}), Fault("FORM-KIND", "")]


class TestForms:
    def test_a_fault_stands_on_top_and_beside_its_field_in_the_same_words(self, house: House) -> None:
        page = drawn(
            house,
            '{{ forms.error_summary(faults) }}{{ forms.field("file", "Tệp", form, faults) }}',
            faults=FAULTS,
            form=Form({"file": ["<đã nhập>"]}),
        )
        assert page.count("Nội dung gửi lên quá lớn (giới hạn 5).") == 2
        assert page.count("Kiểu nội dung này không được nhận.") == 1
        assert '<a href="#file">' in page
        assert 'aria-describedby="file-fault-1"' in page
        assert 'aria-invalid="true"' in page
        assert 'value="&lt;đã nhập&gt;"' in page

    @pytest.mark.parametrize("kind", ["password", "file"])
    def test_a_secret_is_never_shown_again(self, house: House, kind: str) -> None:
        page = drawn(house, '{{ forms.field("p", "P", form, [], type=kind) }}', form=Form({"p": ["bí mật"]}), kind=kind)
        assert "bí mật" not in page
        assert "value=" not in page

    def test_choices_keep_what_was_chosen(self, house: House) -> None:
        options = [("a", "A"), ("b", "B")]
        source = '{{ forms.choice("c", "C", options, form) }}{{ forms.select("s", "S", options, form) }}'
        page = drawn(house, source, form=Form({"c": ["b"], "s": ["b"]}), options=options)
        assert 'value="b" checked' in page
        assert '<option value="b" selected>' in page
        assert page.count("checked") == 1

    def test_tasks_answers_and_notices_say_their_state_in_words(self, house: House) -> None:
        tasks = [{"title": "Đăng ký", "href": "/x", "state": "Xong", "kind": "good", "hint": ""}]
        source = '{{ parts.task_list(tasks) }}{{ parts.answers([("Tên", "<b>", "/sửa")]) }}'
        source += '{% call parts.notice("Lưu ý") %}x{% endcall %}'
        page = drawn(house, source, tasks=tasks)
        assert '<strong class="tag good">Xong</strong>' in page
        assert "<dd>&lt;b&gt;</dd>" in page
        assert '<p class="notice-title">Lưu ý</p>' in page


def test_whoever_acts_for_another_always_sees_for_whom(visitor: Visitor) -> None:
    from msgspec.structs import replace

    visitor.log_in(replace(A_USER, acts_for="9907654321", acts_for_name="Đường Sáng <i>"))
    page = visitor.get("/").text
    assert "Đang làm thay: <strong>Đường Sáng &lt;i&gt;</strong> (9907654321)" in page
