"""The short messages of a transport declaration's life, and of the files that it quotes, as they are sent.

Items and their widths stand in `law/criteria/` under the name of each procedure.
"""

from datetime import date

import msgspec

from thongquan.transport.model import TransportCorrection, TransportDeclaration


class _Message(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="form"):
    pass


class ManifestCargo(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    manifest_type: str = ""
    cargo_number: str = ""


class CallUp(_Message, frozen=True, tag="OLB"):
    """A pre-registered declaration is called up, or cargo of a manifest for a new one."""

    number: str = ""
    cargo: tuple[ManifestCargo, ...] = ()


class Declaring(_Message, frozen=True, tag="OLC"):
    """What was pre-registered is declared."""

    number: str = ""
    same_cargo: str = "0"
    """"1" confirms that another declaration of the same place of departure has the same cargo number."""


class Leaving(_Message, frozen=True, tag="BOA"):
    """The goods leave, or that they left is taken back."""

    departure_processing: str = ""
    """"9" register, "1" cancel."""
    number: str = ""
    departure_area: str = ""
    departure_berth: str = ""
    departure_port: str = ""
    arrival_area: str = ""
    arrival_berth: str = ""
    arrival_port: str = ""
    departed_day: date | None = None
    departed_time: str = ""
    """"0830"."""


class Arriving(_Message, frozen=True, tag="BIA"):
    """The goods have arrived."""

    number: str = ""
    departure_area: str = ""
    departure_berth: str = ""
    departure_port: str = ""
    arrival_area: str = ""
    arrival_berth: str = ""
    arrival_port: str = ""
    arrived_day: date | None = None
    arrived_time: str = ""
    arrival_remarks: str = ""


class TransportReference(_Message, frozen=True, tag="ITF"):
    """One declaration by its number, or those lodged at or bound for an office, of a day of planned arrival."""

    number: str = ""
    finish_day: date | None = None
    lodged_at: str = ""
    arriving_at: str = ""


class FilesLodged(_Message, frozen=True, tag="HYS"):
    """Files are registered under an application of their own; the answer is the number that Notes 1 quotes."""

    customs_office: str = ""
    customs_team: str = ""
    application_type: str = ""
    applicant_phone: str = ""
    internal_reference: str = ""
    application_remarks: str = ""


class FilesChanged(_Message, frozen=True, tag="HYE"):
    attachment_number: str = ""
    applicant_phone: str = ""
    internal_reference: str = ""
    application_remarks: str = ""


class FilesReference(_Message, frozen=True, tag="IHY"):
    attachment_number: str = ""


class FilesAdded(_Message, frozen=True, tag="MSB"):
    """More files for a declaration that is lodged."""

    customs_office: str = ""
    customs_team: str = ""
    subject: str = ""
    declaration_number: str = ""
    application_remarks: str = ""


Message = (
    TransportDeclaration
    | TransportCorrection
    | CallUp
    | Declaring
    | Leaving
    | Arriving
    | TransportReference
    | FilesLodged
    | FilesChanged
    | FilesReference
    | FilesAdded
)

KINDS: dict[str, type[Message]] = {
    "OLA": TransportDeclaration,
    "OLB": CallUp,
    "OLC": Declaring,
    "COT": TransportCorrection,
    "BOA": Leaving,
    "BIA": Arriving,
    "ITF": TransportReference,
    "HYS": FilesLodged,
    "HYE": FilesChanged,
    "IHY": FilesReference,
    "MSB": FilesAdded,
}
"""Procedure → its message."""


def form_of(message: Message) -> str:
    return str(message.__struct_config__.tag)
