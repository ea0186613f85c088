"""`thongquan law`: what holds, what changes, what would change, and what is not modelled."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from commands import DAY, PROFILE, SAMPLES, Ended, Server, a_flight, command_line, filing
from demo_pki import Pki
from thongquan import law
from thongquan.cli.law_coverage import sources
from thongquan.cli.law_settings import setting, write_overlay
from thongquan.cli.law_told import sentence
from thongquan.declaration.codec import decode_line
from thongquan.declaration.value import customs_value
from thongquan.duty.vat import rate_for, vat_class
from thongquan.law.book import Law
from thongquan.storage.keyring import read_keyring
from thongquan.storage.registered import last_act, registered_filings
from thongquan.storage.sealing import Vault
from thongquan.storage.snapshot import snapshot

ON = date.fromisoformat(DAY)

Run = Callable[..., Ended]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def told(ended: Ended) -> list[dict[str, Any]]:
    assert ended.code == 0, ended.err
    return list(msgspec.json.decode(ended.out))


class TestShow:
    def test_a_rule_says_its_wording_its_grounds_and_what_it_reads(self, thongquan: Run) -> None:
        shown = thongquan("law", "show", "MIC-28-CEILING", "--on", DAY)
        assert shown.code == 0
        expected = ["E0049", "criterion: 28", "NĐ 134/2016", "→ Declare", "duty_free_ceiling", "→ 2025-02-18  1000000"]
        assert [part for part in expected if part not in shown.out] == []

    def test_placeholders_are_names(self, thongquan: Run) -> None:
        out = thongquan("law", "show", "MIC-25-TERM").out
        assert "‹Invoice value: price term (Incoterms)›" in out
        assert "{" not in out

    def test_a_rule_has_the_value_of_the_day_that_is_asked_for(self, thongquan: Run) -> None:
        [rule] = told(thongquan("law", "show", "MIC-04-CODE", "--on", "2025-06-30", "--json"))
        values = {one["name"]: one["value"] for one in rule["parameters"]}
        assert values["citizen_number_as_party_code"] is False

    def test_an_item_check_is_named_as_its_item(self, thongquan: Run) -> None:
        [check] = told(thongquan("law", "show", "mic-hab-empty", "--json"))
        assert (check["at"], check["criterion"], check["result_code"]) == ("house_bill", "14", "S0022")
        assert check["text"]["vi"] == "Mục “‹Số House AWB›” còn trống."

    @pytest.mark.parametrize("asked", [["MIC", "R0038"], ["MIC R0038"]])
    def test_a_result_code_leads_to_the_rule(self, thongquan: Run, asked: list[str]) -> None:
        [code] = told(thongquan("law", "show", *asked, "--json"))
        assert [one["code"] for one in code["answers"]] == ["MIC-25-TERM"]

    def test_a_result_code_without_form_is_told_of_each_form_that_has_it(self, thongquan: Run) -> None:
        codes = told(thongquan("law", "show", "E0004", "--json"))
        of_declarations = ["MIC E0004", "MEC E0004", "MID E0004", "MED E0004"]
        assert [one["code"] for one in codes][:4] == of_declarations
        assert "OLC E0004" in [one["code"] for one in codes]

    def test_a_code_that_says_the_same_leads_to_the_same_rule(self, thongquan: Run) -> None:
        """A correction of a transport declaration says again what the declaration says."""
        [code] = told(thongquan("law", "show", "COT", "R0025", "--json"))
        assert (code["same_as"], [one["code"] for one in code["answers"]]) == ("OLA R0072", ["OLA-CG-TWICE"])

    def test_a_refusal_that_procedures_share_is_told_of_each(self, thongquan: Run) -> None:
        [code] = told(thongquan("law", "show", "COT S0005", "--json"))
        assert (code["same_as"], [one["code"] for one in code["answers"]]) == ("OLC E0002", ["NOT-FOUND"])

    def test_an_item_of_a_transport_is_told_by_itself(self, thongquan: Run) -> None:
        [item] = told(thongquan("law", "show", "OLA", "OBJ", "--json"))
        assert [one["label"]["vi"] for one in item["items"]] == ["Mã mục đích vận chuyển"]
        assert {"OLA-OBJ-EMPTY", "OLA-OBJ-UNLISTED", "OLA-OBJ-DIRECTION"} == {one["code"] for one in item["checks"]}

    def test_a_code_that_is_not_modelled_says_why(self, thongquan: Run) -> None:
        assert "because taxes are paid from a deposit account" in thongquan("law", "show", "MIC", "E7031").out

    def test_the_reason_is_told_in_vietnamese_too(self, thongquan: Run) -> None:
        assert "thuế nộp từ tài khoản tiền gửi" in thongquan("--lang", "vi", "law", "show", "MIC", "E7031").out

    def test_a_note_is_told_in_the_language_that_is_asked_for(self, thongquan: Run) -> None:
        assert "từ đồng đầu tiên" in thongquan("--lang", "vi", "law", "show", "vat_free_ceiling").out
        assert "from the first đồng" in thongquan("law", "show", "vat_free_ceiling").out

    def test_what_is_neither_rule_nor_item_is_not_called_a_fault(self, thongquan: Run) -> None:
        """Whether it refuses depends on where it is told; a registered line is good news."""
        assert "LINE-REGISTERED = 00000 (MIC, MEC)\n" in thongquan("law", "show", "LINE-REGISTERED").out

    @pytest.mark.parametrize("code", ["FORMULA-CELL", "FILER-BUSY"])
    def test_a_code_that_rests_on_no_law_says_what_to_do(self, thongquan: Run, code: str) -> None:
        [shown] = told(thongquan("law", "show", code, "--json"))
        assert (shown["forms"], shown["cites"], bool(shown["fix"]["en"])) == ([], "", True)
        assert "grounds" not in thongquan("law", "show", code).out

    def test_a_criterion_may_be_written_with_a_hyphen(self, thongquan: Run) -> None:
        assert thongquan("law", "show", "mec-28").out == thongquan("law", "show", "MEC", "28").out

    @pytest.mark.parametrize("asked", [[], [" "]])
    def test_without_a_word_every_parameter_is_listed(self, thongquan: Run, asked: list[str]) -> None:
        names = law.CURRENT.names("parameters")
        listed = thongquan("law", "show", *asked).out.splitlines()
        assert [line.split("  ", 1)[0] for line in listed] == names
        assert [one["name"] for one in told(thongquan("law", "show", *asked, "--json"))] == names

    @pytest.mark.parametrize("word", ["A" * 100_000, "\x1b[31mred\x07", "\u202ereversed"])
    def test_a_word_that_is_not_found_is_told_shortly_and_without_signs_for_the_terminal(
        self, thongquan: Run, word: str
    ) -> None:
        refused = thongquan("law", "show", word)
        assert refused.code == 2
        assert len(refused.err) < 400
        assert not any(sign in refused.err for sign in "\x1b\x07\u202e")

    @pytest.mark.parametrize("lang", law.LANGUAGES)
    def test_every_fact_of_a_sentence_has_a_name(self, lang: str) -> None:
        words = law.wording(lang)
        named = {*words.labels.values(), *words.more_labels().values(), *words.sentences.values()}
        codes = sources(date.fromisoformat(DAY))
        told = [sentence(one.code, lang, part) for one in codes for part in ("text", "fix")]
        assert {fact for one in told for fact in re.findall("‹(.+?)›", one)} - named == set()


class TestDiff:
    def test_parameters_acts_and_rows_that_change_are_told(self, thongquan: Run) -> None:
        out = thongquan("law", "diff", "2025-02-17", "2025-07-01").out
        expected = [
            "2025-02-18  vat_free_ceiling: 1000000 → 0 VND",
            "QĐ 01/2025/QĐ-TTg comes into force",
            "Table provinces_2025: 34 begin, 0 end, 0 change",
            "Table customs_offices: 0 begin, 0 end, 56 change",
        ]
        assert [part for part in expected if part not in out] == []

    def test_a_cut_that_lapses_between_the_days_is_told_with_both_steps(self, thongquan: Run) -> None:
        changes = msgspec.json.decode(thongquan("law", "diff", "2025-06-30", "2027-01-01", "--json").out)
        steps = [(one["from"], one["to"]) for one in changes["parameters"] if one["name"] == "vat_rate_reduced"]
        assert steps == [(10, 8), (8, 10)]

    def test_codes_that_end_are_told(self, thongquan: Run) -> None:
        changes = msgspec.json.decode(thongquan("law", "diff", "2026-05-31", "2026-06-01", "--json").out)
        [offices] = [table for table in changes["tables"] if table["table"] == "customs_offices"]
        assert {"47D1", "47D2"} <= {row["code"] for row in offices["ended"]}

    def test_long_lists_are_cut_unless_all_is_asked_for(self, thongquan: Run) -> None:
        days = ["law", "diff", "2025-06-30", "2025-07-01"]
        assert "and 3,316 more" in thongquan(*days).out
        assert len(thongquan(*days, "--all").out.splitlines()) > 3_300

    def test_the_order_of_the_days_does_not_matter(self, thongquan: Run) -> None:
        assert thongquan("law", "diff", DAY, "2025-01-01").out == thongquan("law", "diff", "2025-01-01", DAY).out

    def test_a_row_that_changes_shows_both_names(self, thongquan: Run) -> None:
        lines = thongquan("law", "diff", "2025-02-28", "2025-03-01", "--all").out.splitlines()
        [line] = [line for line in lines if "~ 02DS  " in line]
        assert re.search("CC HQ Chuyển phát nhanh .*→ 02DS  Hải quan Chuyển phát nhanh", line)

    def test_days_without_a_change_between_them_say_so(self, thongquan: Run) -> None:
        assert "Nothing changes" in thongquan("law", "diff", DAY, DAY).out


STATES = ("implemented", "not_modelled")


class TestCoverage:
    def test_nothing_is_missing(self, thongquan: Run) -> None:
        covered = msgspec.json.decode(thongquan("law", "coverage", "--json").out)
        assert {one["missing"] for one in covered.values()} == {0}
        counts = {name: sum(one[state] for state in STATES) for name, one in covered.items()}
        of_declarations = {"MIC": 144, "MEC": 111, "MID": 15, "MED": 12, "IID": 8, "IEX": 8}
        of_transport = {"OLA": 185, "OLB": 17, "OLC": 54, "COT": 292, "BOA": 51, "BIA": 49, "ITF": 12}
        assert counts == {**of_declarations, **of_transport, "HYS": 21, "HYE": 24, "IHY": 9, "MSB": 17}

    def test_people_see_a_table(self, thongquan: Run) -> None:
        shown = thongquan("law", "coverage")
        assert shown.code == 0
        assert all(name in shown.out for name in ("MIC", "MEC", "MID", "MED"))


CHECKED = [SAMPLES / "import_manifest_200.xlsx", "--profile", PROFILE, "--on", DAY]


class TestWhatIf:
    def test_houses_under_a_higher_ceiling_come_back_to_mic(self, thongquan: Run) -> None:
        if_so = thongquan("law", "what-if", "--set", "duty_free_ceiling=2.000.000", *CHECKED, "--json")
        changed = msgspec.json.decode(if_so.out)
        assert changed["houses"] == 200
        [form] = changed["forms"]
        assert (form["from"], form["to"], form["count"]) == ("ordinary", "MIC", changed["moved"])
        assert changed["after"]["customs_value"] > changed["before"]["customs_value"]

    def test_before_is_what_check_says(self, thongquan: Run) -> None:
        summary = thongquan("check", *CHECKED, "--json").summary()
        if_so = thongquan("law", "what-if", "--set", "vat_rate_normal=20", *CHECKED, "--json")
        changed = msgspec.json.decode(if_so.out)
        assert (changed["before"]["customs_value"], changed["before"]["vat"]) == (
            summary["customs_value"],
            summary["vat"],
        )
        assert (changed["moved"], changed["after"]["vat"] > changed["before"]["vat"]) == (0, True)

    def test_who_owes_another_amount_is_told_though_nobody_moves(self, thongquan: Run) -> None:
        shown = thongquan("law", "what-if", "--set", "vat_rate_normal=20", *CHECKED)
        assert re.search(r"0 get another form, channel or outcome, [1-9]\d* owe another amount", shown.out)

    @pytest.mark.parametrize(("since", "moved"), [("2026-09-02", True), ("2026-09-03", False)])
    def test_a_change_counts_from_its_day(self, thongquan: Run, since: str, moved: bool) -> None:
        if_so = thongquan("law", "what-if", "--set", f"duty_free_ceiling=2000000@{since}", *CHECKED, "--json")
        assert bool(msgspec.json.decode(if_so.out)["moved"]) is moved

    def test_people_see_who_moves_and_the_totals(self, thongquan: Run) -> None:
        shown = thongquan("law", "what-if", "--set", "duty_free_ceiling=2000000", *CHECKED)
        told = ("of 200 houses 3 get another form", "SEL03498814VN", "53,440,139", "4,460,786")
        assert all(part in shown.out for part in told)

    def test_the_operators_own_values_are_kept(
        self, thongquan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The other process has the folder that this one has, and the change on top."""
        (tmp_path / "codes").mkdir()
        (tmp_path / "codes" / "airlines.tsv").write_text("code\tvalid_from\tvalid_to\n")
        own = Law(overlay=tmp_path)
        write_overlay([setting("vat_rate_normal=20", own)], own, tmp_path / "other")
        assert (tmp_path / "other" / "codes" / "airlines.tsv").exists()
        assert Law(overlay=tmp_path / "other").parameter_file("vat_rate_normal").value[0].is_ == 20

    @pytest.mark.parametrize(
        "written",
        [
            "duty_free_ceiling",
            "duty_free_cieling=1",
            "duty_free_ceiling=much",
            "duty_free_ceiling=20.00",
            "duty_free_ceiling=1@soon",
            "aggregation_in_force=perhaps",
            "rule_profile=sharp",
            "least_weight=heavy",
            "least_weight=NaN",
            "old_unit_codes_until=2026-13-01",
            "old_address_until=",
        ],
    )
    def test_what_cannot_be_set_is_refused(self, thongquan: Run, written: str) -> None:
        assert thongquan("law", "what-if", "--set", written, *CHECKED).code == 2

    def test_a_value_of_another_kind_is_refused_with_those_that_there_are(self, thongquan: Run) -> None:
        assert "such as false, true." in thongquan("law", "what-if", "--set", "aggregation_in_force=x", *CHECKED).err

    def test_a_misspelled_name_is_refused_with_the_nearest(self, thongquan: Run) -> None:
        assert "Nearest: duty_free" in thongquan("law", "what-if", "--set", "duty_free_cieling=1", *CHECKED).err

    def test_two_steps_of_one_value_count_in_the_order_of_their_days(self, tmp_path: Path) -> None:
        steps = [setting(f"vat_rate_normal={step}", law.CURRENT) for step in ("20@2026-06-01", "15@2026-01-01")]
        write_overlay(steps, law.CURRENT, tmp_path)
        rate = Law(overlay=tmp_path).parameter("vat_rate_normal", int)
        assert [rate.on(date(2026, month, 1)) for month in (1, 6)] == [15, 20]

    def test_options_of_manifests_have_no_place_beside_books(self, thongquan: Run, tmp_path: Path) -> None:
        refused = thongquan("law", "what-if", "--set", "vat_rate_normal=20", "--data", tmp_path, "--on", DAY)
        assert (refused.code, "--on belong to manifests" in refused.err) == (2, True)

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
    def test_ended_early_it_leaves_nothing_behind(self, tmp_path: Path, ending: signal.Signals) -> None:
        many = [SAMPLES / "import_manifest_20000.csv", "--profile", PROFILE, "--on", DAY]
        command = command_line("law", "what-if", "--set", "duty_free_ceiling=1", *many)
        with subprocess.Popen(command, env=os.environ | {"TMPDIR": str(tmp_path)}, stderr=subprocess.DEVNULL) as asking:
            until(lambda: any(tmp_path.glob("thongquan-law-*")))
            asking.send_signal(ending)
        assert list(tmp_path.glob("thongquan-law-*")) == []

    def test_manifests_or_books_are_needed(self, thongquan: Run, tmp_path: Path) -> None:
        assert thongquan("law", "what-if", "--set", "vat_rate_normal=20").code == 2
        assert thongquan("law", "what-if", "--set", "vat_rate_normal=20", *CHECKED, "--data", tmp_path).code == 2


