"""One broken file per mistake: each is refused, naming the file and the key."""

import pytest

from law.copying import Copy
from thongquan.law.checking import check
from thongquan.law.reading import LawBroken

VAT = "parameters/vat_free_ceiling.toml"
OFFICES = "codes/customs_offices.tsv"
MIC = "criteria/mic.toml"
OLA = "criteria/ola.toml"
VI = "wording/vi/items.toml"
HEADER = "id\tname\trole\tregion\tarea\tstatus\tsuccessor\tvalid_from\tvalid_to"


def found(copy: Copy) -> tuple[str, object, object]:
    """The one mistake that the check of the whole folder finds."""
    [broken] = check(copy.law())
    return broken.code, broken.facts["file"], broken.facts["key"]


@pytest.mark.parametrize(
    "mistake",
    [
        (VAT, "meaning =", "colour = 1\nmeaning =", "LAW-UNKNOWN-KEY", "colour"),
        (VAT, "is    =", "until = 2030-01-01\nis    =", "LAW-UNKNOWN-KEY", "value[0].until"),
        (VAT, "meaning =", "moaning =", "LAW-UNKNOWN-KEY", "moaning"),
        (VAT, "2025-02-18", "2025-02-30", "LAW-DATE", "since = 2025-02-30"),
        (VAT, "2025-02-18", '"2025-02-18"', "LAW-DATE", "value[1].since"),
        (VAT, "2025-02-18", "2016-01-01", "LAW-OVERLAP", "value[1].since"),
        (VAT, "2025-02-18", "2015-01-01", "LAW-OVERLAP", "value[1].since"),
        (VAT, "is    = 0", 'is    = "0"', "LAW-SHAPE", "value[1].is"),
        (VAT, "is    = 0", "is    = 0.5", "LAW-SHAPE", "value[1].is"),
        (VAT, "QĐ 01/2025/QĐ-TTg", "QĐ 99/2099/QĐ-TTg", "LAW-UNKNOWN-ACT", "value[1].cites"),
        (VAT, "QĐ 01/2025/QĐ-TTg", "", "LAW-UNKNOWN-ACT", "value[1].cites"),
        (VAT, 'mark  = "public-H"', 'mark  = "sure"', "LAW-SHAPE", "value[0].mark"),
        (VAT, 'name    = "', "name    = ", "LAW-TOML", 'name    = Trị giá hải quan tối đa được miễn thuế GTGT"'),
        (OFFICES, "code\t", "id\t", "LAW-HEADER", HEADER),
        (OFFICES, "\tvalid_to", "\tends", "LAW-HEADER", "valid_from, valid_to"),
        (OFFICES, "2025-03-01", "2025-02-28", "LAW-OVERLAP", "01B1"),
        (OFFICES, "2025-02-28", "2025-02-31", "LAW-DATE", "01B1.valid_to"),
        (OFFICES, "\t2025-03-01\t", "\t2025-03-01\t2025-01-01", "LAW-DATE", "01B1"),
        (OFFICES, "01AB\t", "01AB\tone too many\t", "LAW-ROW", "line 2"),
        (OFFICES, "01AB\t", "\t", "LAW-ROW", "line 2"),
        ("codes/freight_classes.tsv", "\nE\t", "\nA\t", "LAW-OVERLAP", "A"),
        ("codes/goods_controls.tsv", "\tmedicine\t", "\tpoison\t", "LAW-UNKNOWN-TABLE", "30049099.controls"),
        (MIC, 'codes = "party_kinds"', 'codes = "party_sorts"', "LAW-UNKNOWN-TABLE", "party_kind.codes"),
        (MIC, 'required = "M"', 'required = "X"', "LAW-SHAPE", "item[0].required"),
        (MIC, 'pattern = "', 'pattern = "(', "LAW-SHAPE", "importer_phone.pattern"),
        (MIC, "unlisted", "unlit", "LAW-SHAPE", "item[0].result_codes"),
        (MIC, 'field = "customs_office"', 'field = "party_kind"', "LAW-TWICE", "party_kind"),
        (OLA, 'group = "cargo"', 'group = "crates"', "LAW-UNKNOWN-TABLE", "cargo_number.group"),
        (OLA, 'together = "contract_number"', 'together = "contract"', "LAW-UNKNOWN-TABLE", "contract_day.together"),
        (OLA, 'vi = "Tên người nhập khẩu"', 'vi = "Người nhập khẩu"', "LAW-NO-WORDING", "importer_name.label"),
        ("result_codes/cot.tsv", "OLA S0003", "OLA S9999", "LAW-UNKNOWN-TABLE", "S0028"),
        ("tables/vague_words.toml", "TT 191/2015", "TT 1/1900", "LAW-UNKNOWN-ACT", "cites"),
        ("not_modelled.toml", "TT 191/2015", "TT 1/1900", "LAW-UNKNOWN-ACT", "left_out[0].cites"),
        (VI, "{label} dài", "{title} dài", "LAW-PLACEHOLDER", "faults.ITEM-LENGTH.text"),
        (VI, "{label} dài", "{label.x} dài", "LAW-PLACEHOLDER", "ITEM-LENGTH"),
        (VI, "{label} dài", "{label!r} dài", "LAW-PLACEHOLDER", "ITEM-LENGTH"),
        (VI, "{label} dài", "{label dài", "LAW-PLACEHOLDER", "ITEM-LENGTH"),
        (VI, "[faults.ITEM-EMPTY]", "[faults.ITEM-NONE]", "LAW-NO-WORDING", "faults.ITEM-EMPTY"),
        (VI, 'text = "Mục “{label}” còn trống."', 'text = ""', "LAW-NO-WORDING", "ITEM-EMPTY"),
        (VI, "[faults.ITEM-EMPTY]", "[faults.LAW-DATE]", "LAW-TWICE", "LAW-DATE"),
    ],
)
def test_a_mistake_is_refused_with_its_code_and_key(copy: Copy, mistake: tuple[str, str, str, str, str]) -> None:
    file, old, new, code, key = mistake
    copy.replace(file, old, new)
    assert found(copy)[::2] == (code, key)


