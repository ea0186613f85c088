"""`thongquan signer`: what it signs, what it asks, and that it keeps a PIN to itself."""

import base64
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from commands import run_process
from demo_pki import PASSWORD, RSA_COMPANY, Pki
from signer_window import (
    PORTAL,
    SECRET,
    SYSTEM,
    Window,
    a_deed,
    a_preflight,
    a_request,
    answer_in,
    answered,
    heard,
    sent,
    text_body,
    window,
)
from thongquan.base.canonical import canonical
from thongquan.base.limits import LIMITS
from thongquan.base.pairing import spell
from thongquan.signing.report import verify_message
from thongquan.signing.statement import Statement
from tokens import COMPANY, LIGHT, OFFICER_PIN, PIN, Tokens, address

NOW = datetime(2026, 9, 2, 3, 0, tzinfo=UTC)
TEXT = a_deed()


def is_signed(answer: bytes, text: str, pki: Pki) -> bool:
    message = base64.b64decode(answer_in(answer)["signature"], validate=True)
    return verify_message(message, text.encode(), pki.trust, NOW).verdict == "valid"


@pytest.fixture
def helper(pki: Pki) -> Iterator[Window]:
    """With a PKCS#12 file, paired, its system told. It asks, whatever the environment holds for other commands."""
    with window(pki.p12(), "--system", SYSTEM, THONGQUAN_P12_PASSWORD=PASSWORD, THONGQUAN_PIN=PIN) as opened:
        opened.pairs()
        yield opened


