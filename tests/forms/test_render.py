import re
import struct
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from threading import Thread

import pytest

from forms.pdf_text import Run, lines, pages, text
from forms.samples import a_decision, a_mec, a_mic, the_four
from thongquan.forms.model import Printout
from thongquan.forms.printout import compose
from thongquan.forms.render import pictures, render

RIGHT_FRAME = (210 - 13 - 2) * 72 / 25.4
VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
HOSTILE = [
    '#import "/etc/passwd": *',
    '#panic("x") #eval("1+1") #read("items/mic.toml")',
    "$a_1^2$ *b* _c_ `d` ~ -- --- ... @ref <label> // /* \\ \\u{41} \\#",
    "]]] }}} ))) {{ [ = Tiêu đề",
    "\"nháy\" 'đơn' & < > %s {number}",
]


def a_page(**changes: object) -> list[Run]:
    [page] = pages(render([compose(a_mic(**changes), a_decision(), kind="clearance")]))
    return page


def a_batch(size: int) -> Iterator[Printout]:
    for place in range(size):
        yield compose(
            a_mic(house_bill=f"DHL{place:010}"), a_decision(number=f"{107_000_000_000 + place}"), kind="clearance"
        )


def fullest() -> list[Printout]:
    """Every box at its full width, in the widest letters and without a space to break at."""
    amount = Decimal("123456789012345.6789")
    wide = {"exporter_street": 35, "exporter_street_2": 35, "exporter_city": 35, "exporter_country_name": 35}
    mic = a_mic(
        importer_name="Ữ" * 100,
        importer_address="W" * 100,
        exporter_name="W" * 70,
        **{field: "W" * width for field, width in wide.items()},
        invoice_value=amount,
        freight_amount=Decimal("1234567890123.4567"),
        goods_description="Ệ" * 200,
        notes="M" * 100,
        internal_reference="W" * 20,
        house_bill="W" * 20,
    )
    mec = a_mec(
        exporter_name="Ữ" * 100,
        exporter_address="W" * 100,
        consignee_name="W" * 70,
        **{field.replace("exporter", "consignee"): "W" * width for field, width in wide.items()},
        invoice_value=amount,
        goods_description="Ệ" * 200,
        notes="M" * 100,
        house_bill="W" * 20,
    )
    decision = a_decision(
        agent_name="W" * 50,
        customs_value=99_999_999,
        head_of_office="Ữ" * 36,
        rates=[("USD", "25880"), ("EUR", "30120.55"), ("KRW", "18.61")],
    )
    return [compose(mic, decision, kind="clearance"), compose(mec, decision, kind="clearance")]


class TestAnythingDeclaredIsTextAndNothingElse:
    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_markup_is_printed_as_it_stands(self, hostile: str) -> None:
        page = text(a_page(goods_description=hostile, importer_name=hostile))
        assert page.replace("\n", " ").count(hostile) == 2

    def test_a_text_cannot_turn_the_reading_direction(self) -> None:
        assert "\u202e" not in text(a_page(notes="a\u202eb"))

    def test_letters_that_no_font_has_do_not_stop_the_page(self) -> None:
        """They are drawn as empty boxes, and the page no longer claims PDF/UA."""
        pdf = render([compose(a_mic(notes="\U0001f4e6 電話ケース \ud800"), a_decision(), kind="clearance")])
        assert len(pages(pdf)) == 1
        assert b"/StructTreeRoot" in pdf
        assert b"pdfuaid" not in pdf


class TestLongTextsStayInTheirBoxes:
    @pytest.mark.parametrize("printout", fullest(), ids=["MIC", "MEC"])
    def test_the_fullest_form_fits_one_page(self, printout: Printout) -> None:
        assert len(pages(render([printout]))) == 1

    @pytest.mark.parametrize("printout", fullest(), ids=["MIC", "MEC"])
    def test_no_text_leaves_the_frame_or_runs_into_its_neighbour(self, printout: Printout) -> None:
        [page] = pages(render([printout]))
        assert max(run.end for run in page) <= RIGHT_FRAME
        by_line = sorted(page, key=lambda run: (round(run.y), run.x))
        for left, right in pairwise(by_line):
            assert round(left.y) != round(right.y) or left.end <= right.x + 0.01, (left, right)

    @pytest.mark.parametrize("field", ["goods_description", "importer_name", "importer_address", "notes"])
    @pytest.mark.parametrize("long", ["Ệ" * 200, "điện thoại đã qua sử dụng, " * 7])
    def test_nothing_is_cut(self, field: str, long: str) -> None:
        squeezed = text(a_page(**{field: long})).replace(" ", "")
        assert long.replace(" ", "") in squeezed


def test_every_vietnamese_letter_is_in_the_fonts() -> None:
    both = VIETNAMESE + VIETNAMESE.upper()
    page = a_page(goods_description=both)
    assert both in text(page)


def test_the_digits_stand_below_the_bars() -> None:
    """The bars begin at the margin of 12 mm and are 9 mm high; the digits are 10 points high."""
    baseline = next(run.y for run in a_page() if run.text == "107000000120")
    assert baseline - 10 * 0.72 > (12 + 9) * 72 / 25.4


def test_only_our_own_fonts_are_used() -> None:
    named = set(re.findall(rb"/FontName/\w+\+([\w-]+)", render(list(the_four().values()))))
    assert named == {b"Arimo", b"Arimo-Bold"}


class TestOnePdf:
    def test_a_batch_has_a_page_for_each_declaration_in_their_order(self) -> None:
        printed = pages(render(list(a_batch(60))))
        assert [lines(page)[1] for page in printed] == [f"{107_000_000_000 + place}" for place in range(60)]

    def test_imports_and_exports_may_stand_in_one_batch(self) -> None:
        assert len(pages(render(list(the_four().values())))) == 4

    def test_equal_printouts_give_equal_bytes(self) -> None:
        assert render(list(a_batch(3))) == render(list(a_batch(3)))

    def test_the_document_is_dated_by_the_registration(self) -> None:
        assert b"/CreationDate(D:20260902030405" in render(list(a_batch(1)))

    def test_a_single_page_tells_screen_readers_title_and_language(self) -> None:
        pdf = render(list(a_batch(1)))
        assert b"/StructTreeRoot" in pdf
        assert b"/Lang(vi-VN)" in pdf
        assert b"pdfuaid" in pdf

    def test_batches_go_without_tags(self) -> None:
        assert b"/StructTreeRoot" not in render(list(a_batch(2)))

    def test_threads_may_print_at_once(self) -> None:
        made: list[bytes] = []
        threads = [Thread(target=lambda: made.append(render(list(a_batch(2))))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(made) == 4
        assert len(set(made)) == 1


def test_a_picture_is_an_a4_page_of_the_asked_density() -> None:
    [picture] = pictures(list(a_batch(1)), dots_per_inch=72)
    assert struct.unpack(">II", picture[16:24]) == (595, 842)
