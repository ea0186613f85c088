"""A file of events is its own cursor, and holds nothing but events."""

from pathlib import Path

import pytest

from thongquan.declarant.refusals import WatchFileBusy, WatchFileForeign
from thongquan.declarant.watching import CursorFile, Event, EventsFile, Line


def a_line(cursor: int) -> Line:
    spelled = (
        f'{{"cursor":"{cursor}","number":"1","kind":"registered","step":"","state":"cleared","channel":"1","at":"",'
        f'"decision":{{"reason":"{"x" * 500}"}}}}'
    )
    return Line(spelled.encode(), Event(str(cursor), "1", "registered", "", "cleared", "1", ""))


def written(path: Path, *cursors: int) -> bytes:
    file = EventsFile(path)
    file.keep([a_line(cursor) for cursor in cursors])
    file.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    "left", [b"{", b'{"cursor":"4"', a_line(4).spelled, a_line(4).spelled[:300], bytes(70_000), b"\n" * 40, b"{}\n"]
)
def test_a_torn_end_is_cut_off_and_asked_for_again(tmp_path: Path, left: bytes) -> None:
    path = tmp_path / "e"
    whole = written(path, 1, 2, 3)
    path.write_bytes(whole + left)
    file = EventsFile(path)
    assert (file.cursor, path.read_bytes()) == ("3", whole)
    file.close()


def test_a_torn_first_line_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "e").write_bytes(a_line(1).spelled[:99])
    assert EventsFile(tmp_path / "e").cursor == ""
    assert (tmp_path / "e").read_bytes() == b""


def test_the_last_of_many_is_found(tmp_path: Path) -> None:
    written(tmp_path / "e", *range(1, 1000))
    assert EventsFile(tmp_path / "e").cursor == "999"


@pytest.mark.parametrize("content", [b"a letter\n", b"{}\n", b'{"cursor": "1"}\n', b"\0"])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "e").write_bytes(content)
    with pytest.raises(WatchFileForeign):
        EventsFile(tmp_path / "e")
    assert (tmp_path / "e").read_bytes() == content


def test_only_one_watcher_writes_to_it(tmp_path: Path) -> None:
    first = EventsFile(tmp_path / "e")
    with pytest.raises(WatchFileBusy):
        EventsFile(tmp_path / "e")
    first.close()
    EventsFile(tmp_path / "e").close()


def test_others_cannot_read_it(tmp_path: Path) -> None:
    written(tmp_path / "e", 1)
    assert (tmp_path / "e").stat().st_mode & 0o777 == 0o600


def test_a_screens_place_is_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "state" / "watch" / "x.cursor"
    assert CursorFile(path).cursor == ""
    CursorFile(path).keep([a_line(1), a_line(2)])
    assert CursorFile(path).cursor == "2"
