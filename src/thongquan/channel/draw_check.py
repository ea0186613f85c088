"""Checking a draw from files alone: the authority's commitment, the secret that it opened, and who was drawn."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from thongquan.base.canonical import canonical
from thongquan.base.fault import Fact
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.channel.draw import DrawTold, Lots, commitment_to
from thongquan.channel.model import GREEN
from thongquan.consignment.bill import normalised
from thongquan.declaration.codec import decode_line
from thongquan.signing.chain import TrustStore
from thongquan.signing.checkpoint import verify_record
from thongquan.signing.receipt import Receipt, verify_receipt
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import Check, Examination

DIRECTIONS = {"MIC": "import", "MEC": "export"}


class DrawChecked(msgspec.Struct, frozen=True):
    """One saved answer."""

    verdict: str
    """"valid" or "invalid"."""
    reason: str
    facts: dict[str, Fact]
    day: str
    is_open: bool
    at: str
    """When the authority says that it committed itself."""
    checks: list[Check]


class ParcelChecked(msgspec.Struct, frozen=True):
    verdict: str
    """"valid": as it was drawn, so it was done; "invalid"; "open": the secret of its day is not known yet."""
    reason: str
    facts: dict[str, Fact]
    house_bill: str
    direction: str
    day: str
    drawn: bool | None = None
    """None where it cannot be said."""
    number: str = ""
    channel: str = ""
    """As the receipt tells it; "" without one."""


class Decided(msgspec.Struct, frozen=True):
    """As much of a receipt's decision as counts here."""

    number: str
    form: str
    channel: str
    registered_at: str
    step: str = ""
    step_at: str = ""

    @property
    def at(self) -> str:
        """When this channel was given: a correction is routed anew."""
        return self.step_at if self.step == "correct" else self.registered_at


class DrawsChecked:
    """Some saved answers, and what they prove of parcels."""

    def __init__(self, trust: TrustStore) -> None:
        self._trust = trust
        self._told: dict[str, DrawTold] = {}
        self.draws: list[DrawChecked] = []

    @property
    def days(self) -> Sequence[str]:
        """Of the answers that are good."""
        return list(self._told)

    def take(self, data: bytes) -> None:
        """A saved answer, published or opened. Of one day both must be to the same commitment."""
        examination, told = Examination(""), None
        try:
            with examination.step("check_draw_form"):
                told = _read(data)
                examination.at = told.draw.at
            with examination.step("check_draw_authority"):
                self._check_authority(told)
            with examination.step("check_draw_before"):
                _check_before(told)
            if told.secret:
                with examination.step("check_draw_secret"):
                    _check_secret(told)
            with examination.step("check_draw_same"):
                self._remember(told)
        except SignatureRefused as refusal:
            self._note(examination, told, refusal)
        except Exception:  # noqa: BLE001 - judging fails closed
            self._note(examination, told, SignatureRefused("DRAW-UNREADABLE"))
        else:
            self._note(examination, told, None)

    def house(self, house_bill: str, direction: str, day: str) -> ParcelChecked:
        """Whether a house bill was drawn. `day` as in `days`."""
        drawn = self._is_drawn(house_bill, direction, day)
        return ParcelChecked("open" if drawn is None else "valid", "", {}, house_bill, direction, day, drawn)

    def receipt(self, data: bytes) -> ParcelChecked:
        """Whether a parcel was drawn, and if so was not let through green all the same."""
        report = verify_receipt(data, self._trust)
        if report.verdict != "valid":
            return ParcelChecked("invalid", report.reason, report.facts, "", "", "")
        receipt = msgspec.json.decode(data, type=Receipt)
        decided = msgspec.convert(receipt.decision, Decided)
        house_bill, direction = decode_line(receipt.line.encode()).house_bill, DIRECTIONS[decided.form]
        day = business_day(read_stamp(decided.at)).isoformat()

        def told(verdict: str, reason: str = "", drawn: bool | None = None) -> ParcelChecked:
            channel, facts = decided.channel, {"day": day} if reason else {}
            return ParcelChecked(
                verdict, reason, dict[str, Fact](facts), house_bill, direction, day, drawn, decided.number, channel
            )

        of_day = self._told.get(day)
        if of_day is None or of_day.draw.system != receipt.checkpoint.system:
            return told("invalid", "DRAW-MISSING")
        if of_day.draw.at > decided.at:
            return told("invalid", "DRAW-LATE")
        drawn = self._is_drawn(house_bill, direction, day)
        if drawn is None:
            return told("open")
        return (
            told("invalid", "DRAW-NOT-FOLLOWED", drawn)
            if drawn and decided.channel == GREEN
            else told("valid", drawn=drawn)
        )

    def _is_drawn(self, house_bill: str, direction: str, day: str) -> bool | None:
        secret = bytes.fromhex(self._told[day].secret)
        if not secret:
            return None
        return Lots(direction, secret).is_drawn(normalised(house_bill), date.fromisoformat(day))

    def _check_authority(self, told: DrawTold) -> None:
        certificate = b64decode(told.certificate, validate=True)
        try:
            verify_record(canonical(told.draw), b64decode(told.signature, validate=True), certificate)
        except SignatureRefused as refusal:
            raise SignatureRefused("DRAW-SIGNATURE") from refusal
        self._trust.without_revocation().chain(certificate, read_stamp(told.draw.at))

    def _remember(self, told: DrawTold) -> None:
        """Books that were restored sign the same commitment again, later: then the first one counts."""
        before = self._told.setdefault(told.draw.day, told)
        if (before.draw.system, before.draw.commitment) != (told.draw.system, told.draw.commitment):
            raise SignatureRefused("DRAW-CHANGED", day=told.draw.day)
        first = min(before, told, key=lambda one: one.draw.at)
        self._told[told.draw.day] = replace(first, secret=before.secret or told.secret)

    def _note(self, examination: Examination, told: DrawTold | None, refusal: SignatureRefused | None) -> None:
        report = examination.report(refusal)
        day, is_open = (told.draw.day, bool(told.secret)) if told else ("", False)
        self.draws.append(
            DrawChecked(report.verdict, report.reason, report.facts, day, is_open, report.at, report.checks)
        )


def is_receipt(data: bytes) -> bool:
    """Or is it a saved answer about a draw?"""
    try:
        told: Any = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(told, dict) and "format" in told


def _read(data: bytes) -> DrawTold:
    if len(data) > LIMITS.receipt_bytes:
        raise SignatureRefused("DRAW-UNREADABLE")
    told = msgspec.json.decode(data, type=DrawTold)
    date.fromisoformat(told.draw.day)
    return told


def _check_before(told: DrawTold) -> None:
    """Committed before the day was over: who knows the filings of a day must not choose its secret."""
    if business_day(read_stamp(told.draw.at)) > date.fromisoformat(told.draw.day):
        raise SignatureRefused("DRAW-LATE", day=told.draw.day)


def _check_secret(told: DrawTold) -> None:
    if commitment_to(bytes.fromhex(told.secret)) != told.draw.commitment:
        raise SignatureRefused("DRAW-SECRET", day=told.draw.day)
