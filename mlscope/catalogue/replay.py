"""The content of an earlier day, read again from the texts that a milestone pinned.

Packs, entries, rules, steps and words are read as they were. Rules are bound to code: each milestone names
the format of its rules, older ones are migrated, and what today's code cannot read any more is taken from
today and named in a sentence.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from mlscope.catalogue.content import FORMAT, Catalogue, Step
from mlscope.catalogue.loading import questions_of
from mlscope.catalogue.packs import Pack
from mlscope.catalogue.problems import Wrong
from mlscope.catalogue.topics import Topic
from mlscope.catalogue.wording import Wording, reworded, reworded_step

Model = TypeVar("Model", bound=BaseModel)
Rules = dict[str, Any]

NOTHING_KEPT = "Its questions, rules and words were not kept, so those of today are used."
NO_WORDS = "The words of its day were not kept, so it is shown in those of today."
_SOUGHT = re.compile(r"\{(\w+)\}")

ENTRIES = ("findings", "scoring")
"""Rules that are lists of entries by id: one that was added later was not there that day, and is not
needed.
"""

NO_LIMIT = 10_000
"""So many findings no project has."""

UNPRINTED = ("interview",)
"""Rules that no document and no figure of a record rests on: today's do for any day."""


def _format_1(rules: Rules, today: Mapping[str, Any]) -> None:
    """Format 0 lost the order of entries, which is today's as far as is known; format 1 tells labelled
    examples and, where one outcome is rare, what they count for in one figure.
    """
    for name, rule in rules.items():
        rules[name] = _in_order(rule, today.get(name))
    few = rules.get("findings", {}).get("DATA-02", {})
    if "{rows} labelled examples are" in few.get("message", ""):
        few["message"] = few["message"].replace("{rows} labelled examples are", "{examples}:")


def _in_order(kept: Any, now: Any) -> Any:
    if not isinstance(kept, dict) or not isinstance(now, dict):
        return kept
    return {key: _in_order(kept[key], now.get(key)) for key in dict.fromkeys((*now, *kept)) if key in kept}


def _format_3(rules: Rules, today: Mapping[str, Any]) -> None:
    """Format 2 drew scored answers together, which format 3 gave up again; it says when no single answer is
    likely to change the verdict.
    """
    if isinstance(kept := rules.get("leaning"), dict):
        rules["leaning"] = {key: kept[key] for key in kept if key not in ("together", "paying")}
    if isinstance(kept := rules.get("verdict"), dict):
        rules["verdict"] = kept | {"stopping": today["verdict"]["stopping"] | kept.get("stopping", {})}


def _format_4(rules: Rules, today: Mapping[str, Any]) -> None:
    """Format 4 lets advice name what asks for the opposite, shows so many high findings at most, names a
    pilot beside a budget without judging it, and says of which route nothing else of the AI Act applies;
    before, none of this was.
    """
    rules.setdefault("opposed", {"opposed": []})
    if isinstance(causes := rules.get("causes"), dict):
        rules["causes"] = {"high": NO_LIMIT, "apart": 0} | causes
    for item in rules.get("feasibility", {}).get("computed", {}).values():
        item.setdefault("named", [])
    for name, route in rules.get("ai_act", {}).get("routes", {}).items():
        if "only" in today["ai_act"]["routes"].get(name, {}):
            route.setdefault("only", False)


def _nothing(rules: Rules, today: Mapping[str, Any]) -> None:
    """What format 2 added is gone again."""


MIGRATIONS: dict[int, Callable[[Rules, Mapping[str, Any]], None]] = {
    0: _format_1,
    1: _nothing,
    2: _format_3,
    3: _format_4,
}
"""From format N of the rules to N + 1, given today's rules; format 0 is of milestones that name none."""


def of_day(pinned: Mapping[str, str], today: Catalogue) -> tuple[Catalogue, tuple[str, ...]]:
    """The catalogue that some pinned texts describe, by the names of `Catalogue.content`, and what could not
    be read of them.
    """
    if not any(name.startswith(("packs/", "rules/")) for name in pinned):
        return today, (NOTHING_KEPT,)
    notes: list[str] = []
    packs = dict(_models("packs/", Pack, pinned, today.packs, notes))
    topics = dict(_models("catalogue/", Topic, pinned, today.topics, notes))
    rules = _rules(pinned, today.rules, notes)
    steps, wordings, language = _words(pinned, today, notes)
    try:
        questions = questions_of(topics, packs, rules)
    except Wrong:
        notes.append("Its scores belong to questions that are no longer asked, so those of today are used.")
        rules["scoring"] = today.rules["scoring"]
        questions = questions_of(topics, packs, rules)
    then = replace(
        today,
        steps=tuple(reworded_step(step, wordings) for step in steps),
        questions=reworded(questions, wordings),
        topics=topics,
        rules=rules,
        packs=packs,
        wordings=wordings,
        plain_steps=steps,
        language=language,
        problems=(),
    )
    return then, tuple(notes)


