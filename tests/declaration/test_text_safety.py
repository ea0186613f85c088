"""Threats 10, 17 and 20: what is shown is what is signed, in every text item of both forms."""

import csv
import io
import os
import random
import unicodedata
from itertools import islice
from pathlib import Path

import openpyxl
import pytest

from building import DAY, a_mec, a_mic, a_profile, faults
from forms.pdf_text import pages
from forms.samples import a_decision
from manifest.conftest import contents_here
from thongquan import law
from thongquan.base.text import are_kept_as_ascii, are_kept_as_text
from thongquan.declarant.check import check_manifests
from thongquan.declarant.fields import SOURCE
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.items import TOLD
from thongquan.declaration.rules import party_codes
from thongquan.forms.printout import compose
from thongquan.forms.render import render
from thongquan.manifest import Manifest
from thongquan.manifest.columns import FIELDS
from thongquan.manifest.reading import understood
from thongquan.manifest.text import read_text
from thongquan.manifest.workbook import write_workbook

BUILD = {"MIC": a_mic, "MEC": a_mec}
TEXTS = [(form, item) for form in BUILD for item in law.criteria(form) if item.attribute in "AW"]
OWN_FAULT = [
    (form, item) for form, item in TEXTS if not item.pattern and not item.codes and item.field != "customs_team"
]
"""Items whose characters alone are looked at: of a code that is in no list, the rules that relate it may say more."""
BREAK = "\u200b"
"""Where the form may break a word; it is not part of the text."""

HOSTILE = {
    "nul": "\x00",
    "carriage return": "\r",
    "line feed": "\n",
    "tab": "\t",
    "escape": "\x1b",
    "next line": "\x85",
    "right-to-left override": "\u202e",
    "left-to-right embedding": "\u202a",
    "isolate": "\u2066",
    "right-to-left mark": "\u200f",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
    "tag letter": "\U000e0041",
    "variation selector": "\ufe0f",
    "second variation selector": "\U000e0101",
    "grapheme joiner": "\u034f",
    "Hangul filler": "\u3164",
    "half-width filler": "\uffa0",
    "empty Braille": "\u2800",
    "no-break space": "\u00a0",
    "em space": "\u2003",
    "ideographic space": "\u3000",
    "line separator": "\u2028",
    "private": "\ue000",
    "private of a high plane": "\U0010fffd",
    "unassigned": "\u0378",
    "no character": "\ufffe",
    "half-width kana": "\uff76",
    "mark apart": "e\u0301",
}


def named(case: tuple[str, law.Item]) -> str:
    return f"{case[0]}-{case[1].id}"


@pytest.mark.parametrize("case", TEXTS, ids=named)
def test_every_text_item_refuses_what_cannot_be_seen(case: tuple[str, law.Item]) -> None:
    form, item = case
    for name, character in HOSTILE.items():
        found = {fault.at for fault in faults(BUILD[form](**{item.field: f"A{character}B"}))}
        assert item.field in found, name
        assert found == {item.field} or case not in OWN_FAULT, name


@pytest.mark.parametrize("case", OWN_FAULT, ids=named)
def test_a_text_item_takes_signs_that_separate_or_run_elsewhere_as_text(case: tuple[str, law.Item]) -> None:
    """Separators of EDI and of shells mean nothing here; the line gives each back as it was."""
    form, item = case
    signs = [sign for sign in "'+:?\"&<>|;,=@%{}[]\\`$#*/" if item.attribute == "W" or are_kept_as_ascii((sign,))]
    for sign in signs if item.criterion != "4" and item.field != "house_bill" else []:
        declaration = BUILD[form](**{item.field: f"A{sign}B"})
        assert faults(declaration) == []
        assert decode_line(encode_line(declaration)) == declaration


