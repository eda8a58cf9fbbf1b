"""Which columns likely hold personal data: by what they are called, in several languages, and by what stands
in them.

A suspicion, never a verdict: a column without one may still be personal, and the reverse.
"""

import datetime as dt
import ipaddress
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mlscope.profile.columns import Statistics
from mlscope.profile.findings import PersonalColumn
from mlscope.profile.names import lexicon, words

EMAIL = "e-mail address"
PHONE = "phone number"
NAME = "name of a person"
BIRTH = "date of birth"
ADDRESS = "postal address"
IP = "IP address"
ACCOUNT = "bank account or card"
OFFICIAL = "official number of a person"
SENSITIVE = "sensitive trait"
STANDS_FOR = "number that stands for a person"


BY_NAME: tuple[tuple[str, frozenset[str]], ...] = (
    (EMAIL, lexicon("email emails mail emailaddress courriel correo epost")),
    (IP, lexicon("ip ipaddress ipaddr ipv4 ipv6 clientip remoteaddr")),
    (
        ACCOUNT,
        lexicon(
            "iban kontonummer bankverbindung bankaccount accountnumber creditcard cardnumber kreditkarte"
            " kartennummer cuentabancaria"
        ),
    ),
    (
        OFFICIAL,
        lexicon(
            "ssn nino passport passportnumber nationalid socialsecurity taxid driverslicense reisepass"
            " personalausweis ausweisnummer steuernummer steuerid sozialversicherungsnummer svnr dni nie nif"
            " cpf bsn pesel insee codicefiscale personnummer cnp"
        ),
    ),
    (
        BIRTH,
        lexicon(
            "birth birthday birthdate dateofbirth birthyear dob geburt geburtsdatum geburtstag geburtsjahr"
            " gebdatum naissance datenaissance nacimiento nascita nascimento geboortedatum urodzenia"
        ),
    ),
    (
        PHONE,
        lexicon(
            "phone phonenumber telephone tel mobile mobilephone cellphone msisdn telefon telefonnummer handy"
            " handynummer mobilnummer rufnummer téléphone portable teléfono telefono telefone móvil movil"
            " celular cellulare telefoonnummer"
        ),
    ),
    (
        NAME,
        lexicon(
            "firstname lastname surname forename givenname familyname fullname middlename maidenname"
            " personname customername clientname patientname employeename username contactname vorname"
            " nachname familienname kundenname ansprechpartner prénom prenom nomdefamille apellido apellidos"
            " nombrecompleto cognome nomecompleto sobrenome voornaam achternaam imię nazwisko"
        ),
    ),
    (
        SENSITIVE,
        lexicon(
            "gender sex religion ethnicity ethnic race nationality disability diagnosis disease geschlecht"
            " konfession staatsangehörigkeit nationalität herkunft krankheit diagnose behinderung sexe"
            " nationalité género sexo nacionalidad genere sesso nazionalità"
        ),
    ),
    (
        ADDRESS,
        lexicon(
            "address street streetaddress zip zipcode postcode postalcode housenumber strasse straße"
            " hausnummer anschrift adresse wohnort plz postleitzahl rue codepostal calle dirección direccion"
            " códigopostal codigopostal indirizzo cap endereço endereco adres straat"
        ),
    ),
    (
        STANDS_FOR,
        lexicon(
            "customerid customerno customernumber userid clientid patientid employeeid memberid personid"
            " subscriberid applicantid studentid cookieid deviceid kundennummer kundenid kundennr"
            " personalnummer mitarbeiterid patientennummer mitgliedsnummer nutzerid idclient numéroclient"
            " idcliente idusuario idutente klantnummer"
        ),
    ),
)
NOT_OF_A_PERSON = lexicon(
    "mac memory template url web server company firma product produkt item article artikel brand marke"
    " category kategorie project event team shop filiale file host domain sent opened count clicked"
)

MAY_BE_A_NAME = lexicon(
    "name names nom nombre nome naam nazwa person kunde kundin client cliente customer patient mitarbeiter"
    " employee"
)


EVEN_STEPS, QUARTER = 0.75, 92
"""The share of steps of the usual length, at most so many days, that makes days a series."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a value of some kind looks like, and the share of a column's values that must."""

    kind: str
    fits: Callable[[str], bool]
    share: float
    said: str


