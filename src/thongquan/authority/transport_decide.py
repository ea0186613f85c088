"""An officer of either end takes a step in the life of a transport: as `transport_step`, signed as an officer."""

from thongquan.authority.procedures import Procedure
from thongquan.authority.transport_step import PLACES, completed, faults, transport_step
from thongquan.registration.deeds_transport import TransportDecide

PROCEDURE = Procedure(
    TransportDecide, "officer", transport_step, faults, in_session=True, completed=completed, fills=PLACES
)
