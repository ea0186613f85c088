"""The plain way to judge: every check is asked of the one declaration, nothing is remembered or asked together."""

from datetime import date

from building import DAY
from thongquan import law
from thongquan.base.fault import Fault
from thongquan.declaration.items import is_spelled, item_checks
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import STRICT
from thongquan.declaration.rules import RULES, Case
from thongquan.declaration.value import customs_value


def faults_plainly(form: str, declaration: Declaration, profile: str = "law", day: date = DAY) -> list[Fault]:
    """What the plan must find, in its order."""
    spelled = {item.field for item in law.criteria(form) if is_spelled(item)}
    found = []
    for check in item_checks(form, day):
        value = getattr(declaration, check.at)
        if check.at in spelled and value is not None:
            value = str(value)
        if not check.passes((value,)):
            found.append(Fault(check.code, check.at, check.facts(value)))
    return [*found, *_told_by_rules(form, declaration, profile, day, warns=False)]


def warnings_plainly(form: str, declaration: Declaration, profile: str = "law", day: date = DAY) -> list[Fault]:
    """What the plan must warn of, in its order."""
    return _told_by_rules(form, declaration, profile, day, warns=True)


def _told_by_rules(form: str, declaration: Declaration, profile: str, day: date, *, warns: bool) -> list[Fault]:
    case = Case(day, customs_value(declaration, day))
    asked = (one for one in RULES[form] if one.warns is warns and one.holds(day, strict=profile == STRICT))
    told = ((one, one.test(declaration, case)) for one in asked)
    return [Fault(one.code, one.at, facts) for one, facts in told if facts is not None]
