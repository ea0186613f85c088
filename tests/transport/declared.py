"""Builders that read like a sentence: `a_transport(means="6")` is a right declaration but for what is said."""

from datetime import date
from decimal import Decimal
from typing import Any

from building import DAY
from thongquan.base.fault import Fault
from thongquan.transport.judging import faults_of
from thongquan.transport.model import Cargo, Piece, TransportDeclaration


def a_cargo(**changes: Any) -> Cargo:
    """An air waybill of face cream from Seoul."""
    return Cargo(
        **{
            "cargo_number": "18044712040",
            "goods_name": "Kem dưỡng da mặt",
            "manifest_type": "A",
            "quantity": 12,
            "quantity_unit": "PK",
            "cargo_weight": Decimal("40.5"),
            "weight_unit": "KGM",
            **changes,
        }
    )


def a_transport(**changes: Any) -> TransportDeclaration:
    """Imports by truck from the express warehouse of 02DS to a place of inspection, declared on `DAY` for that day.

    A fact of the first cargo block is given as `cargo={…}`.
    """
    cargo = changes.pop("cargo", {})
    blocks = (a_cargo(**cargo),) if isinstance(cargo, dict) else cargo
    return TransportDeclaration(
        **{
            "direction": "I",
            "customs_office": "02DS",
            "transporter_code": "0301234567",
            "transporter_name": "Công ty vận chuyển Sao Mai",
            "means": "31",
            "purpose": "CIS",
            "transport_type": "NR",
            "start_day": DAY,
            "start_hour": "08",
            "finish_day": DAY,
            "finish_hour": "12",
            "departure_area": "02DSC01",
            "arrival_area": "01ACL01",
            "cargo": blocks,
            "pieces": (Piece("PK001", seals=("CH0001",)),),
            **changes,
        }
    )


def faults(message: Any, profile: str = "", day: date = DAY) -> list[Fault]:
    return faults_of(message, day, profile)