def _models(
    prefix: str, model: type[Model], pinned: Mapping[str, str], today: Mapping[str, Model], notes: list[str]
) -> Iterator[tuple[str, Model]]:
    for part, text in pinned.items():
        name = part.removeprefix(prefix)
        if name == part:
            continue
        try:
            yield name, model.model_validate_json(text)
        except ValidationError:
            now = "today's is used" if name in today else "it is left out"
            notes.append(f"{part_words(part).capitalize()} of its day cannot be read any more; {now}.")
            if name in today:
                yield name, today[name]


def _words(
    pinned: Mapping[str, str], today: Catalogue, notes: list[str]
) -> tuple[tuple[Step, ...], tuple[Wording, ...], str]:
    try:
        return (
            TypeAdapter(tuple[Step, ...]).validate_json(pinned["steps"]),
            TypeAdapter(tuple[Wording, ...]).validate_json(pinned["words"]),
            str(json.loads(pinned["language"])),
        )
    except (KeyError, ValueError):
        notes.append(NO_WORDS)
        return today.plain_steps, today.wordings, today.language


# ── rules
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _rules(pinned: Mapping[str, str], today: Mapping[str, Any], notes: list[str]) -> Rules:
    kept: Rules = {}
    for part, text in pinned.items():
        if part.startswith("rules/"):
            try:
                kept[part.removeprefix("rules/")] = json.loads(text)
            except ValueError:
                continue  # named below, as one that cannot be used
    version = pinned.get("format", "0")
    for earlier in range(int(version) if version.isdigit() else 0, FORMAT):
        MIGRATIONS[earlier](kept, today)
    used: Rules = {}
    for name, now in today.items():
        if name in ENTRIES and isinstance(kept.get(name), dict):
            used[name] = dict(_entries(name, kept[name], now, notes))
        elif name in UNPRINTED:
            used[name] = now
        elif name in kept and _alike(kept[name], now):
            used[name] = kept[name]
        else:
            notes.append(
                f"{part_words(f'rules/{name}').capitalize()} of its day cannot be used any more; today's are"
                " used."
            )
            used[name] = now
    return used


def _entries(
    name: str, kept: Mapping[str, Any], now: Mapping[str, Any], notes: list[str]
) -> Iterator[tuple[str, Any]]:
    """The entries of that day: those that nothing computes any more left out, those of another make as they
    are today.
    """
    gone = [entry for entry in kept if entry not in now]
    other = [entry for entry in kept if entry in now and not _as_today(kept[entry], now[entry], now.values())]
    if gone:
        notes.append(f"No longer computed, and left out: {', '.join(gone)} of {part_words(f'rules/{name}')}.")
    if other:
        notes.append(
            f"Taken from today, since they work otherwise now: {', '.join(other)} of"
            f" {part_words(f'rules/{name}')}."
        )
    for entry in kept:
        if entry in now:
            yield entry, now[entry] if entry in other else kept[entry]


def _as_today(entry: Any, now: Any, all_now: Iterable[Any]) -> bool:
    """Has an entry the keys that all of today's have, and asks for no figure that today's test does not
    give?
    """
    if not isinstance(entry, dict):
        return False
    needed = set.intersection(*(set(one) for one in all_now))
    return needed <= set(entry) and _figures(entry) <= _figures(now)


def _figures(entry: Mapping[str, Any]) -> set[str]:
    return set(_SOUGHT.findall(f"{entry.get('message', '')} {entry.get('message_of_one', '')}"))


def _alike(kept: Any, now: Any) -> bool:
    """Is a rule of the make that today's code reads: all its keys, lists of such items, figures where there
    are figures?
    """
    if isinstance(now, dict):
        return isinstance(kept, dict) and all(
            key in kept
            and (_alike(kept[key], now[key]) if key != "computed" else _known(kept[key], now[key]))
            for key in now
        )
    if isinstance(now, list):
        if not isinstance(kept, list):
            return False
        if not all(isinstance(item, dict) for item in now):
            return True
        needed = set.intersection(*(set(item) for item in now)) if now else set()
        return all(isinstance(item, dict) and needed <= set(item) for item in kept)
    if isinstance(now, bool) or not isinstance(now, int | float):
        return isinstance(kept, type(now))
    return isinstance(kept, int | float) and not isinstance(kept, bool)


def _known(kept: Any, now: Mapping[str, Any]) -> bool:
    """Are these items that today's code computes? One that was added later is not needed."""
    return isinstance(kept, dict) and all(item in now and _alike(kept[item], now[item]) for item in kept)


# ── in words
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def part_words(part: str, catalogue: Catalogue | None = None) -> str:
    """The name of a pinned part as people say it: "question pack Data", "rules of the verdict"."""
    kind, _, name = part.partition("/")
    spoken = name.replace("_", " ")
    if kind == "packs":
        pack = catalogue.packs.get(name) if catalogue else None
        return f"question pack {pack.title if pack else spoken}"
    if kind == "catalogue":
        topic = catalogue.topics.get(name) if catalogue else None
        return f"guide on {topic.title if topic else spoken}"
    if kind == "rules":
        return f"rules for {spoken.replace('ai act', 'the EU AI Act')}"
    return {"steps": "names of the steps", "words": "wording", "language": "language"}.get(part, part)