def test_every_text_item_comes_from_a_column_that_is_tried_with_formulas() -> None:
    """`tests/manifest/test_formulas.py` fills every column with payloads; the rest is the filer's own profile."""
    from_profile = {"party_kind", "customs_office", "customs_team", "storage_place", "price_kind", "freight_class"}
    computed = {"insurance_class", "notes"}
    direction = {"MIC": "import", "MEC": "export"}
    sources = {SOURCE[direction[form]].get(item.field, item.field) for form, item in TEXTS}
    assert sources - FIELDS == from_profile - {"price_kind"} | computed


POOLS = [
    [chr(code) for code in range(0x20, 0x7F)],
    list("aáàảãạăắằẳẵặâấầẩẫậđeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵĐÐ "),
    list("e a o\u0301\u0300\u0323\u0302\u031b\u0327"),
    [chr(code) for code in range(0xA0, 0x3000) if unicodedata.category(chr(code)) != "Cs"],
    ["日", "本", "한", "국", "ß", "Ж", "Ω", "א", "ع", "😀", "\U0001f1fb", "ﬁ", "①", "K", "Å"],
    list(HOSTILE.values()),
]
COUNT = 10_000 if os.environ.get("THONGQUAN_DRILL") == "1" else 800


def random_texts(count: int, length: int) -> list[str]:
    """Texts of one or two pools, so that many are kept and many are not."""
    chance = random.Random(29)
    found = []
    for _ in range(count):
        letters = [letter for pool in chance.sample(POOLS[:5], 2) for letter in pool]
        text = "".join(chance.choices(letters, k=chance.randint(1, length)))
        place = chance.randrange(len(text) + 1)
        found.append(text[:place] + chance.choice(POOLS[5]) + text[place:] if chance.random() < 0.2 else text)
    return found


class TestAnyText:
    """Either refused, or stored = shown = signed."""

    def test_of_a_free_item(self) -> None:
        kept = 0
        for text in random_texts(COUNT, 30):
            mic = a_mic(importer_name=text)
            if not are_kept_as_text((text,)):
                assert [fault.code for fault in faults(mic)] == ["MIC-IMN-CHARACTERS"]
                continue
            kept += 1
            line = encode_line(mic)
            assert decode_line(line).importer_name == text  # type: ignore[union-attr] # a MIC
            assert text == unicodedata.normalize("NFC", text)
            assert text.isprintable()
            assert compose(mic, a_decision(), kind="channel").texts["party_name"].replace(BREAK, "") == text
            assert read_text(text).value == text
        assert COUNT / 5 < kept < COUNT * 4 / 5

    def test_of_an_item_of_capitals(self) -> None:
        kept = 0
        for text in random_texts(COUNT, 20):
            mic = a_mic(internal_reference=text.upper()[:20])
            if not are_kept_as_ascii((mic.internal_reference,)):
                assert {fault.code for fault in faults(mic)} == {"MIC-REF-CHARACTERS"}
                continue
            kept += 1
            assert decode_line(encode_line(mic)) == mic
            assert compose(mic, a_decision(), kind="channel").texts["internal"] == mic.internal_reference
        assert kept > COUNT / 100

    def test_stands_in_a_cell_of_the_workbook_as_it_was(self, tmp_path: Path) -> None:
        texts = [text for text in random_texts(COUNT, 30) if are_kept_as_text((text,))]
        told = a_list(texts)
        checked = check_manifests([told], profile=a_profile(), day=DAY)
        write_workbook(tmp_path / "checked.xlsx", told, checked.verdicts, checked.summary, "vi")
        page = openpyxl.load_workbook(tmp_path / "checked.xlsx").worksheets[0]
        cells = [page.cell(row, 3) for row in range(2, len(texts) + 2)]
        assert [cell.value for cell in cells] == texts
        assert {cell.data_type for cell in cells} == {"s"}

    def test_stands_on_the_printed_page_as_it_was(self) -> None:
        """Letters of our fonts; lines are broken where there is room, so blanks are not compared."""
        texts = list(islice((text for text in vietnamese_texts() if are_kept_as_text((text,))), 40))
        printed = [compose(a_mic(importer_name=text), a_decision(), kind="channel") for text in texts]
        for text, page in zip(texts, pages(render(printed)), strict=True):
            assert closed(text) in closed("".join(run.text for run in page))


