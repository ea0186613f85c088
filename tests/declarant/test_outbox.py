"""A crash at any moment leaves nothing of a filing or all of it."""

import os
import signal
import stat
from pathlib import Path

import pytest

from thongquan.declarant import outbox as module
from thongquan.declarant.outbox import Meta, Outbox
from thongquan.declarant.refusals import NotInOutbox, OutboxBusy, OutboxDamaged, OutboxOpen

META = Meta(
    batch="01990f2e-0000-7000-8000-000000000001",
    server="http://127.0.0.1:1",
    secret="only for the reader",
    manifests=["a.csv"],
)
PARTS = {"statement": b"{}", "signature": b"\x30", "declarations": b'{"form":"MIC"}\n{"form":"MEC"}\n'}

STEPS = ["write_through", "sync_folder", "move"]


def an_outbox(folder: Path) -> Outbox:
    return Outbox(folder / "outbox")


def dies_at(step: int, act: object) -> bool:
    """Run `act` in a child that kills itself before the given step of writing; say whether it died."""
    child = os.fork()
    if child == 0:
        count = 0

        def counted(function: object) -> object:
            def wrapped(*args: object) -> object:
                nonlocal count
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                count += 1
                return function(*args)

            return wrapped

        for name in STEPS:
            setattr(module, name, counted(getattr(module, name)))
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    box = an_outbox(tmp_path)
    box.keep(META, **PARTS)
    [entry] = box.pending()
    assert (entry.statement(), entry.signature(), entry.declarations()) == tuple(PARTS.values())
    assert entry.lines() == [b'{"form":"MIC"}', b'{"form":"MEC"}']
    assert entry.meta == META


def test_an_answered_entry_is_no_longer_pending(tmp_path: Path) -> None:
    box = an_outbox(tmp_path)
    box.keep_answer(box.keep(META, **PARTS), b'{"filing":"x"}')
    assert box.pending() == []
    assert [entry.answer() for entry in box.entries()] == [b'{"filing":"x"}']


def test_a_refused_entry_is_neither_pending_nor_answered(tmp_path: Path) -> None:
    box = an_outbox(tmp_path)
    box.keep_refusal(box.keep(META, **PARTS), b"{}")
    assert (box.pending(), [entry.answer() for entry in box.entries()]) == ([], [None])


def test_every_crash_while_keeping_leaves_nothing_or_everything(tmp_path: Path) -> None:
    step, died = 0, True
    seen = set()
    while died:
        box = Outbox(tmp_path / str(step))
        died = dies_at(step, lambda box=box: box.keep(META, **PARTS))
        with box.alone():
            whole = [entry.declarations() for entry in box.entries()]
        assert whole in ([], [PARTS["declarations"]])
        assert [path.name for path in box.folder.iterdir() if path.name.startswith(".")] == [".lock"]
        seen.add(len(whole))
        step += 1
    assert step >= 7
    assert seen == {0, 1}


def test_every_crash_while_keeping_the_answer_leaves_no_half_answer(tmp_path: Path) -> None:
    step, died = 0, True
    while died:
        box = Outbox(tmp_path / str(step))
        entry = box.keep(META, **PARTS)
        died = dies_at(step, lambda box=box, entry=entry: box.keep_answer(entry, b"whole"))
        assert box.entry(META.batch).answer() in (None, b"whole")
        step += 1
    assert step >= 3


def test_a_crash_in_the_middle_of_a_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = an_outbox(tmp_path)

    def full_disk(path: Path, data: bytes) -> None:
        path.write_bytes(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_through", full_disk)
    with pytest.raises(OSError, match="No space"):
        box.keep(META, **PARTS)
    assert box.entries() == []


def test_only_the_owner_may_look_into_the_outbox(tmp_path: Path) -> None:
    box = an_outbox(tmp_path)
    entry = box.keep(META, **PARTS)
    box.keep_answer(entry, b"{}")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [box.folder, entry.folder, *entry.folder.iterdir()]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_two_runs_do_not_interleave(tmp_path: Path) -> None:
    box = an_outbox(tmp_path)
    with box.alone(), pytest.raises(OutboxBusy), an_outbox(tmp_path).alone():
        pass
    with an_outbox(tmp_path).alone():
        pass


@pytest.mark.parametrize("name", ["", "..", ".lock", "../outbox", "unknown", "a/b"])
def test_a_batch_that_is_not_there_is_said_to_be_unknown(tmp_path: Path, name: str) -> None:
    box = an_outbox(tmp_path)
    box.keep(META, **PARTS)
    with pytest.raises(NotInOutbox):
        box.entry(name)


def test_a_damaged_entry_is_named(tmp_path: Path) -> None:
    box = an_outbox(tmp_path)
    entry = box.keep(META, **PARTS)
    (entry.folder / "meta.json").write_bytes(b"{")
    with pytest.raises(OutboxDamaged) as caught:
        box.entries()
    assert "meta.json" in str(caught.value.facts["file"])


def test_the_secret_does_not_show_when_an_entry_is_printed(tmp_path: Path) -> None:
    assert META.secret not in repr(an_outbox(tmp_path).keep(META, **PARTS))


@pytest.mark.parametrize(
    ("mode", "refused"), [(0o700, False), (0o755, False), (0o775, True), (0o777, True), (0o1777, True)]
)
def test_a_folder_that_others_may_write_to_is_no_outbox(tmp_path: Path, mode: int, refused: bool) -> None:
    box = an_outbox(tmp_path)
    box.folder.mkdir()
    box.folder.chmod(mode)
    if refused:
        with pytest.raises(OutboxOpen), box.alone():
            pass
        with pytest.raises(OutboxOpen):
            box.keep(META, **PARTS)
    else:
        assert box.keep(META, **PARTS).is_pending


def test_somebody_elses_folder_is_no_outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = an_outbox(tmp_path)
    box.keep(META, **PARTS)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(OutboxOpen), box.alone():
        pass


def test_links_in_the_outbox_lead_nowhere(tmp_path: Path) -> None:
    """Neither is what they point at read as a filing, nor written to, nor swept away."""
    box, elsewhere = an_outbox(tmp_path), tmp_path / "elsewhere"
    entry = box.keep(META, **PARTS)
    elsewhere.mkdir()
    precious = elsewhere / "precious"
    precious.write_text("mine")
    (box.folder / ".swept").symlink_to(elsewhere)
    (box.folder / "01990f2e-0000-7000-8000-000000000002").symlink_to(elsewhere)
    (entry.folder / ".answer.json").symlink_to(precious)
    with box.alone():
        assert [one.batch for one in box.entries()] == [META.batch]
    with pytest.raises(OSError, match="symbolic"):
        box.keep_answer(entry, b"whole")
    assert precious.read_text() == "mine"
    assert entry.is_pending
