"""Documents of what a store holds: a project as it stands, a milestone as it was, and what changed between
two of them.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mlscope import __version__, assess
from mlscope.appraise import Appraisal, Appraiser, appraise
from mlscope.assess import NO_HOUSE, House
from mlscope.catalogue import Catalogue
from mlscope.catalogue.replay import of_day, part_words
from mlscope.document import changes, explained
from mlscope.document.answers import day
from mlscope.document.blocks import Block, Bullets, Document, Heading, Paragraph, table
from mlscope.document.build import build
from mlscope.document.decision import date_line, until_launch
from mlscope.errors import InputError, did_you_mean
from mlscope.project.answers import Decision
from mlscope.results import ChangeExplained
from mlscope.store import HOUSE, Milestone, Store
from mlscope.words import chance_words, money_words


@dataclass(frozen=True)
class Replay:
    """What the engines say of a milestone, the content they read, and what of its day could not be read
    again.
    """

    milestone: Milestone
    appraisal: Appraisal
    catalogue: Catalogue
    notes: tuple[str, ...]
    today: Catalogue

    @property
    def changed(self) -> list[str]:
        """What reads otherwise today, in words."""
        return [part_words(part, self.today) for part in self.milestone.changed(self.today.content())]

    @cached_property
    def judged_today(self) -> str:
        """How today's rules and software would judge it, where that is another verdict; else empty."""
        if not self.changed and self.milestone.software in ("", __version__):
            return ""
        now = appraise(self.appraisal.project, self.today, seed=self.milestone.seed, draft=True)
        then, verdict = self.appraisal.assessment.verdict, now.assessment.verdict
        if then.word == verdict.word:
            return ""
        return f"Judged by today's rules it would be “{verdict.label}”."


def milestone_of(store: Store, project_id: str, name: str) -> Milestone:
    """A milestone by its name; InputError with those that there are."""
    known = {one.name: one for one in store.milestones(project_id)}
    if name not in known:
        listed = f"there are: {'; '.join(known)}" if known else "none was set so far"
        raise InputError(f"there is no milestone '{name}'{did_you_mean(name, known, listed)}")
    return known[name]


def decided(store: Store, project_id: str) -> Milestone | None:
    """The milestone that a project was decided by: the last one that somebody approved, else the last; None
    where there is none.
    """
    milestones = store.milestones(project_id)
    approved = {
        one.signed.milestone
        for one in store.signatures(project_id)
        if one.decision == Decision.approved and not one.replaced_at
    }
    chosen = [one for one in milestones if one.name in approved] or milestones
    return chosen[-1] if chosen else None


def replayed(store: Store, project_id: str, name: str, today: Catalogue) -> Replay:
    """A milestone under the questions, rules and words of its day."""
    return replayed_at(store, project_id, milestone_of(store, project_id, name), today)


def replayed_at(store: Store, project_id: str, chosen: Milestone, today: Catalogue) -> Replay:
    """A milestone, or a revision as one, under the questions, rules and words of its day."""
    pinned = store.pinned(chosen)
    catalogue, notes = of_day(pinned, today)
    then = store.at(project_id, chosen.revision)
    if chosen.software not in ("", __version__):
        notes += (
            f"It was set with mlscope {chosen.software} and is computed anew by mlscope {__version__}.",
        )
    appraisal = appraise(then, catalogue, seed=chosen.seed, draft=True, house=house_of_day(pinned))
    return Replay(chosen, appraisal, catalogue, notes, today)


def house_of_day(pinned: Mapping[str, str]) -> House:
    """How the other projects were answered when a milestone was set; none where it pinned nothing of that."""
    return House.read(pinned[HOUSE]) if HOUSE in pinned else NO_HOUSE


def of_milestone(
    store: Store,
    then: Replay,
    *,
    variant: str = "full",
    annexes: Collection[str] | None = None,
    since: str = "",
    moved: ChangeExplained | None = None,
) -> Document:
    """The document of a milestone, as it was."""
    project_id, milestone = then.appraisal.project.id, then.milestone
    return build(
        then.appraisal,
        then.catalogue,
        variant=variant,
        annexes=annexes,
        milestone=milestone.name,
        revision=milestone.revision,
        packs=store.packs(project_id),
        changed=then.changed,
        signatures=[one for one in store.signatures(project_id) if one.signed.milestone == milestone.name],
        notes=then.notes,
        head=store.head(project_id, milestone.name),
        conflicts=store.conflicts(project_id, milestone.revision),
        judged_today=then.judged_today,
        since=since,
        moved=moved,
    )


def of_now(
    store: Store,
    appraisal: Appraisal,
    revision: int,
    today: Catalogue,
    *,
    variant: str = "full",
    annexes: Collection[str] | None = None,
    since: str = "",
    moved: ChangeExplained | None = None,
) -> Document:
    """The document of a project as it stands; `moved` is what changed since the milestone before."""
    return build(
        appraisal,
        today,
        variant=variant,
        annexes=annexes,
        revision=revision,
        packs=store.packs(appraisal.project.id),
        conflicts=store.conflicts(appraisal.project.id, revision),
        since=since,
        moved=moved,
    )


