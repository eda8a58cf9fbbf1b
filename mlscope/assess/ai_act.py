"""The tier under the EU AI Act, Regulation (EU) 2024/1689, in the order of its own tests; an orientation, not
legal advice.

Scope (Articles 2 and 3), prohibited practices (5), regulated products (6(1)), sensitive areas (6(2), Annex
III) with the way out of 6(3), else minimal. Duties to tell (50) add to any tier. A test whose answers are
open leaves every later one open: a practice that is prohibited decides once the scope is confirmed, and until
then it is named as the reason why nothing can be said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mlscope.assess.facts import Facts
from mlscope.results import AiAct

SCOPE = ("ethics.in_eu", "ethics.ai_system", "ethics.purpose")
READS = (
    *SCOPE,
    "ethics.practices",
    "ethics.product_safety",
    "ethics.areas",
    "ethics.profiling",
    "ethics.ways_out",
)
"""The answers that the tier hangs on."""
Tier = Literal["out_of_scope", "prohibited", "high", "minimal", "cannot_say"]


@dataclass(frozen=True, slots=True)
class _Found:
    tier: Tier
    reason: str
    answers: tuple[str, ...]
    routes: tuple[str, ...] = ()


def ai_act(facts: Facts) -> AiAct:
    """The tier with its article, the deciding answers, the duties of our role and the duties to tell."""
    found = _tier(facts)
    rules = facts.catalogue.rules["ai_act"]
    words, routes = rules["tiers"][found.tier], [rules["routes"][route] for route in found.routes]
    role = facts["ethics.role"]
    dates = [route["applies_from"] for route in routes if "applies_from" in route]
    article = "; ".join(route["article"] for route in routes) or words.get("article", "")
    return AiAct(
        tier=found.tier,
        label=words["label"],
        article="Articles 2 and 3" if found.tier == "out_of_scope" else article,
        reason=found.reason + (f" Its duties apply from a date {' and one '.join(dates)}." if dates else ""),
        answers=found.answers,
        obligations=_obligations(facts, rules, words, routes),
        transparency=() if _tells_nobody(found, routes) else _duties_to_tell(facts, rules["transparency"]),
        role=role.value if role else None,
        as_of=rules["as_of"],
        source=rules["source"],
    )


def _tells_nobody(found: _Found, routes: Sequence[Mapping[str, Any]]) -> bool:
    """Does Article 50 not apply: out of scope, or a product whose own law stands instead (Article 2(2))?"""
    by_own_law = bool(routes) and all(route.get("only", False) for route in routes)
    return found.tier == "out_of_scope" or by_own_law


def tier(facts: Facts) -> Tier:
    """The tier alone."""
    return _tier(facts).tier


def _obligations(
    facts: Facts, rules: Mapping[str, Any], words: Mapping[str, Any], routes: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """The duties of the tier, of every high-risk system and of each route by which it came there, for our
    role.
    """
    by_role = [words.get("obligations", {}), *(route.get("obligations", {}) for route in routes)]
    if any(route.get("high_risk") for route in routes):
        by_role.insert(0, rules["high_risk"])
    role, areas = facts["ethics.role"], {area.value for area in _several(facts, "ethics.areas") or ()}
    wanted = ("any", "provider", "deployer") if role in (None, "both") else ("any", str(role))
    duties = [duty for who in wanted for duties in by_role for duty in duties.get(who, ())]
    return tuple(
        duty if isinstance(duty, str) else duty["text"]
        for duty in duties
        if isinstance(duty, str) or areas & set(duty["areas"])
    )


def _duties_to_tell(facts: Facts, duties: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """What people must be told (Article 50); a duty of the other role is named as theirs."""
    role = facts["ethics.role"]
    told = [duties[situation] for situation in _several(facts, "ethics.transparency") or ()]
    return tuple(
        (
            duty["text"]
            if role in (None, "both", duty["by"])
            else (
                f"The {duty['by']}'s duty, so see that it is met: {duty['text'][0].lower()}{duty['text'][1:]}"
            )
        )
        for duty in told
    )


def _several(facts: Facts, question_id: str) -> list[Any] | None:
    """The choices made; none where the question does not apply, None while it is open."""
    return [] if facts.status[question_id] == "not_applicable" else facts[question_id]


def _yes(facts: Facts, question_id: str) -> bool | None:
    return False if facts.status[question_id] == "not_applicable" else facts[question_id]


def _tier(facts: Facts) -> _Found:
    return (
        _out_of_scope(facts)
        or _prohibited(facts)
        or _high(facts)
        or _way_out(facts)
        or _undecided(facts)
        or _minimal(facts)
    )


def _out_of_scope(facts: Facts) -> _Found | None:
    purpose, infers = facts.given("ethics.purpose"), facts.given("ethics.ai_system")
    if facts["ethics.in_eu"] is False:
        return _Found(
            "out_of_scope",
            "It is neither placed on the market nor used in the EU, nor is its output.",
            ("ethics.in_eu",),
        )
    if infers is False:
        return _Found(
            "out_of_scope",
            "It follows rules that people wrote, so it is no AI system.",
            ("ethics.ai_system",),
        )
    if purpose not in (None, "normal"):
        return _Found(
            "out_of_scope",
            f"Its purpose is left out of the regulation: {purpose.label.lower()}.",
            ("ethics.purpose",),
        )
    return None


def _prohibited(facts: Facts) -> _Found | None:
    practices = _several(facts, "ethics.practices")
    if not practices:
        return None
    named = "; ".join(practice.label.lower() for practice in practices)
    if in_scope(facts):
        return _Found("prohibited", f"It does what the regulation prohibits: {named}.", ("ethics.practices",))
    scope = tuple(i for i in SCOPE if facts.truth[i] == "yes" and facts[i] is None)
    hangs_on = "; ".join(facts.label(i) for i in scope)
    return _Found(
        "cannot_say",
        f"It would be prohibited ({named}) if the regulation applies. That depends on: {hangs_on}",
        scope,
    )


def in_scope(facts: Facts) -> bool | None:
    """Does the regulation apply: in the EU, an AI system, and not for a purpose that is left out? None while
    that is open.
    """
    if _out_of_scope(facts):
        return False
    return True if all(facts[i] is not None for i in SCOPE) else None


def _in_scope_and_allowed(facts: Facts) -> bool:
    return bool(in_scope(facts)) and _several(facts, "ethics.practices") == []


PRODUCT_ROUTES = {"devices": "product", "machinery": "machinery", "transport": "own_law"}
"""The route of a regulated product by the law that covers it; while that is open, its duties are those of
Section A.
"""


def _high(facts: Facts) -> _Found | None:
    if not _in_scope_and_allowed(facts):
        return None
    by_area = _high_by_area(facts)
    if not _yes(facts, "ethics.product_safety"):
        return by_area
    reason = "It is, or keeps safe, a product that needs approval by a third party."
    law = facts["ethics.product_law"]
    route = PRODUCT_ROUTES[law.value] if law else "product_open"
    answers = ("ethics.product_safety", "ethics.product_law")
    if by_area is None:
        return _Found("high", reason, answers, (route,))
    return _Found(
        "high", f"{reason} {by_area.reason}", (*answers, *by_area.answers), (route, *by_area.routes)
    )


def _high_by_area(facts: Facts) -> _Found | None:
    areas = _several(facts, "ethics.areas")
    if not areas:
        return None
    named = "; ".join(area.label.lower() for area in areas)
    if _yes(facts, "ethics.profiling"):
        return _Found(
            "high",
            f"It profiles people in a sensitive area: {named}.",
            ("ethics.areas", "ethics.profiling"),
            ("area",),
        )
    if _yes(facts, "ethics.profiling") is False and _several(facts, "ethics.ways_out") == []:
        return _Found(
            "high",
            f"It is used in a sensitive area: {named}.",
            ("ethics.areas", "ethics.profiling", "ethics.ways_out"),
            ("area",),
        )
    return None


def _way_out(facts: Facts) -> _Found | None:
    ways = _several(facts, "ethics.ways_out")
    decided = _in_scope_and_allowed(facts) and _yes(facts, "ethics.product_safety") is False
    if (
        not decided
        or not _several(facts, "ethics.areas")
        or _yes(facts, "ethics.profiling") is not False
        or not ways
    ):
        return None
    named = "; ".join(way.label for way in ways)
    reason = f"It is used in a sensitive area, but without significant risk and without profiling: {named}."
    return _Found("minimal", reason, ("ethics.areas", "ethics.profiling", "ethics.ways_out"), ("way_out",))


def missing(facts: Facts) -> tuple[str, ...]:
    """The open answers that the tier hangs on and that are asked by now, in the order of the tests; none once
    it is decided.
    """
    if _out_of_scope(facts):
        return ()
    if prohibited := _prohibited(facts):
        return () if prohibited.tier == "prohibited" else prohibited.answers
    needed = [i for i in SCOPE if facts[i] is None]
    needed += [i for i in ("ethics.practices", "ethics.areas") if _several(facts, i) is None]
    if _yes(facts, "ethics.product_safety") is None:
        needed.append("ethics.product_safety")
    if _several(facts, "ethics.areas") and not _yes(facts, "ethics.product_safety"):
        profiles = _yes(facts, "ethics.profiling")
        needed += ["ethics.profiling"] if profiles is None else []
        needed += ["ethics.ways_out"] if not profiles and _several(facts, "ethics.ways_out") is None else []
    elif _yes(facts, "ethics.product_safety") and "ethics.areas" in needed:
        needed.remove("ethics.areas")
    return tuple(i for i in needed if facts.truth[i] == "yes")


def _undecided(facts: Facts) -> _Found | None:
    if not (needed := missing(facts)):
        return None
    names = "; ".join(facts.label(i) for i in needed)
    return _Found("cannot_say", f"It depends on: {names}", needed)


def _minimal(_: Facts) -> _Found:
    reason = (
        "It is in scope, does nothing prohibited, and is neither a regulated product nor used in a sensitive"
        " area."
    )
    return _Found("minimal", reason, (*SCOPE, "ethics.practices", "ethics.product_safety", "ethics.areas"))
