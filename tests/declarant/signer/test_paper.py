"""What may be signed."""

import subprocess
import sys

import pytest

from signer_window import SYSTEM, a_deed
from thongquan.base.fault import Refusal
from thongquan.declarant.signer.paper import deed_in, read_paper

KINDS = "from thongquan.registration.deed import KINDS; print(sorted(KINDS))"


def test_every_kind_of_deed_that_the_server_knows_can_be_signed() -> None:
    """Else a new kind would be made on the page and refused in the helper."""

    def known(module: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", f"import {module}; {KINDS}"], capture_output=True, text=True, check=True
        )
        return done.stdout

    here, served = known("thongquan.declarant.signer.paper"), known("thongquan.app")
    assert "certificate-register" in served
    assert set(eval(served)) <= set(eval(here))


def test_a_deed_is_known_by_its_text_alone() -> None:
    paper = read_paper(a_deed())
    assert (paper.text, paper.system, paper.batch) == (a_deed(), SYSTEM, None)
    assert paper.content == a_deed().encode()
    assert "".join(f"{line}\n" for line in paper.lines) == paper.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        "Thư gửi hải quan về văn bản ký số.\n".encode(),
        b"\xff\xfe",
        b"%PDF-1.7\n\x00\xff",
        b"\0" * 2000,
        f"Kính gửi hải quan,\n\n{a_deed()}".encode(),
    ],
)
def test_another_file_is_no_deed(content: bytes) -> None:
    """It is signed as any file; a deed that is quoted in it counts for nothing."""
    assert deed_in(content) is None


def test_a_deed_in_a_file_is_read() -> None:
    assert deed_in(a_deed().encode()) == read_paper(a_deed())


def test_a_title_alone_is_nearly_a_deed() -> None:
    with pytest.raises(Refusal):
        deed_in(" thông quan - văn bản ký số".encode())