# ── what changed
# ───────────────────────────────────────────────────────────────────────────────────────────────


def explained_between(
    store: Store, project_id: str, start: Milestone, last: int, today: Catalogue
) -> ChangeExplained:
    """What each answer that changed after a milestone, up to a revision, did to the verdict and the
    figures.
    """
    rows = [row for row in store.history(project_id) if start.revision < row.revision <= last]
    then = of_day(store.pinned(start), today)[0] if start.content and start.changed(today.content()) else None
    stood = Appraiser(then).standing if then else None
    before, after = store.at(project_id, start.revision), store.at(project_id, last)
    return assess.explain(before, after, rows, today, Appraiser(today).standing, stood)


def end_of(store: Store, project_id: str, name: str) -> Milestone:
    """An end of a change: a milestone by its name, else a revision by its number, judged by today's rules.

    InputError where there is neither.
    """
    if not name.isdecimal() or any(one.name == name for one in store.milestones(project_id)):
        return milestone_of(store, project_id, name)
    revision = int(name[:18])
    then = store.at(project_id, revision)
    at = dt.datetime.combine(then.as_of, dt.time(), dt.UTC)
    return Milestone("", f"revision {revision}", revision, then.as_of, 0, "", "", False, at)


def change_document(store: Store, project_id: str, since: str, until: str, today: Catalogue) -> Document:
    """What changed from a milestone or revision to a later one, or to the record as it stands where `until`
    is empty: answers, what each did, money, risks and plan.
    """
    before = replayed_at(store, project_id, end_of(store, project_id, since), today)
    since, milestones = before.milestone.name, [before]
    if until:
        later = replayed_at(store, project_id, end_of(store, project_id, until), today)
        until = later.milestone.name
        milestones.append(later)
        after, last, name = later.appraisal, later.milestone.revision, f"“{until}”"
    else:
        loaded = store.load(project_id)
        after, last, name = appraise(loaded.project, today, draft=True), loaded.revision, "today"
    if last < before.milestone.revision:
        raise InputError(f"'{until}' is older than '{since}'; swap them")
    told = explained_between(store, project_id, before.milestone, last, today)
    blocks: list[Block] = [
        Heading(1, "What changed"),
        *(Paragraph(f"“{one.milestone.name}”: {said}") for one in milestones if (said := one.judged_today)),
        Bullets(told.crossed or ("No threshold of the verdict was crossed.",)),
        *_figures(before.appraisal, after),
    ]
    if rows := explained.lines(told, after.project, today):
        blocks += [Heading(1, "What each change did"), table(explained.TITLES, rows), Paragraph(told.order)]
    blocks += _answers(before.appraisal, after, today)
    return Document(
        after.project.name,
        f"What changed from “{since}” to {name}, as of {day(after.project.as_of)}",
        after.project.as_of,
        tuple(blocks),
        sheets=0,
    )


def _figures(before: Appraisal, after: Appraisal) -> list[Block]:
    """Verdict, money and dates on both sides."""
    sides = [dict(_of_side(one)) for one in (before, after)]
    rows = [(name, sides[0][name], sides[1][name]) for name in sides[0]]
    return [table(("Figure", "Then", "Now"), rows, (), "Verdict, money and plan")]


def _of_side(one: Appraisal) -> Iterator[tuple[str, str]]:
    money, schedule = one.money, one.schedule
    needed = until_launch(money)
    known = "not known"
    yield "Verdict", one.assessment.verdict.label
    yield "Chance of paying back", known if not money.npv else chance_words(money.probability_positive)
    yield "Net present value, average", money_words(money.npv.mean if money.npv else None, money.currency)
    yield "Until launch (P80)", money_words(needed.p80 if needed else None, money.currency)
    yield "In use", date_line(schedule)
    yield "Grave findings", str(sum(f.grave for f in one.assessment.findings))
    yield "EU AI Act", one.assessment.ai_act.label


def _answers(before: Appraisal, after: Appraisal, today: Catalogue) -> list[Block]:
    """Every answer that differs, the risks and the plan under headings of their own."""
    told = changes.since(before.project, after.project, today)
    parts = {
        "Risks": [one for one in told if one.step == "risks"],
        "Plan": [one for one in told if one.step == "plan"],
        "Other answers": [one for one in told if one.step not in ("risks", "plan")],
    }
    blocks: list[Block] = []
    for title, said in parts.items():
        if said:
            rows = [(one.what, one.before, one.after) for one in said]
            blocks += [Heading(1, title), table(("What", "Then", "Now"), rows)]
    return blocks or [Paragraph("No answer differs.")]
