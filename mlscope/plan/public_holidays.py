"""Public holidays of a country or of one of its regions, as the `holidays` library knows them.

The library is loaded with the first plan that names a country, since it knows 249 of them.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from mlscope.errors import InputError, did_you_mean, shorten


@cache
def public_holidays(country: str, region: str | None, years: range) -> tuple[dt.date, ...]:
    """The public holidays of a place in these years, in order of date.

    `country` is an English name or an ISO 3166 code, `region` a code or a name of its own. InputError names
    a country or region that is not known.
    """
    code, names = _country(country)
    place = _region(code, names, region) if region else None
    from holidays import country_holidays

    return tuple(sorted(country_holidays(code, subdiv=place, years=years)))


def _country(named: str) -> tuple[str, str]:
    """The two-letter code and the name of a country."""
    from holidays.registry import COUNTRIES

    known = {
        _plain(name): (codes[1], key.replace("_", " ").title())
        for key, codes in COUNTRIES.items()
        for name in (key, *codes[1:])
    }
    if _plain(named) not in known:
        guess = did_you_mean(named, [name for _, name in known.values()])
        raise InputError(
            f"plan.country: no public holidays are known for {shorten(named)}"
            f"{guess or '; give its English name or its two letters, or clear it and list the days off'}"
        )
    return known[_plain(named)]


def _region(code: str, country: str, named: str) -> str:
    from holidays import country_holidays

    place: Any = country_holidays(code, years=())
    known = {_plain(part): part for part in place.subdivisions}
    known |= {_plain(f"{code}-{part}"): part for part in place.subdivisions}
    known |= {_plain(alias): part for alias, part in place.subdivisions_aliases.items()}
    if _plain(named) in known:
        return str(known[_plain(named)])
    names = [*place.subdivisions_aliases, *place.subdivisions]
    if not names:
        raise InputError(f"plan.region: {country} has no holidays by region; clear it")
    guess = did_you_mean(named, names)
    raise InputError(
        f"plan.region: {shorten(named)} is no region of {country}{guess or f'; known are {_some(names)}'}"
    )


def _some(names: Iterable[str], most: int = 20) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (" and others" if len(listed) > most else "")


def _plain(name: str) -> str:
    """A name as it is compared: without accents, capitals and signs between its letters."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