def lines_of(server: Server) -> list[bytes]:
    """What is registered, as it was signed."""
    vault = Vault(read_keyring(server.keys))
    with snapshot(server.data) as books:
        return [one.signed for filing in registered_filings(books, vault, last_act(books)) for one in filing]


def alone(line: bytes) -> tuple[int, str]:
    """Customs value and goods' code of one declaration."""
    declaration = decode_line(line)
    return customs_value(declaration, ON).dong, getattr(declaration, "hs_code", "")


def vat_of(value: int, hs_code: str) -> int:
    return (value * rate_for(hs_code, ON).percent + 50) // 100


def vat_if_7(value: int, hs_code: str) -> int:
    """If the cut were to 7 %: it holds for goods of one class."""
    return (value * 7 + 50) // 100 if vat_class(hs_code, ON) == "8/10" else vat_of(value, hs_code)


class TestWhatIfOfTheBooks:
    def asked(self, thongquan: Run, server: Server, *settings: str) -> dict[str, Any]:
        sets = [part for one in settings for part in ("--set", one)]
        if_so = thongquan("law", "what-if", *sets, "--data", server.data, "--keys", server.keys, "--json")
        assert if_so.code == 0, if_so.err
        return dict(msgspec.json.decode(if_so.out))

    def test_registered_declarations_are_judged_anew_beside_the_running_server(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        filed = thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 60)))
        green = sum(one.get("channel") == "1" for one in filed.lines())
        assert green > 0
        drawn = self.asked(thongquan, server, "random_inspection_share=1000")
        [channels] = drawn["channels"]
        assert (channels["from"], channels["to"], channels["count"]) == ("1", "2", green)
        assert (drawn["houses"], drawn["outcomes"]) == (60, [])
        ceiling = self.asked(thongquan, server, "duty_free_ceiling=1000")
        assert [(one["from"], one["to"], one["count"]) for one in ceiling["forms"]] == [("MIC", "ordinary", 60)]
        assert (ceiling["after"]["customs_value"], ceiling["before"]["customs_value"] > 0) == (0, True)

    def test_what_does_not_change_moves_nobody(self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
        thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 5)))
        same = self.asked(thongquan, server, "duty_free_ceiling=1000000")
        assert (same["moved"], same["before"]) == (0, same["after"])

    def test_the_amounts_are_those_of_each_declaration_alone(
        self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path
    ) -> None:
        """Another rate of VAT, and a ceiling above which a declaration could not be filed."""
        flight = a_flight(tmp_path / "f.csv", 30)
        flight.write_text(re.sub("91022100,CH,1,0.5,5(?=.*\n.*7VN)", "91022100,CH,1,0.5,19.99", flight.read_text()))
        thongquan(*filing(server.address, pki, tmp_path / "o", flight))
        owed = [alone(line) for line in lines_of(server)]
        rate = self.asked(thongquan, server, "vat_rate_reduced=7")
        sides = [sum(vat(*one) for one in owed) for vat in (vat_of, vat_if_7)]
        assert [rate[side]["taxes"]["GTGT"] for side in ("before", "after")] == sides
        affected = sum(vat_of(*one) != vat_if_7(*one) for one in owed)
        assert affected > 0
        assert (rate["owing"], rate["owing_otherwise"], rate["moved"]) == ({"GTGT": affected}, affected, 0)
        ceiling = self.asked(thongquan, server, "duty_free_ceiling=400000")
        within = [one for one in owed if one[0] <= 400_000]
        assert 0 < len(within) < len(owed)
        assert ceiling["after"]["vat"] == sum(vat_of(*one) for one in within)
        assert ceiling["owing"] == {"GTGT": len(owed) - len(within)}

    def test_a_folder_without_books_is_refused(self, thongquan: Run, tmp_path: Path) -> None:
        refused = thongquan("law", "what-if", "--set", "vat_rate_normal=20", "--data", tmp_path / "none")
        assert refused.code == 2

    def test_keys_of_other_books_are_refused(self, thongquan: Run, server: Server, pki: Pki, tmp_path: Path) -> None:
        thongquan(*filing(server.address, pki, tmp_path / "o", a_flight(tmp_path / "f.csv", 1)))
        self.with_keys(thongquan, server, tmp_path, lambda keys: (keys / "body.key").write_bytes(bytes(32)))

    def test_without_the_key_of_the_random_share_nothing_is_judged(
        self, thongquan: Run, server: Server, tmp_path: Path
    ) -> None:
        self.with_keys(thongquan, server, tmp_path, lambda keys: (keys / "choice.key").unlink())

    def with_keys(self, thongquan: Run, server: Server, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
        shutil.copytree(server.keys, tmp_path / "k")
        spoil(tmp_path / "k")
        books = ["--data", server.data, "--keys", tmp_path / "k"]
        assert thongquan("law", "what-if", "--set", "vat_rate_normal=20", *books).code == 2
