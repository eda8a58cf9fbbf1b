"""The tier under the EU AI Act, Regulation (EU) 2024/1689, in the order of its own tests; an orientation, not legal advice.

Scope (Articles 2 and 3), prohibited practices (5), regulated products (6(1)), sensitive areas (6(2), Annex III) with the way out
of 6(3), else minimal. Duties to tell (50) add to any tier. A test whose answers are open leaves every later one open: a practice
that is prohibited decides once the scope is confirmed, and until then it is named as the reason why nothing can be said.
"""

from dataclasses import dataclass
from typing import Any, Literal

from mlscope.assess.facts import Facts
from mlscope.results import AiAct

SCOPE = ("ethics.in_eu", "ethics.ai_system", "ethics.purpose")
Tier = Literal["out_of_scope", "prohibited", "high", "minimal", "cannot_say"]


@dataclass(frozen=True, slots=True)
class _Found:
    tier: Tier
    reason: str
    answers: tuple[str, ...]
    route: str = ""


def ai_act(facts: Facts) -> AiAct:
    """The tier with its article, the deciding answers, the duties of our role and the duties to tell."""
    found = _tier(facts)
    rules = facts.catalogue.rules["ai_act"]
    tier, route = rules["tiers"][found.tier], rules["routes"].get(found.route, {})
    role = facts["ethics.role"]
    applies = found.tier != "out_of_scope"
    told = [rules["transparency"][kind] for kind in _several(facts, "ethics.transparency") or () if applies]
    when = f" Its duties apply from a date {route['applies_from']}." if "applies_from" in route else ""
    return AiAct(
        tier=found.tier,
        label=tier["label"],
        article=route.get("article", tier.get("article", "Articles 2 and 3" if not applies else "")),
        reason=found.reason + when,
        answers=found.answers,
        obligations=(*_duties(tier.get("obligations", {}), role), *route.get("obligations", ())),
        transparency=tuple(told),
        role=role.value if role else None,
        as_of=rules["as_of"],
        source=rules["source"],
    )


def _duties(by_role: dict[str, list[str]], role: str | None) -> list[str]:
    wanted = ("any", "provider", "deployer") if role in (None, "both") else ("any", str(role))
    return [duty for who in wanted for duty in by_role.get(who, ())]


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
    """Does the regulation apply: in the EU, an AI system, and not for a purpose that is left out? None while that is open."""
    if _out_of_scope(facts):
        return False
    return True if all(facts[i] is not None for i in SCOPE) else None


def _in_scope_and_allowed(facts: Facts) -> bool:
    return bool(in_scope(facts)) and _several(facts, "ethics.practices") == []


def _high(facts: Facts) -> _Found | None:
    if not _in_scope_and_allowed(facts):
        return None
    if _yes(facts, "ethics.product_safety"):
        reason = "It is, or keeps safe, a product that needs approval by a third party."
        return _Found("high", reason, ("ethics.product_safety",), "product")
    areas = _several(facts, "ethics.areas")
    if not areas:
        return None
    named = "; ".join(area.label.lower() for area in areas)
    if _yes(facts, "ethics.profiling"):
        return _Found(
            "high",
            f"It profiles people in a sensitive area: {named}.",
            ("ethics.areas", "ethics.profiling"),
            "area",
        )
    if _yes(facts, "ethics.profiling") is False and _several(facts, "ethics.ways_out") == []:
        return _Found(
            "high",
            f"It is used in a sensitive area: {named}.",
            ("ethics.areas", "ethics.profiling", "ethics.ways_out"),
            "area",
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
    return _Found("minimal", reason, ("ethics.areas", "ethics.profiling", "ethics.ways_out"), "way_out")


def missing(facts: Facts) -> tuple[str, ...]:
    """The open answers that the tier hangs on and that are asked by now, in the order of the tests; none once it is decided."""
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
    reason = "It is in scope, does nothing prohibited, and is neither a regulated product nor used in a sensitive area."
    return _Found("minimal", reason, (*SCOPE, "ethics.practices", "ethics.product_safety", "ethics.areas"))
