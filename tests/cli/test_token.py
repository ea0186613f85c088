"""A flight filed with a token, against a real server; what becomes of its PIN."""

import getpass
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from commands import DAY, PROFILE, Ended, Server, a_flight, run_process
from demo_pki import Pki
from thongquan.declarant import filing as filing_of
from thongquan.declarant.outbox import Outbox
from thongquan.signing.receipt import verify_receipt
from tokens import COMPANY, MODULE, OFFICER_PIN, PIN, Tokens, address

Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def _plugged_in(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens.configuration))
    monkeypatch.delenv("THONGQUAN_PKCS11_MODULE", raising=False)


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing_of, "LIMITS", msgspec.structs.replace(filing_of.LIMITS, filing_lines=2))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a clerk is asked at the terminal; the answer is the PIN."""
    prompts: list[str] = []

    def typed(prompt: str) -> str:
        prompts.append(prompt)
        return PIN

    monkeypatch.setattr(getpass, "getpass", typed)
    return prompts


def with_token(server: str, pki: Pki, outbox: Path, *manifests: Path, key: str = "") -> list[object]:
    day = ["--profile", PROFILE, "--on", DAY, "--anchors", pki.anchors]
    return ["file", *manifests, *day, "--server", server, "--outbox", outbox, "--certificate", key or address(COMPANY)]


def written_in(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


class TestAFlight:
    @pytest.mark.usefixtures("_small_batches")
    def test_is_filed_with_the_pin_asked_once_for_all_batches(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path, asked: list[str]
    ) -> None:
        command = with_token(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 5))
        ended = thongquan(*command, "--out", tmp_path / "out", "--json")
        assert (ended.code, ended.summary()["registered"]) == (0, 5)
        assert asked == [f"PIN of the token ({COMPANY}): "]
        assert len(list(Outbox(tmp_path / "o").entries())) == 3
        receipts = [file.read_bytes() for file in (tmp_path / "out" / "receipts").iterdir()]
        assert [verify_receipt(receipt, pki.trust).verdict for receipt in receipts] == ["valid"] * 5

    def test_filed_again_asks_for_no_pin(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path, asked: list[str]
    ) -> None:
        command = [*with_token(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 2)), "--json"]
        thongquan(*command)
        assert thongquan(*command).summary()["already"] == 2
        assert len(asked) == 1

    def test_the_pin_is_nowhere(self, server: Server, pki: Pki, tmp_path: Path) -> None:
        """Not in outputs, outbox, receipts, state folder or the server's log and data."""
        command = with_token(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 3))
        state = {"THONGQUAN_PIN": PIN, "XDG_STATE_HOME": str(tmp_path / "state")}
        ended = run_process(*command, "--out", tmp_path / "out", **state)
        assert ended.code == 0
        everywhere = written_in(tmp_path) + written_in(server.data.parent) + (ended.out + ended.err).encode()
        assert b"QNV" in everywhere
        assert PIN.encode() not in everywhere

    def test_the_pin_may_come_from_a_file(self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
        (tmp_path / "pin").write_text(PIN + "\n")
        command = with_token(server.address, pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 1))
        assert thongquan(*command, "--password-file", tmp_path / "pin").code == 0

    @pytest.mark.usefixtures("asked")
    def test_the_library_may_come_from_the_environment(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flight = a_flight(tmp_path / "flight.csv", 1)
        command = with_token(server.address, pki, tmp_path / "o", flight, key=address(COMPANY, None))
        assert "It is not known which library" in thongquan(*command).err
        monkeypatch.setenv("THONGQUAN_PKCS11_MODULE", str(MODULE))
        assert thongquan(*command).code == 0


class TestRefused:
    def refused(self, thongquan: Run, pki: Pki, folder: Path, *more: object, key: str = "") -> Ended:
        command = with_token("http://127.0.0.1:9", pki, folder / "o", a_flight(folder / "flight.csv", 1), key=key)
        ended = thongquan(*command, *more)
        assert (ended.code, ended.out) == (2, "")
        assert list(Outbox(folder / "o").entries()) == []
        return ended

    def test_a_wrong_pin_warns_of_the_lock(
        self, thongquan: Run, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("THONGQUAN_PIN", OFFICER_PIN)
        ended = self.refused(thongquan, pki, tmp_path)
        assert ended.err.startswith("The PIN is wrong. It was tried once.\nMind: after a few wrong PINs")
        assert OFFICER_PIN.encode() not in ended.err.encode() + written_in(tmp_path)

    def test_nobody_to_ask(self, pki: Pki, tmp_path: Path) -> None:
        flight = a_flight(tmp_path / "flight.csv", 1)
        ended = run_process(*with_token("http://127.0.0.1:9", pki, tmp_path / "o", flight))
        assert ended.code == 2
        assert "There is no PIN for the token.\nType it when asked, or use --password-file" in ended.err

    def test_an_empty_pin_is_not_tried(
        self, thongquan: Run, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("THONGQUAN_PIN", "")
        assert "There is no PIN" in self.refused(thongquan, pki, tmp_path).err

    def test_a_pin_in_the_address_is_not_repeated(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        ended = self.refused(thongquan, pki, tmp_path, key=f"{address(COMPANY)}&pin-value=2468-abc")
        assert "does not belong in the address" in ended.err
        assert b"2468-abc" not in ended.err.encode() + written_in(tmp_path)

    def test_the_tokens_that_are_plugged_in_are_named(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        err = self.refused(thongquan, pki, tmp_path, key=address("other")).err
        assert "No token fits the address. Plugged in: Công ty 1 (serial" in err

    def test_our_own_mistake_while_signing_keeps_the_pin_to_itself(
        self, thongquan: Run, pki: Pki, tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def mistaken(*_: object) -> None:
            raise RuntimeError(PIN)

        monkeypatch.setattr("thongquan.declarant.desk.keep_filings", mistaken)
        command = with_token("http://127.0.0.1:9", pki, tmp_path / "o", a_flight(tmp_path / "flight.csv", 1))
        ended = thongquan(*command)
        assert ended.code == 70
        kept = written_in(tmp_path / "state")
        assert b"RuntimeError" in kept
        assert PIN.encode() not in kept + written_in(tmp_path) + ended.err.encode()
