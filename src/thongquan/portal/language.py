"""Vietnamese as the pages are written, English from `locale/en/`; days, times and numbers as in Viet Nam."""

import gettext
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from thongquan.base.moment import VIETNAM, read_stamp

DEFAULT, OTHER = "vi", "en"
LANGUAGES = (DEFAULT, OTHER)
LOCALE = Path(__file__).parent / "locale"


class Tongue(gettext.NullTranslations):
    """One language's sentences. What is not translated shows in Vietnamese; a test sees to it that nothing is."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        super().__init__()
        self.language = language
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        return self._sentences.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Vietnamese has one form for all counts, so templates name one sentence; English must suit every count too."""
        del msgid2, n
        return self.gettext(msgid1)


def read_catalogs(language: str) -> list[Catalog]:
    """Each group of pages has a file of its own."""
    read = []
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            read.append(read_po(file, locale=language, abort_invalid=True))
    return read


@cache
def tongue(language: str) -> Tongue:
    if language == DEFAULT:
        return Tongue(DEFAULT, {})
    translated = (one for catalog in read_catalogs(language) for one in catalog if one.id and one.string)
    return Tongue(language, {str(one.id): str(one.string) for one in translated})


def day(value: date | datetime | str) -> str:
    """dd/MM/yyyy, in Viet Nam. A `stamp` is read as one."""
    if isinstance(value, str):
        value = read_stamp(value)
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM).date()
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | str, seconds: bool = False) -> str:
    """dd/MM/yyyy HH:mm, in Viet Nam."""
    if isinstance(value, str):
        value = read_stamp(value)
    local = value.astimezone(VIETNAM)
    return f"{local:%d/%m/%Y %H:%M:%S}" if seconds else f"{local:%d/%m/%Y %H:%M}"


def number(value: int) -> str:
    """Thousands with a dot: 1.234.567."""
    return f"{value:,}".replace(",", ".")


def dong(value: int) -> str:
    return f"{number(value)} đ"
