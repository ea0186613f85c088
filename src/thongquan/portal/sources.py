"""How often one source may ask for what others could search through by asking."""

from collections import OrderedDict

from thongquan.authority.refusals import TooOften


class Rate:
    """So many questions of one source within so many seconds. Sources are forgotten when there are too many."""

    def __init__(self, most: int, seconds: float, sources: int) -> None:
        self._most, self._seconds, self._sources = most, seconds, sources
        self._asked: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, source: str, now: float) -> None:
        """`now` in seconds.

        Raises:
            TooOften: this source must wait.
        """
        since, count = self._asked.pop(source, (now, 0))
        if not 0 <= now - since < self._seconds:
            since, count = now, 0
        self._asked[source] = (since, count + 1)
        while len(self._asked) > self._sources:
            self._asked.popitem(last=False)
        if count >= self._most:
            raise TooOften(seconds=max(1, round(since + self._seconds - now)))
