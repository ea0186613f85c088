"""Whatever the bytes of a message: a manifest, or one plain refusal."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from faults.size import size
from manifest.conftest import read_here
from thongquan.manifest import Manifest

SAMPLES = Path(__file__).parents[1] / "samples"
FHL = (SAMPLES / "houses_12.fhl.txt").read_bytes().split(b"\n\n")[0] + b"\n"
XFZB = (SAMPLES / "house_2.xfzb.xml").read_bytes()
LINES = FHL.decode().splitlines()
few = settings(max_examples=size(300, 8_000), deadline=None)


def spoiled(data: bytes, place: int, cut: int, junk: bytes) -> bytes:
    return data[:place] + junk + data[place + cut :]


@few
@given(place=st.integers(0, len(FHL)), cut=st.integers(0, 40), junk=st.binary(max_size=40))
def test_a_spoiled_fhl_is_read_or_refused(place: int, cut: int, junk: bytes) -> None:
    assert read_here(spoiled(FHL, place, cut, junk))


@few
@given(place=st.integers(0, len(XFZB)), cut=st.integers(0, 200), junk=st.binary(max_size=40))
def test_a_spoiled_xfzb_is_read_or_refused(place: int, cut: int, junk: bytes) -> None:
    assert read_here(spoiled(XFZB, place, cut, junk))


@few
@given(lines=st.lists(st.sampled_from([*LINES, "", "/", "//", "HBS/", "MBI/", "CNE//", "XXX/1", "FHL/4"]), max_size=30))
def test_lines_in_any_order_are_read_or_refused(lines: list[str]) -> None:
    told = read_here("\n".join(["FHL/4", *lines]).encode())
    houses = sum(line.startswith("HBS/") for line in lines)
    assert isinstance(told, str) or len(told.sheets[0].rows) == houses


@few
@given(text=st.text(max_size=60))
def test_any_text_in_an_element_is_kept_as_it_was_or_refused(text: str) -> None:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    told = read_here(XFZB.replace(b"GUANGZHOU MEILIAN TRADING", safe.encode("utf-8", "replace")))
    if isinstance(told, Manifest):
        [sheet] = told.sheets
        column = sheet.column_of("sender_name")
        kept = sheet.rows[0].cells[column.index] if column else ""
        assert kept == text.replace("\r\n", "\n").replace("\r", "\n").strip()


@few
@given(
    names=st.lists(
        st.sampled_from(["ram:Name", "ram:ID", "x", "ram:IncludedCustomsNote", "ram:PostalStructuredAddress"])
    ),
    text=st.text("abc 1.", max_size=10),
)
def test_any_nesting_is_read_or_refused(names: list[str], text: str) -> None:
    inner = "".join(f"<{name}>" for name in names) + text + "".join(f"</{name}>" for name in reversed(names))
    begin = b"<ram:IncludedHouseConsignment>"
    assert read_here(XFZB.replace(begin, begin + inner.encode()))