_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(\+|00)?[\d(][\d ()/.\-]{6,}\d")
_YEAR = re.compile(r"(19|20)\d{2}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_NAME = re.compile(r"[^\W\d_]['’\w]+([ \-][^\W\d_]['’.\w]*){1,3}|[^\W\d_]['’\w]+, ?[^\W\d_]['’\w]+")


def _is_phone(value: str) -> bool:
    """Digits written as people write phone numbers: a + or 00 in front, or parted, and no date or plain
    figure.
    """
    digits = sum(character.isdigit() for character in value)
    parted = value.startswith(("+", "00", "(")) or value.count(" ") + value.count("/") + value.count("-") >= 2
    return (
        8 <= digits <= 15
        and parted
        and _PHONE.fullmatch(value) is not None
        and not re.match(r"\d{4}-\d\d?-\d\d?", value)
    )


def _is_iban(value: str) -> bool:
    """Of the form of an IBAN, and its check digits are right (ISO 7064, modulo 97)."""
    plain = value.replace(" ", "").upper()
    return (
        _IBAN.fullmatch(plain) is not None
        and int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1
    )


def _is_ip(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return not value.isdigit()


def _is_name(value: str) -> bool:
    return _NAME.fullmatch(value) is not None and all(
        part[:1].isupper() for part in re.split(r"[ ,\-]+", value) if part
    )


SIGHTS = (
    Sight(EMAIL, lambda value: _EMAIL.fullmatch(value) is not None, 0.5, "its values are e-mail addresses"),
    Sight(ACCOUNT, _is_iban, 0.5, "its values are IBANs with valid check digits"),
    Sight(IP, _is_ip, 0.8, "its values are IP addresses"),
    Sight(PHONE, _is_phone, 0.8, "its values are written like phone numbers"),
    Sight(
        EMAIL,
        lambda value: "@" in value and _EMAIL.search(value) is not None,
        0.02,
        "its texts contain e-mail addresses",
    ),
)
NAMED_LIKE_PEOPLE = 0.8
"""The share of the values of a column called "name" or "customer" that must be written like a person's full
name.
"""

BORN = (1900, 1980)
GENERATIONS, MANY_DAYS = 15, 30
"""Days look like those of births where a tenth of them lies before a year within BORN and a tenth so many
years later.
"""


def suspects(
    names: Sequence[str], seen: Sequence[Sequence[str]], stats: Sequence[Statistics]
) -> list[tuple[int, PersonalColumn]]:
    """The columns, by their place, that likely hold personal data. `seen` are values of the first rows, by
    column.
    """
    found = []
    for place, name in enumerate(names):
        if suspicion := next(_suspicions(name, [value.strip() for value in seen[place]], stats[place]), None):
            found.append((place, suspicion))
    return found


def _suspicions(name: str, values: Sequence[str], stats: Statistics) -> Iterator[PersonalColumn]:
    """What speaks for personal data, the strongest first."""
    said = words(name)
    if stats.type == "text" and values:
        for sight in SIGHTS:
            if sum(map(sight.fits, values)) >= sight.share * len(values):
                yield PersonalColumn(name, sight.kind, sight.said, True)
        if (
            said & MAY_BE_A_NAME
            and not said & NOT_OF_A_PERSON
            and sum(map(_is_name, values)) >= NAMED_LIKE_PEOPLE * len(values)
        ):
            yield PersonalColumn(name, NAME, "its name and its values are those of persons", True)
    if stats.type != "yes or no" and not said & NOT_OF_A_PERSON:
        for kind, known in BY_NAME:
            if told := sorted(said & known, key=len):
                yield PersonalColumn(name, kind, f"it is called '{told[-1]}'", False)
    if _like_births(values, stats):
        yield PersonalColumn(name, BIRTH, "its days run as those on which people were born", False)


def _like_births(values: Sequence[str], stats: Statistics) -> bool:
    """Placeholders such as 1900-01-01 do not matter, since a tenth of the days is left out at each end."""
    if stats.type != "date" or stats.distinct < MANY_DAYS:
        return False
    years = sorted(int(year[0]) for value in values if (year := _YEAR.search(value)))
    if not years:
        return False
    if any(map(_in_even_steps, _days(values))):
        return False
    first, last = years[len(years) // 10], years[-1 - len(years) // 10]
    return BORN[0] < first <= BORN[1] and last - first >= GENERATIONS


def _days(values: Sequence[str]) -> Iterator[list[dt.date]]:
    """The values as days, in each order of day and month that all of them allow."""
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y"):
        try:
            yield [dt.datetime.strptime(value[:10], form).date() for value in values]
        except ValueError:
            continue


def _in_even_steps(days: Sequence[dt.date]) -> bool:
    """Do they follow one another as measurements do: daily, on working days, weekly, up to every quarter?"""
    steps = sorted((after - before).days for before, after in pairwise(sorted(set(days))))
    usual = statistics.median(steps) if steps else 0
    return usual <= QUARTER and sum(abs(step - usual) <= usual / 10 for step in steps) >= EVEN_STEPS * len(
        steps
    )
