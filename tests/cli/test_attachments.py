"""`thongquan attachment`: registered, changed, looked up and fetched by terminal; hostile names are no paths."""

from collections.abc import Callable
from pathlib import Path

from authority.running import Server
from cli.test_lists import its_certificate
from commands import Ended
from thongquan.declarant.attachments import saved_as

Run = Callable[..., Ended]


def test_from_a_file_to_what_is_fetched_again(
    thongquan: Run, house: Server, there: list[object], tmp_path: Path
) -> None:
    first, second = tmp_path / "bản kê.txt", tmp_path / "..;id"
    first.write_bytes(b"one\n")
    second.write_bytes(b"two\n")
    making = ["attachment", "register", first, second, "--office", "02DS", "--type", "BKH", *there]
    looked = thongquan(*making)
    assert (looked.code, "Add --certificate" in looked.err) == (0, True), looked.err
    [made] = thongquan(*making, "--certificate", its_certificate(), "--json").lines()
    number = made["attachment"]
    wrong = thongquan(*making[: -len(there)], "--phone", "số", *there)
    assert (wrong.code, "cannot be used" in wrong.err) == (1, True)

    third = tmp_path / "third.txt"
    third.write_bytes(b"three\n")
    changing = ["attachment", "change", number, "--leave-out", "1", "--add", third, "--certificate", its_certificate()]
    told = thongquan(*changing, *there)
    assert (told.code, "change 1" in told.out) == (0, True), told.err
    assert "..;id" in thongquan("attachment", "show", number, *there).out
    assert number in thongquan("attachment", "list", "--state", "waiting", *there).out
    for version, content in (("0", [b"one\n", b"two\n"]), ("1", [b"two\n", b"three\n"])):
        out = tmp_path / f"got{version}"
        thongquan("attachment", "get", number, "--version", version, "--out", out, *there)
        assert [path.name for path in sorted(out.iterdir())] == [f"{number}-1.txt", f"{number}-2.txt"]
        assert [path.read_bytes() for path in sorted(out.iterdir())] == content
    sent = thongquan(
        "attachment", "send", third, "--office", "02DS", "--team", "00", "--certificate", its_certificate(), *there
    )
    assert (sent.code, "sent to customs" in sent.out) == (0, True), sent.err


def test_what_a_server_says_of_a_file_makes_no_path() -> None:
    assert saved_as("700000000001", {"place": 1, "kind": "../x"}) == "700000000001-1.bin"
