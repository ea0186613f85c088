"""From how many places a certificate logs in. Many within a day: it was lent, or stolen (threat 3)."""

import logging
from collections import OrderedDict

from thongquan.base.limits import Limits

LOG = logging.getLogger("thongquan.places")

_PLACES_KEPT = 64


class Places:
    """The time is an argument, in seconds."""

    def __init__(self, limits: Limits) -> None:
        self.alarms = 0
        self._limits = limits
        self._seen: OrderedDict[str, dict[str, float]] = OrderedDict()
        """By certificate: where it was last seen when."""

    def seen(self, certificate: str, holder: str, place: str, now: float) -> int:
        """A login with this certificate. `holder`: a company's tax code, or "" of an officer.

        `place`: an address as it is counted. The answer: from how many places within the time that counts; the first
        above the limit is told in the log.
        """
        places = self._seen.setdefault(certificate, {})
        self._seen.move_to_end(certificate)
        if len(self._seen) > self._limits.tries_remembered:
            self._seen.popitem(last=False)
        for former, last in list(places.items()):
            if now - last >= self._limits.certificate_places_seconds:
                del places[former]
        if place not in places and len(places) == self._limits.certificate_places:
            self._tell(certificate, holder)
        if place in places or len(places) < _PLACES_KEPT:
            places[place] = now
        return len(places)

    def _tell(self, certificate: str, holder: str) -> None:
        self.alarms += 1
        whose = holder or "an officer"
        LOG.warning("one certificate logs in from many places: %s of %s", certificate[:12], whose)