def test_a_refusal_names_the_file(copy: Copy) -> None:
    copy.replace(VAT, "meaning =", "colour = 1\nmeaning =")
    assert found(copy)[1] == VAT


def test_a_label_must_be_in_both_languages(copy: Copy) -> None:
    copy.replace(MIC, 'vi = "Số House AWB"', 'vi = ""')
    assert ("LAW-NO-WORDING", MIC, "house_bill.label") in {
        (broken.code, broken.facts["file"], broken.facts["key"]) for broken in check(copy.law())
    }


def test_a_field_is_called_the_same_on_both_forms(copy: Copy) -> None:
    copy.replace("criteria/mec.toml", "Số House AWB", "Số vận đơn")
    assert found(copy) == ("LAW-NO-WORDING", "criteria/mec.toml", "house_bill.label")


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('key      = "QD78_2010"', 'key      = "TT191_2015"', "LAW-TWICE", "TT191_2015"),
        ('amends   = ["QD78_2010"]', 'amends   = ["QD78_1910"]', "LAW-UNKNOWN-ACT", "QD01_2025.amends"),
        ("in_force = 2016-01-01", "in_force = 2014-01-01", "LAW-DATE", "TT191_2015.in_force"),
        ("in_force = 2016-01-01", "valid = 2016-01-01", "LAW-UNKNOWN-KEY", "act[0].valid"),
    ],
)
def test_a_mistake_in_the_acts_is_refused(copy: Copy, old: str, new: str, code: str, key: str) -> None:
    copy.replace("acts.toml", old, new)
    with pytest.raises(LawBroken) as broken:
        _ = copy.law().acts
    assert (broken.value.code, broken.value.facts["key"]) == (code, key)


def test_a_missing_file_is_named(copy: Copy) -> None:
    (copy.folder / VAT).unlink()
    with pytest.raises(LawBroken) as broken:
        copy.law().parameter("vat_free_ceiling", int).entries()
    assert (broken.value.code, broken.value.facts["file"]) == ("LAW-NO-FILE", VAT)


def test_a_file_in_another_encoding_is_named(copy: Copy) -> None:
    (copy.folder / VAT).write_bytes('name = "Trị giá"'.encode("utf-16"))
    assert found(copy)[:2] == ("LAW-NOT-UTF8", VAT)


def test_one_broken_file_does_not_stop_the_others(copy: Copy) -> None:
    copy.replace(VAT, "meaning =", "colour = 1\nmeaning =")
    assert copy.law().parameter("export_ceiling", int).entries()[0].is_ == 5_000_000


def test_every_refusal_of_the_loader_is_worded(copy: Copy) -> None:
    import re
    from pathlib import Path

    from thongquan import law

    sources = "".join(path.read_text(encoding="utf-8") for path in Path(law.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'"(LAW-[A-Z0-9-]+)"', sources))
    assert raised <= law.wording("vi").faults.keys()
