"""Every route of the portal, as Litestar knows it: nobody has to list one."""

from collections.abc import Iterator
from typing import NamedTuple

from litestar import Litestar

from authority.house import House
from portal.owned import OWNED
from portal.visiting import counter_of
from thongquan.portal.guard import SAFE_METHODS
from thongquan.portal.pages import pages

OF_LITESTAR = {"OPTIONS"}


class Route(NamedTuple):
    method: str
    path: str
    """As it is declared, with `{name:str}` for what changes."""

    @property
    def has_an_id(self) -> bool:
        return "{" in self.path

    @property
    def sample(self) -> str:
        """An address of this route, of a thing that need not be there."""
        parts = [part if "{" not in part else "SAMPLE01" for part in self.path.split("/")]
        return "/".join(parts)


def routes_of(app: Litestar) -> Iterator[Route]:
    for route in app.routes:
        for method in sorted(route.methods - OF_LITESTAR):  # type: ignore[union-attr] # there are HTTP routes only
            yield Route(method, route.path)


def all_routes(house: House) -> list[Route]:
    return list(routes_of(pages(counter_of(house)[0])))


def changing(routes: list[Route]) -> list[Route]:
    return [one for one in routes if one.method not in SAFE_METHODS]


def not_owned(routes: list[Route]) -> list[Route]:
    """Those with an id of which nobody said whose it is."""
    return [one for one in routes if one.has_an_id and (one.method, one.path) not in OWNED]
