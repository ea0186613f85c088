"""What the filer is told of the reasons of a channel."""

from collections.abc import Sequence

from thongquan import law
from thongquan.channel.model import ChannelTable


def categories_of(reasons: Sequence[str]) -> list[str]:
    """Each category once, in the order of the reasons. Which indicator spoke, and at what figure, stays secret."""
    category = law.table("channel", ChannelTable).category
    return list(dict.fromkeys(category[reason] for reason in reasons))
