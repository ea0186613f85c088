"""One declaration before an officer: what was declared, what was decided and why, and the steps that lead on."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan import law
from thongquan.authority.certificate_look import CheckedPart
from thongquan.authority.declaration_open import open_declaration
from thongquan.authority.declaration_shown import DeclarationShown, declaration_shown
from thongquan.declaration.cancellation import grounds
from thongquan.declaration.codec import decode_line
from thongquan.declaration.correction import with_filled
from thongquan.portal.declaration_papers import labels
from thongquan.portal.declaration_words import channels, states_of_declarations, steps_of_declarations
from thongquan.portal.deposit_words import taxes_of
from thongquan.portal.language import day, tongue
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

Row = tuple[str, str, str]
_KILO = 1024
_OF_THE_PARCEL = ("house_bill", "goods_description", "packages")


def routes() -> list[HTTPRouteHandler]:
    return [declaration]


@get("/desk/declarations/{number:str}")
async def declaration(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """That the officer has it before him is recorded: nothing is decided unseen."""
    visit = visit_of(request)
    account = visit.needs("officer").who.account
    case = await visit.counter.ask(lambda now: open_declaration(now, account, number))
    trust, at = visit.counter.authority().trust, visit.counter.clock()
    shown = await visit.counter.read(lambda room: declaration_shown(room, account, case, trust, at))
    return page(visit, "desk_declaration.html", signs=True, account=account, **_about(visit, shown))


def _about(visit: Visit, shown: DeclarationShown) -> dict[str, Any]:
    english = visit.language != "vi"
    names = {one.id: one.name.en if english else one.name.vi for one in grounds().values()}
    names_of = steps_of_declarations(visit.language)
    return {
        "one": shown,
        "decision": shown.decision,
        "parcel": _parcel(visit, shown),
        "declared": _declared(visit, shown),
        "labels": labels(visit, shown.decision.form),
        "states": states_of_declarations(visit.language),
        "channels": channels(visit.language),
        "steps": names_of,
        "grounds": [(name, names[name]) for step in shown.steps for name in step.grounds],
        "ground_names": names,
        "step_options": [(one.name, names_of[one.name] + (" *" if one.needs_reason else "")) for one in shown.steps],
        "reasons_said": lambda codes: "; ".join(law.wording(visit.language).say(f"channel.{one}") for one in codes),
        "text": "",
        "checks": _checks(shown),
        **taxes_of(visit, shown.decision, shown.filer),
        "sizes": size_told,
    }


def _checks(shown: DeclarationShown) -> list[CheckedPart]:
    """Each step of the verification; where one failed, why."""
    report = shown.signature.report
    return [
        CheckedPart(one.name, "good") if one.passed else CheckedPart(one.name, "bad", report.reason, report.facts)
        for one in report.checks
    ]


def size_told(size: int) -> str:
    """A file's size as people read it."""
    return f"{size} B" if size < _KILO else f"{-(-size // _KILO)} kB"


def _parcel(visit: Visit, shown: DeclarationShown) -> list[Row]:
    """What whoever stands before the parcel compares first."""
    signed = decode_line(shown.line.encode())
    labels = {item.field: item.label[visit.language] for item in law.criteria(shown.decision.form)}
    return [(labels[field], _spelled(getattr(signed, field)), "") for field in _OF_THE_PARCEL]


def _declared(visit: Visit, shown: DeclarationShown) -> list[Row]:
    """Criterion by criterion, in the order of the annex; what customs filled in says so."""
    _ = tongue(visit.language).gettext
    signed = decode_line(shown.line.encode())
    whole, rows = with_filled(signed, shown.decision), []
    for item in law.criteria(shown.decision.form):
        value = _spelled(getattr(whole, item.field))
        if value and not getattr(signed, item.field):
            value = _("{value} (hải quan điền)").format(value=value)
        label = item.label[visit.language]
        rows.append((f"{item.criterion}. {label}" if item.criterion else label, value, ""))
    if code := getattr(signed, "hs_code", ""):
        rows.append((_("Mã HS (để tính thuế)"), code, ""))
    return rows


def _spelled(value: Any) -> str:
    if value is None:
        return ""
    return day(value) if isinstance(value, date) else str(value)
