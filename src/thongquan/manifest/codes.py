"""Words that should be codes: countries, currencies, price terms, units and the courier's own classes.

A spelling that fits one code is mended; one that fits several is refused, unless the sender's country decides.
"""

import re
import tomllib
from collections.abc import Container, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from thongquan import law
from thongquan.manifest.model import Cell, Reading
from thongquan.manifest.plain import fold
from thongquan.manifest.text import clean, first_refused, is_blank, nothing

_TERM_AND_PLACE = re.compile(r"([A-Z&+]{3})[ ,\-/:]+\S.*")
_SIGNS = re.compile(r"[\s.]+")


class Aliases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`aliases.toml`."""

    package_words: frozenset[str]
    no_value: frozenset[str]
    countries: dict[str, list[str]]
    currencies: dict[str, list[str]]
    currency_of: dict[str, str]
    price_terms: dict[str, str]
    kinds: dict[str, list[str]]
    units: dict[str, list[str]]


@cache
def aliases() -> Aliases:
    told = Path(__file__).with_name("aliases.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(told), Aliases)


class Codes:
    """The code tables as they stood on one day, with the spellings that lead to their codes."""

    def __init__(self, day: date) -> None:
        self._day = day
        self.countries = law.codes("countries").on(day)
        self.currencies = law.codes("currencies").on(day)
        self.price_terms = law.codes("incoterms").on(day)
        self.units = law.codes("quantity_units").on(day)
        self._country_names: dict[str, set[str]] | None = None

    def country(self, cell: Cell) -> Reading:
        """The ISO code; a country's name becomes its code when only one fits."""
        if isinstance(cell, str) and cell in self.countries:
            return Reading(cell)
        text = clean(cell)
        if is_blank(text) and text != "NA":  # Namibia
            return nothing(text)
        if text.upper() in self.countries:
            return Reading(text.upper(), mended="COUNTRY-SPELLING")
        fits = self._countries_named(fold(text))
        if len(fits) == 1:
            return Reading(next(iter(fits)), mended="COUNTRY-NAME")
        if not fits:
            return _unknown("COUNTRY-UNKNOWN", text)
        return Reading("", fault="COUNTRY-AMBIGUOUS", facts={"written": _shown(text), "fits": ", ".join(sorted(fits))})

    def _countries_named(self, name: str) -> set[str]:
        if self._country_names is None:
            self._country_names = _names_of_countries(self.countries)
        return self._country_names.get(name, set())

    def currency(self, cell: Cell) -> Reading:
        """The ISO code. Of an ambiguous sign such as ¥ the possible codes come `aside`: see `currency_by_country`."""
        if isinstance(cell, str) and cell in self.currencies:
            return Reading(cell)
        text = clean(cell)
        if is_blank(text):
            return nothing(text)
        if text.upper() in self.currencies:
            return Reading(text.upper(), mended="CURRENCY-SPELLING")
        fits = aliases().currencies.get(text.casefold()) or _alias_without_blanks(text)
        if not fits:
            return _unknown("CURRENCY-UNKNOWN", text)
        if len(fits) == 1:
            return Reading(fits[0], mended="CURRENCY-SPELLING")
        return Reading("", aside=" ".join(fits), facts={"written": _shown(text), "fits": ", ".join(fits)})

    def price_term(self, cell: Cell) -> Reading:
        """The term alone: a named place after it is dropped, older spellings become the circular's."""
        if isinstance(cell, str) and cell in self.price_terms:
            return Reading(cell)
        text = clean(cell)
        if is_blank(text):
            return nothing(text)
        told = _TERM_AND_PLACE.fullmatch(text.upper())
        for spelling in (re.sub(r"[ .]", "", text.upper()), told[1] if told else ""):
            term = aliases().price_terms.get(spelling, spelling)
            if term in self.price_terms:
                return Reading(term, mended="PRICE-TERM-SPELLING")
        return _unknown("PRICE-TERM-UNKNOWN", text)

    def unit(self, cell: Cell) -> Reading:
        """The unit's code, or the text with a warning: no declaration of low value asks for a unit."""
        if isinstance(cell, str) and cell in self.units:
            return Reading(cell)
        text = clean(cell)
        if is_blank(text):
            return nothing(text)
        code = text.upper() if text.upper() in self.units else _unit_named().get(fold(text), "")
        if code:
            return Reading(code, mended="UNIT-SPELLING")
        return Reading("" if first_refused(text) else text, warning="UNIT-UNKNOWN", facts={"written": _shown(text)})

    def tariff(self) -> Container[str]:
        """The codes of the tariff; read only when a damaged code asks for it."""
        return law.codes("tariff").on(self._day)


def read_kind(cell: Cell) -> Reading:
    """What the courier takes the parcel for: documents, low or high value."""
    text = clean(cell)
    if is_blank(text):
        return nothing(text)
    kind = _kind_named().get(fold(text))
    return Reading(kind) if kind else Reading("", warning="KIND-UNKNOWN", facts={"written": _shown(text)})


def currency_by_country(fits: str, country: str) -> str:
    """The one of several currencies that is the country's own, or "".

    >>> currency_by_country("JPY CNY", "CN"), currency_by_country("JPY CNY", "US")
    ('CNY', '')
    """
    own = aliases().currency_of.get(country, "")
    return own if own in fits.split(" ") else ""


def _names_of_countries(countries: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for code, row in countries.items():
        told = [row.get("name_en", ""), row.get("name_vi", ""), *row.get("aliases", "").split("|")]
        for name in filter(None, map(fold, told)):
            names.setdefault(name, set()).add(code)
    for code, spellings in aliases().countries.items():
        if code in countries:
            names.update({fold(spelling): {code} for spelling in spellings})
    return names


def _alias_without_blanks(text: str) -> list[str]:
    return aliases().currencies.get(_SIGNS.sub("", text.casefold()), [])


@cache
def _unit_named() -> dict[str, str]:
    return {name: code for code, names in aliases().units.items() for name in names}


@cache
def _kind_named() -> dict[str, str]:
    return {name: kind for kind, names in aliases().kinds.items() for name in names}


def _unknown(code: str, text: str) -> Reading:
    return Reading("", fault=code, facts={"written": _shown(text)})


def _shown(text: str) -> str:
    """A short, visible form of what was written, for the sentence that refuses it."""
    return "".join(character if character.isprintable() else "?" for character in text[:40])