class TestAGoodRequest:
    @pytest.mark.parametrize("key", ["file", "rsa token", "p256 token"])
    def test_is_shown_and_signed(self, pki: Pki, tokens: Tokens, key: str) -> None:
        certificate = {"file": pki.p12(), "rsa token": address(COMPANY), "p256 token": address(LIGHT)}[key]
        with window(certificate, SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            assert b"204" in answered(helper.port, a_preflight(helper.port))
            with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
                assert f"system “{SYSTEM}”" in helper.confirms_system()
                shown = helper.signs(PASSWORD if key == "file" else PIN)
                answer = heard(wire)
            assert is_signed(answer, TEXT, pki)
            assert all(line in shown for line in TEXT.splitlines())
            assert sha256(TEXT.encode()).hexdigest() in shown
            assert f"Access-Control-Allow-Origin: {PORTAL}\r\n".encode() in answer

    def test_asks_for_the_pin_each_time_and_for_the_system_once(self, pki: Pki) -> None:
        with window(pki.p12()) as helper:
            helper.pairs()
            for text in (TEXT, a_deed("Công ty khác")):
                with sent(helper.port, a_request(helper.port, text_body(text))) as wire:
                    if text == TEXT:
                        helper.confirms_system()
                    helper.signs(PASSWORD)
                    assert is_signed(heard(wire), text, pki)

    def test_may_be_a_whole_batch_which_is_named(self, helper: Window, pki: Pki) -> None:
        batch = "0190a8f2-0000-7000-8000-0000000000aa"
        parties = ("9901234560", "9907654321", "02DS", "import")
        made = Statement(SYSTEM, "filing", batch, *parties, 12, "ab" * 32, "cd" * 32, "2026-09-02T03:00:00.000000Z")
        text = canonical(made).decode()
        with sent(helper.port, a_request(helper.port, text_body(text))) as wire:
            shown = helper.signs(PASSWORD)
            assert is_signed(heard(wire), text, pki)
        assert f"whole batch {batch}: 12 declarations" in shown
        assert all(part in shown for part in ("9901234560", "9907654321", "02DS", "ab" * 32))


WANTED = b'{"certificate":true}'


class TestTheCertificate:
    """What a page may have without a signature: public, and still only for the paired page, shown, and with a yes."""

    @pytest.mark.parametrize("key", ["file", "token"])
    def test_is_shown_and_told_on_a_yes(self, pki: Pki, tokens: Tokens, key: str) -> None:
        certificate = pki.p12() if key == "file" else address(COMPANY)
        with window(certificate, SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            with sent(helper.port, a_request(helper.port, WANTED)) as wire:
                if key == "file":
                    helper.sees("Enter: ")
                    helper.types(PASSWORD)
                shown = helper.sees("Type yes to send it: ")
                helper.types("yes")
                answer = answer_in(heard(wire))
            assert answer == {"certificate": base64.b64encode(pki.certificate("rsa").der).decode()}
            assert all(part in shown for part in (PORTAL, RSA_COMPANY, pki.certificate("rsa").serial))
            helper.sees("The certificate went to the page. Nothing was signed.")
            assert "PIN of" not in helper.shown

    @pytest.mark.parametrize("said", ["", "no", "y e s", PIN])
    def test_stays_where_it_is_on_anything_else(self, pki: Pki, tokens: Tokens, said: str) -> None:
        with window(address(COMPANY), SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            with sent(helper.port, a_request(helper.port, WANTED)) as wire:
                helper.sees("Type yes to send it: ")
                helper.types(said)
                assert answer_in(heard(wire)) == {"refused": "declined"}

    def test_is_never_asked_for_together_with_a_signature(self, helper: Window) -> None:
        for body in (b'{"certificate":true,"text":"x"}', b'{"certificate":false}', b'{"certificate":1}', b"{}"):
            assert answer_in(answered(helper.port, a_request(helper.port, body))) == {"refused": "text"}

    def test_waits_its_turn_behind_a_text(self, helper: Window) -> None:
        with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
            helper.sees("Enter: ")
            assert answer_in(answered(helper.port, a_request(helper.port, WANTED))) == {"refused": "busy"}
            helper.types("")
            heard(wire)

    def test_is_told_to_nobody_else(self, helper: Window) -> None:
        """Another code, page, host or kind of request: no byte, as for a signature (row 27)."""
        strangers: list[dict[str, str | None]] = [
            {"origin": "https://evil.example"},
            {"origin": None},
            {"origin": "null"},
            {"host": f"evil.example:{helper.port}"},
            {"content_type": "text/plain"},
        ]
        assert [answered(helper.port, a_request(helper.port, WANTED, **one)) for one in strangers] == [b""] * 5
        assert answered(helper.port, a_request(helper.port, WANTED, secret=bytes(16))) == b""
        assert "asks for your certificate" not in helper.shown

    def test_of_several_on_the_token_none_is_told(self, pki: Pki, tmp_path: Path) -> None:
        both = Tokens(tmp_path / "tokens")
        both.make("HAI")
        with both.filling("HAI") as token:
            token.certificate(pki.certificate("rsa").der, "một", b"\x01")
            token.certificate(pki.certificate("p256").der, "hai", b"\x02")
        with window(address("HAI"), SOFTHSM2_CONF=str(both.configuration)) as helper:
            helper.pairs()
            assert answer_in(answered(helper.port, a_request(helper.port, WANTED))) == {"refused": "key"}
            helper.sees("Several certificates on the token fit this address")

    def test_a_page_that_has_gone_does_not_get_it(self, pki: Pki, tokens: Tokens) -> None:
        with window(address(COMPANY), SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            with sent(helper.port, a_request(helper.port, WANTED)):
                helper.sees("Type yes to send it: ")
            time.sleep(0.3)
            helper.types("yes")
            helper.sees("The page was closed or waits no longer")


class TestRefusing:
    def test_an_empty_answer_signs_nothing(self, helper: Window) -> None:
        with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
            helper.signs("")
            assert answer_in(heard(wire)) == {"refused": "declined"}

    @pytest.mark.parametrize("key", ["file", "token"])
    def test_a_wrong_secret_is_tried_once(self, pki: Pki, tokens: Tokens, key: str) -> None:
        certificate = pki.p12() if key == "file" else address(COMPANY)
        with window(certificate, "--system", SYSTEM, SOFTHSM2_CONF=str(tokens.configuration)) as helper:
            helper.pairs()
            with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
                helper.signs(OFFICER_PIN)
                assert answer_in(heard(wire)) == {"refused": "key"}
            helper.sees("Not signed.")

    def test_another_system_is_refused_without_asking(self, helper: Window) -> None:
        other = a_deed(system="thongquan-khac")
        assert answer_in(answered(helper.port, a_request(helper.port, text_body(other)))) == {"refused": "system"}
        helper.sees("meant for the system thongquan-khac")

    def test_a_system_that_is_not_confirmed_is_asked_for_again(self, pki: Pki) -> None:
        with window(pki.p12()) as helper:
            helper.pairs()
            for _ in range(2):
                with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
                    helper.sees("Type yes to go on: ")
                    helper.types("n")
                    assert answer_in(heard(wire)) == {"refused": "declined"}

    def test_a_second_request_while_one_is_shown_is_refused(self, helper: Window, pki: Pki) -> None:
        with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
            helper.sees("Enter: ")
            again = answered(helper.port, a_request(helper.port, text_body(a_deed("Khác"))))
            assert answer_in(again) == {"refused": "busy"}
            helper.types(PASSWORD)
            assert is_signed(heard(wire), TEXT, pki)
        assert "Khác" not in helper.shown

    def test_what_was_typed_before_the_text_was_shown_signs_nothing(self, helper: Window) -> None:
        helper.types(PASSWORD)
        time.sleep(0.2)
        with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
            helper.signs("")
            assert answer_in(heard(wire)) == {"refused": "declined"}

    def test_a_page_that_has_gone_gets_no_signature(self, helper: Window) -> None:
        with sent(helper.port, a_request(helper.port, text_body(TEXT))):
            helper.sees("Enter: ")
        time.sleep(0.3)
        helper.types(PASSWORD)
        helper.sees("The page was closed or waits no longer: not signed.")

    def test_nobody_at_the_terminal_is_a_refusal_after_the_time(self, pki: Pki, tmp_path: Path) -> None:
        limits = tmp_path / "sitecustomize.py"
        limits.write_text(
            "from thongquan.base import limits\nimport msgspec\n"
            "limits.LIMITS = msgspec.structs.replace(limits.LIMITS, signer_answer_seconds=1)\n"
        )
        with window(pki.p12(), "--system", SYSTEM, PYTHONPATH=str(tmp_path)) as helper:
            helper.pairs()
            for _ in range(2):
                with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
                    assert answer_in(heard(wire)) == {"refused": "timeout"}
                helper.sees("No answer within 1 seconds: not signed.")

    def test_five_wrong_codes_in_a_row_end_it(self, pki: Pki) -> None:
        with window(pki.p12(), "--system", SYSTEM) as helper:
            helper.pairs()
            wrong = a_request(helper.port, text_body(TEXT), secret=bytes(16))
            for _ in range(LIMITS.signer_wrong_codes - 1):
                assert answered(helper.port, wrong) == b""
            with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
                helper.signs("")
                heard(wire)
            for _ in range(LIMITS.signer_wrong_codes):
                assert helper.process.poll() is None
                assert answered(helper.port, wrong) == b""
            assert helper.ended() == 2
            assert "Stopped: 5 requests in a row used another code. Nothing was signed." in helper.shown


class TestItsEnd:
    @pytest.mark.parametrize("when", ["waiting", "asking", "pairing"])
    def test_ctrl_c_ends_it_cleanly(self, pki: Pki, when: str) -> None:
        with window(pki.p12(), "--system", SYSTEM) as helper:
            if when == "pairing":
                helper.sees("Code: ")
                assert helper.interrupted() == 130
                return
            helper.pairs()
            if when == "asking":
                with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
                    helper.sees("Enter: ")
                    helper.interrupt()
                    assert answer_in(heard(wire)) == {"refused": "declined"}
                    assert helper.ended() == 0
            else:
                assert helper.interrupted() == 0
            assert "Stopped. No page can ask" in helper.shown
            assert "Traceback" not in helper.shown


class TestItsStart:
    def test_needs_a_terminal(self, pki: Pki) -> None:
        ended = run_process("signer", "--portal", PORTAL, "--certificate", pki.p12())
        assert (ended.code, ended.out) == (2, "")
        assert "A terminal is needed" in ended.err

    @pytest.mark.parametrize(
        "portal",
        [
            "http://customs.example",
            "https://customs.example/login",
            "https://a:b@customs.example",
            "customs.example",
            "https://customs.example:99999",
            "https://*.example",
            "null",
            "file:///",
            "https://cústoms.example",
        ],
    )
    def test_needs_the_address_of_a_portal(self, pki: Pki, portal: str) -> None:
        ended = run_process("signer", "--portal", portal, "--certificate", pki.p12())
        assert (ended.code, "is not the address of a customs portal" in ended.err) == (2, True)

    def test_needs_a_key_that_is_there(self, tmp_path: Path) -> None:
        ended = run_process("signer", "--portal", PORTAL, "--certificate", tmp_path / "none.p12")
        assert (ended.code, "none.p12" in ended.err) == (2, True)

    def test_a_slip_in_the_code_is_noticed(self, pki: Pki) -> None:
        with window(pki.p12()) as helper:
            right = spell(SECRET)
            for wrong in ("", right[:-1], "B" + right[1:]):
                helper.sees("Code: ")
                helper.types(wrong)
                helper.sees("This is no code")
            assert helper.ended() == 2

    def test_a_port_that_is_taken_is_told(self, helper: Window, pki: Pki) -> None:
        with window(pki.p12(), "--port", helper.port) as second:
            assert second.ended() == 2
            assert f"The port {helper.port} of this computer cannot be opened." in second.shown

    def test_listens_on_127_0_0_1_and_nowhere_else(self, helper: Window) -> None:
        listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        listening += [line.split() for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]]
        ours = [one[1] for one in listening if one[1].endswith(f":{helper.port:04X}") and one[3] == "0A"]
        assert ours == [f"0100007F:{helper.port:04X}"]


def test_the_pin_is_nowhere(pki: Pki, tokens: Tokens, tmp_path: Path) -> None:
    """Not in what is shown, the environment, the command line, any file; and no core file can hold it."""
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    with window(address(COMPANY), "--system", SYSTEM, SOFTHSM2_CONF=str(tokens.configuration), **state) as helper:
        helper.pairs()
        with sent(helper.port, a_request(helper.port, text_body(TEXT))) as wire:
            helper.signs(PIN)
            answer = heard(wire)
        assert is_signed(answer, TEXT, pki)
        helper.sees("Signed. The signature went back to the page.")
        process = Path(f"/proc/{helper.process.pid}")
        told = [helper.shown.encode(), answer, (process / "cmdline").read_bytes()]
        with suppress(PermissionError):  # nobody but root may look: that is the point
            told.append((process / "environ").read_bytes())
        core = (process / "limits").read_text()
        assert [line.split()[4:6] for line in core.splitlines() if line.startswith("Max core")] == [["0", "0"]]
        os.kill(helper.process.pid, signal.SIGABRT)
        helper.ended()
    told += [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not [one for one in told if PIN.encode() in one]
    assert not [*tmp_path.rglob("core*"), *Path.cwd().glob("core*")]
