"""What operators do on the command line: shown, signed with their own key, told; and refused without one."""

from collections.abc import Callable

import pytest

from commands import Ended, Server

Run = Callable[..., Ended]


def test_the_text_is_shown_and_what_was_done_is_told(thongquan: Run, server: Server) -> None:
    told = thongquan("office", "officer", "add", "CC005", "Vũ Thị Năm", "02DS", *server.operating())
    assert (told.code, told.err) == (0, "")
    shown = "Việc: Người vận hành thêm công chức (operator-officer-add)"
    assert told.out.index(shown) < told.out.index("Tài khoản: vh01") < told.out.index("Recorded: CC005")


def test_a_forgotten_password_is_replaced_by_a_code(thongquan: Run, server: Server) -> None:
    told = thongquan("office", "officer", "password", "CC001", *server.operating())
    assert (told.code, "One-time code of CC001: " in told.out) == (0, True)


def test_environment_names_the_operator_too(thongquan: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    _, operator, _, key, *rest = server.operating()
    monkeypatch.setenv("THONGQUAN_OPERATOR", operator)
    monkeypatch.setenv("THONGQUAN_OPERATOR_KEY", key)
    told = thongquan("office", "officer", "change", "CC001", "--identity", "001199000999", *rest)
    assert (told.code, "Changed: CC001" in told.out) == (0, True)


@pytest.mark.parametrize("left_out", ["--as", "--key"])
def test_without_operator_or_key_nothing_is_asked(thongquan: Run, server: Server, left_out: str) -> None:
    signs = server.operating()
    at = signs.index(left_out)
    told = thongquan("office", "officer", "end", "CC001", *signs[:at], *signs[at + 2 :])
    assert (told.code, "--as ID --key FILE.p12" in told.err) == (2, True)


def test_what_is_wrong_with_the_particulars_is_told_in_words(thongquan: Run, server: Server) -> None:
    told = thongquan("office", "company", "add", "123", "Công ty", *server.operating())
    assert (told.code, "“Tax code of the company”" in told.err) == (2, True)


def test_nobody_is_founded_a_second_time(thongquan: Run, server: Server) -> None:
    pem = server.pki.officer_p12("cb01").with_suffix(".pem")
    who = ["VH002", "Người Khác", "02DS", "--certificate", pem, "--identity", "1", "--data", server.data]
    told = thongquan("office", "found", *who)
    assert (told.code, "Operator vh01 can sign" in told.err) == (2, True)