def closed(text: str) -> str:
    return text.replace(" ", "").replace(BREAK, "")


def vietnamese_texts() -> list[str]:
    chance = random.Random(30)
    return ["".join(chance.choices(POOLS[1], k=30)) for _ in range(400)]


def a_list(names: list[str]) -> Manifest:
    """A list of houses to receivers of these names."""
    file = io.StringIO()
    rows = csv.writer(file, quoting=csv.QUOTE_ALL)
    rows.writerow(["HAWB", "SHIPPER", "CONSIGNEE", "PCS"])
    rows.writerows([f"ABC{number:05}", "SEOUL BEAUTY", name, "1"] for number, name in enumerate(names))
    return understood(contents_here(file.getvalue().encode()), "list")


class TestANameInPieces:
    """A decomposed (NFD) name finds its composed twin before signing, and only there."""

    NAME = "Nguyễn Thị Thủy Tiên"

    def test_is_put_together_and_listed(self) -> None:
        [row] = a_list([unicodedata.normalize("NFD", self.NAME)]).sheets[0].rows
        assert (row.bill.receiver.name, [change.code for change in row.mended]) == (self.NAME, ["TEXT-NFC"])

    def test_is_refused_by_the_authority(self) -> None:
        [fault] = faults(a_mic(importer_name=unicodedata.normalize("NFD", self.NAME)))
        assert (fault.code, fault.facts) == ("MIC-IMN-CHARACTERS", {"characters": ["NFC"]})


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("CONSIGNEE", "ÐINH THỊ LAN"),
        ("CONSIGNEE", "ĐINH THỊ LАN"),
        ("CONSIGNEE", "ĐINH ΤHỊ LAN"),
        ("CONSIGNEE ADDRESS", "12 Ðiện Biên Phủ"),
        ("DESCRIPTION", "Kem dưỡng dа"),
        ("SHIPPER", "SEOUL ВEAUTY"),
    ],
)
def test_letters_that_only_look_right_are_told_whichever_text_they_stand_in(title: str, text: str) -> None:
    """Ð (eth) for Đ, Cyrillic and Greek letters inside Latin words."""
    cells = {"HAWB": "ABC123", "SHIPPER": "SEOUL BEAUTY", "CONSIGNEE": "Trần An", "PCS": "1", title: text}
    lines = [",".join(cells), ",".join(cells.values())]
    [row] = understood(contents_here("\r\n".join(lines).encode()), "list").sheets[0].rows
    assert "LOOK-ALIKE" in {warning.code for warning in row.warnings}


def test_a_name_wholly_of_another_script_is_no_look_alike() -> None:
    [row] = a_list(["Иван Петров"]).sheets[0].rows
    assert [warning.code for warning in row.warnings] == []


@pytest.mark.parametrize("code", ["9901234561\r", "990123456100000"])
def test_a_party_code_that_does_not_fit_its_item_is_one_fault(code: str) -> None:
    assert len(faults(a_mic(importer_code=code))) == 1


@pytest.mark.parametrize("before", ["。 ", "… 、 ", "՚ ·"])
def test_signs_before_another_script_do_not_hide_it(before: str) -> None:
    assert [fault.code for fault in faults(a_mic(goods_description=f"{before}护肤品"))] == ["MIC-26-SCRIPT"]


def test_of_a_text_of_nothing_but_bad_characters_some_are_told() -> None:
    [fault] = [one for one in faults(a_mic(notes="".join(map(chr, range(0xE000, 0xE100))))) if "CHARACTERS" in one.code]
    assert fault.facts["characters"] == [f"U+E0{n:02X}" for n in range(TOLD)]


def test_a_party_code_as_long_as_a_line_is_not_remembered() -> None:
    remembered = party_codes._has_its_check_digit.cache_info().currsize
    faults(a_mic(importer_code="9" * 8_000))
    assert party_codes._has_its_check_digit.cache_info().currsize == remembered
