"""What should make anybody look twice at a party: no identity number, a short one, an address of before July 2025.

The indicators are public (CV 3923/TCHQ-GSQL); they are warnings, never refusals.
"""

import re
from datetime import date

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fault
from thongquan.consignment.model import Party

CITIZEN_NUMBER_IS_TAX_CODE = law.parameter("citizen_number_as_party_code", bool)
TWO_LEVELS_FROM = law.parameter("old_address_until", date)

NO_CODE = cite("PARTY-NO-CODE", "CV 3923/TCHQ-GSQL", "public-H", criterion="4")
ODD_CODE = cite("PARTY-ODD-CODE", "", "assumption", criterion="4")
SHORT_CODE = cite("PARTY-SHORT-CODE", "Mã số thuế cá nhân 2025", "public-M", criterion="4")
OLD_ADDRESS = cite("ADDRESS-OLD", "Chính quyền hai cấp 2025", "public-M", criterion="7")

_DISTRICT = re.compile(r"\b(?:quận|huyện|thị xã|district)\b", re.IGNORECASE)
_CODE_LENGTHS = frozenset({9, 10, 12, 14})
"""Old identity card 9, tax code 10 or 14 with its hyphen, citizen number 12."""

_COMPANY = re.compile(
    r"\b(?:c[oô]ng ty|cty|tnhh|c[oổ] ph[aầ]n|mtv|dntn|h[oợ]p t[aá]c x[aã]|co|ltd|llc|inc|corp|jsc|company|limited)\b",
    re.IGNORECASE,
)


def is_company(name: str) -> bool:
    """Whether a name has one of the words that companies' names have."""
    return _COMPANY.search(name) is not None


def look_at_party(party: Party, side: str, day: date) -> list[Fault]:
    """Warnings about the Vietnamese party; `side` is "sender" or "receiver"."""
    warnings = []
    if not party.code:
        warnings.append(Fault(NO_CODE, f"{side}_code", {"name": party.name}))
    elif len(party.code) not in _CODE_LENGTHS:
        warnings.append(Fault(ODD_CODE, f"{side}_code", {"code": party.code, "digits": len(party.code)}))
    elif len(party.code) == 10 and not is_company(party.name) and CITIZEN_NUMBER_IS_TAX_CODE.on(day):
        warnings.append(Fault(SHORT_CODE, f"{side}_code", {"name": party.name, "code": party.code}))
    found = _old_district(party.address)
    if found and day >= TWO_LEVELS_FROM.on(day):
        warnings.append(Fault(OLD_ADDRESS, f"{side}_address", {"word": found.group(), "address": party.address}))
    return warnings


def _old_district(address: str) -> re.Match[str] | None:
    """The word of a level that is no more. Most addresses have none, which is seen without the pattern."""
    low = address.lower()
    if "quận" in low or "huyện" in low or "thị xã" in low or "district" in low:
        return _DISTRICT.search(address)
    return None
