"""The printouts against the annex of the circular: every label is there, in its order, with its diacritics."""

import os
import tomllib
from pathlib import Path

import pytest

from forms.pdf_text import Run, lines, pages
from forms.samples import the_four
from thongquan.forms.render import pictures, render

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "docs" / "forms"
ANNEX = tomllib.loads((HERE / "annex.toml").read_text(encoding="utf-8"))
RECORD = os.environ.get("RECORD") == "1"
FOUR = the_four()
LIKE = {"05": "05", "06": "05", "07": "08", "08": "08"}


def as_read(page: list[Run]) -> str:
    """The page in reading order, one space between texts that stand side by side."""
    return "\n".join(lines(page)).replace("\t", " ")


@pytest.fixture(scope="module", params=sorted(FOUR))
def printed(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A form's number and what can be read on its page."""
    [page] = pages(render([FOUR[request.param]]))
    return request.param[:2], as_read(page)


def test_every_label_of_the_annex_is_printed_in_its_order(printed: tuple[str, str]) -> None:
    number, page = printed
    at = 0
    for label in ANNEX[LIKE[number]]["labels"]:
        at = page.find(label, at)
        assert at >= 0, label
        at += len(label)


def test_title_and_mark_stand_above_all(printed: tuple[str, str]) -> None:
    number, page = printed
    head = page[: page.index("Số tờ khai")]
    assert ANNEX[number]["title"] in head
    assert head.startswith(ANNEX[LIKE[number]]["mark"])


@pytest.mark.parametrize("name", ["06-mic-thong-quan", "08-mec-thong-quan"])
def test_a_clearance_ends_with_the_customs_notice(name: str) -> None:
    [page] = pages(render([FOUR[name]]))
    end = as_read(page).partition("doanh nghiệp")[2]
    assert all(label in end for label in ANNEX[name[:2]]["notice"])
    assert "02/09/2026 10:04:06" in end
    assert "Trần Văn Đức" in end


@pytest.mark.parametrize("name", ["05-mic-phan-luong", "07-mec-phan-luong"])
def test_a_channel_result_has_no_customs_notice(name: str) -> None:
    [page] = pages(render([FOUR[name]]))
    for label in ANNEX["06"]["notice"] + ANNEX["08"]["notice"]:
        assert label not in as_read(page)


@pytest.mark.parametrize("name", sorted(FOUR))
def test_the_page_reads_as_recorded(name: str) -> None:
    """`RECORD=1` writes the texts and the pictures of `docs/forms` anew; look at the difference before you keep it."""
    [page] = pages(render([FOUR[name]]))
    golden = HERE / "golden" / f"{name}.txt"
    if RECORD:
        golden.write_text("\n".join(lines(page)) + "\n", encoding="utf-8")
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(pictures([FOUR[name]], dots_per_inch=110)[0])
    assert "\n".join(lines(page)) + "\n" == golden.read_text(encoding="utf-8")


def test_each_form_has_its_picture_in_the_documents() -> None:
    assert sorted(path.stem for path in PICTURES.glob("0[5-8]-*.png")) == sorted(FOUR)
