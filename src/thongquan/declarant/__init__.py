"""The declarant's side as a Python API: check, file, correct, follow, print. `docs/sdk.md` shows it at work.

What is named here is stable: it changes only with a line in the CHANGELOG. Everything else in this package may change.

>>> from thongquan import declarant
>>> declarant.Refusal.code
'REFUSED'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thongquan.base.fault import Fault, Mended, Refusal
    from thongquan.declarant.check import Checked, check_files, check_manifests
    from thongquan.declarant.correction import Corrected
    from thongquan.declarant.declarant import Declarant, Key, key_at
    from thongquan.declarant.outcome import Filed, Whole
    from thongquan.declarant.parcels import Parcel
    from thongquan.declarant.refusals import (
        AnswerUnproven,
        CorrectedElsewhere,
        FieldUnknown,
        NothingToPrint,
        NotInOutbox,
        OutboxBusy,
        OutboxDamaged,
        OutboxOpen,
        PrincipalMalformed,
        ServerAway,
        ServerCaUnusable,
        ServerRefused,
        ServerUnverified,
        ValueUnreadable,
    )
    from thongquan.declarant.terminal_desk import FaultsTold
    from thongquan.declarant.transport_filing import Amending, TransportDesk, transport_body
    from thongquan.declarant.verdict import AggregationGroup, Summary, Verdict
    from thongquan.declarant.watching import Event
    from thongquan.declarant.webhook import WebhookLate, WebhookUnverified, verify_webhook
    from thongquan.declaration.correction import Change
    from thongquan.declaration.explain import Explained, Worded, explained, worded
    from thongquan.declaration.model import Decision
    from thongquan.declaration.profile import Profile, UnusableProfile, read_profile
    from thongquan.law.parameter import NotYetLaw
    from thongquan.manifest.model import ColumnMap, Unreadable
    from thongquan.signing.chain import TrustStore
    from thongquan.signing.receipt import verify_receipt
    from thongquan.signing.refusal import SignatureRefused
    from thongquan.signing.sign import Signer

_PLACES = {
    "base.fault": ("Fault", "Mended", "Refusal"),
    "declarant.check": ("Checked", "check_files", "check_manifests"),
    "declarant.correction": ("Corrected",),
    "declarant.declarant": ("Declarant", "Key", "key_at"),
    "declarant.outcome": ("Filed", "Whole"),
    "declarant.parcels": ("Parcel",),
    "declarant.refusals": (
        "AnswerUnproven", "CorrectedElsewhere", "FieldUnknown", "NotInOutbox", "NothingToPrint", "OutboxBusy",
        "OutboxDamaged", "OutboxOpen", "PrincipalMalformed", "ServerAway", "ServerCaUnusable", "ServerRefused",
        "ServerUnverified", "ValueUnreadable",
    ),
    "declarant.terminal_desk": ("FaultsTold",),
    "declarant.transport_filing": ("Amending", "TransportDesk", "transport_body"),
    "declarant.verdict": ("AggregationGroup", "Summary", "Verdict"),
    "declarant.watching": ("Event",),
    "declarant.webhook": ("WebhookLate", "WebhookUnverified", "verify_webhook"),
    "declaration.correction": ("Change",),
    "declaration.explain": ("Explained", "Worded", "explained", "worded"),
    "declaration.model": ("Decision",),
    "declaration.profile": ("Profile", "UnusableProfile", "read_profile"),
    "law.parameter": ("NotYetLaw",),
    "manifest.model": ("ColumnMap", "Unreadable"),
    "signing.chain": ("TrustStore",),
    "signing.receipt": ("verify_receipt",),
    "signing.refusal": ("SignatureRefused",),
    "signing.sign": ("Signer",),
}  # fmt: skip
_PLACE = {name: f"thongquan.{place}" for place, names in _PLACES.items() for name in names}

__all__ = [
    "AggregationGroup",
    "Amending",
    "AnswerUnproven",
    "Change",
    "Checked",
    "ColumnMap",
    "Corrected",
    "CorrectedElsewhere",
    "Decision",
    "Declarant",
    "Event",
    "Explained",
    "Fault",
    "FaultsTold",
    "FieldUnknown",
    "Filed",
    "Key",
    "Mended",
    "NotInOutbox",
    "NotYetLaw",
    "NothingToPrint",
    "OutboxBusy",
    "OutboxDamaged",
    "OutboxOpen",
    "Parcel",
    "PrincipalMalformed",
    "Profile",
    "Refusal",
    "ServerAway",
    "ServerCaUnusable",
    "ServerRefused",
    "ServerUnverified",
    "SignatureRefused",
    "Signer",
    "Summary",
    "TransportDesk",
    "TrustStore",
    "Unreadable",
    "UnusableProfile",
    "ValueUnreadable",
    "Verdict",
    "WebhookLate",
    "WebhookUnverified",
    "Whole",
    "Worded",
    "check_files",
    "check_manifests",
    "explained",
    "key_at",
    "read_profile",
    "transport_body",
    "verify_receipt",
    "verify_webhook",
    "worded",
]

if not TYPE_CHECKING:  # else a type checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        """Parts are loaded when they are asked for: checking needs no network, and naming an error needs nothing."""
        if name not in _PLACE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_PLACE[name]), name)
