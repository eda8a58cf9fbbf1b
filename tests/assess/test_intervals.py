"""The rule for intervals, on examples worked by hand, by brute force, and as properties of any record."""

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import dimensions, extreme_mean, interval, word
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.results import Item, Schedule

TODAY = dt.date(2026, 11, 21)


def item(weight: float, low: float, high: float, state: Any = "answered", maybe: bool = False) -> Item:
    return Item("x", "X", ("x.y",), weight, low, high, state, "", maybe)


def test_the_ends_are_the_weighted_means_of_the_ends_of_the_items() -> None:
    ends = interval([item(1, 0.8, 0.8), item(2, 0.45, 0.65), item(1, 0, 1, "open")])
    assert ends == pytest.approx((100 * (0.8 + 0.9 + 0) / 4, 100 * (0.8 + 1.3 + 1) / 4))


def test_what_does_not_apply_or_is_not_asked_leaves_numerator_and_denominator() -> None:
    assert interval([item(1, 0.5, 0.5), item(9, 0, 1, "not_applicable"), item(9, 0, 1, "not_asked")]) == (
        50,
        50,
    )


def test_nothing_that_applies_is_no_interval_rather_than_zero_by_zero() -> None:
    assert interval([item(1, 0, 1, "not_asked")]) is None


def test_a_question_that_may_not_be_asked_counts_only_where_it_widens() -> None:
    good = item(1, 0.9, 1.0, maybe=True)
    assert interval([item(1, 0.5, 0.5), good]) == pytest.approx((50, 75))


weighted = st.tuples(st.floats(0.25, 4), st.floats(0, 1))


@given(st.lists(weighted, max_size=4), st.lists(weighted, max_size=6), st.booleans())
def test_the_greedy_extreme_equals_trying_every_subset(
    certain: list[Any], optional: list[Any], lowest: bool
) -> None:
    means = []
    for size in range(len(optional) + 1):
        for chosen in itertools.combinations(optional, size):
            taken = [*certain, *chosen]
            if taken:
                means.append(sum(w * s for w, s in taken) / sum(w for w, _ in taken))
    expected = (min(means) if lowest else max(means)) if means else None
    assert extreme_mean(certain, optional, lowest=lowest) == pytest.approx(expected)


def test_a_blank_record_is_nought_to_a_hundred_in_every_dimension(
    catalogue: Catalogue, blank: Project
) -> None:
    for dimension in dimensions(Facts(blank, catalogue)).values():
        assert (dimension.low, dimension.high, dimension.completeness) == (0, 100, 0)
        assert dimension.word == "cannot say yet"


@pytest.mark.parametrize(
    ("grade", "ends"),
    [
        ("measured", (0.65, 0.65)),
        ("comparable", (0.60, 0.70)),
        ("expert", (0.55, 0.75)),
        ("guess", (0.45, 0.85)),
        (None, (0.45, 0.85)),
    ],
)
def test_evidence_widens_a_score_by_its_margin(
    catalogue: Catalogue, grade: str | None, ends: tuple[float, float]
) -> None:
    about = {"feasibility.proof": {"evidence": grade}} if grade else {}
    project = Project.model_validate({"name": "x", "feasibility": {"proof": "elsewhere"}, "answers": about})
    found = found_item(catalogue, project, "technical", "feasibility.proof")
    assert (found.low, found.high) == pytest.approx(ends)


def test_what_a_template_assumed_counts_as_open(catalogue: Catalogue) -> None:
    project = Project.model_validate(
        {
            "name": "x",
            "feasibility": {"proof": "in_use"},
            "answers": {"feasibility.proof": {"evidence": "assumed"}},
        }
    )
    assert found_item(catalogue, project, "technical", "feasibility.proof").state == "open"


def test_an_answer_that_is_not_asked_does_not_count(catalogue: Catalogue) -> None:
    asked = Project.model_validate(
        {"name": "x", "problem": {"task": "classification"}, "data": {"labels": "recorded"}}
    )
    inert = Project.model_validate(
        {"name": "x", "problem": {"task": "clustering"}, "data": {"labels": "recorded"}}
    )
    without = Project.model_validate({"name": "x", "problem": {"task": "clustering"}})
    assert found_item(catalogue, asked, "data", "data.labels").state == "answered"
    assert found_item(catalogue, inert, "data", "data.labels").state == "not_asked"
    assert [d.low for d in dimensions(Facts(inert, catalogue)).values()] == [
        d.low for d in dimensions(Facts(without, catalogue)).values()
    ]


def test_a_dimension_whose_every_question_does_not_apply_says_so(
    catalogue: Catalogue, blank: Project
) -> None:
    scalability = dimensions(Facts(blank, catalogue))["scalability"]
    about = {
        i: {"state": "not_applicable", "reason": "A single report"}
        for item in scalability.items
        for i in item.answers
    }
    found = dimensions(Facts(Project.model_validate({"name": "x", "answers": about}), catalogue))[
        "scalability"
    ]
    assert (found.low, found.high, found.word) == (None, None, "does not apply")


def test_words_follow_the_table(catalogue: Catalogue) -> None:
    words = catalogue.rules["feasibility"]["words"]
    ends = [(0, 100), (80, 90), (60, 80), (10, 30), (30, 55), (45, 75)]
    assert [word(*one, words) for one in ends] == [
        "cannot say yet",
        "strong",
        "sound",
        "weak",
        "doubtful",
        "uncertain",
    ]


def found_item(catalogue: Catalogue, project: Project, dimension: str, item_id: str) -> Item:
    return next(i for i in dimensions(Facts(project, catalogue))[dimension].items if i.id == item_id)


@pytest.mark.parametrize(
    ("deadline", "said"),
    [(108, "in 108 days"), (1, "in 1 day"), (0, "the deadline is today"), (-12, "the deadline has passed")],
)
def test_how_far_the_deadline_is_away_is_said_with_its_unit(
    catalogue: Catalogue, deadline: int, said: str
) -> None:
    sources = [{"id": "s", "name": "Orders", "access": "requested", "days_to_obtain": 30}]
    plan = {"deadline": str(TODAY + dt.timedelta(deadline))}
    project = Project.model_validate(
        {"name": "x", "as_of": str(TODAY), "data": {"sources": sources}, "plan": plan}
    )
    reasons = [item.reason for item in dimensions(Facts(project, catalogue))["timeline"].items]
    assert any(said in reason for reason in reasons)


# ── answering an open question never leads outside the interval shown before
# ────────────────────────────────────

GRADES = [None, "measured", "comparable", "expert", "guess"]
ESTIMATES = st.one_of(
    st.integers(0, 10**6), st.sampled_from(["5 to 9", "40 / 60 / 110", "1 < 2 < 9", "1 .. 8"])
)
DATES = st.dates(TODAY - dt.timedelta(90), TODAY + dt.timedelta(900)).map(str)
ROWS = {
    "data.sources": st.fixed_dictionaries(
        {}, optional={"access": st.sampled_from(["in_hand", "agreed", "requested", "unclear", "refused"]), "days_to_obtain": st.integers(0, 400)}
    ),
    "value.costs": st.fixed_dictionaries({}, optional={"amount": ESTIMATES, "when": st.sampled_from(["once", "yearly"]), "evidence": st.sampled_from(GRADES[1:])}),
    "plan.team": st.fixed_dictionaries({}, optional={"available": st.booleans(), "days_per_week": st.integers(0, 5)}),
    "plan.tasks": st.fixed_dictionaries({"duration_days": ESTIMATES}, optional={"evidence": st.sampled_from([*GRADES[1:], "assumed"])}),
    "plan.holidays": st.fixed_dictionaries({"day": DATES}),
}  # fmt: skip


def values_of(question: Any) -> st.SearchStrategy[Any]:
    """Answers of a question, near the bounds that rules look at."""
    low, high = question.minimum, question.maximum
    match question.kind:
        case "choice":
            return st.sampled_from([choice.id for choice in question.choices])
        case "choices":
            return st.lists(
                st.sampled_from([choice.id for choice in question.choices]), unique=True, max_size=2
            )
        case "yes_no":
            return st.booleans()
        case "percent":
            return st.floats(0, 1)
        case "number" | "money":
            whole = st.integers(int(low or 0), int(min(high or 10**7, 10**7)))
            return whole if question.whole else st.one_of(whole, st.floats(0, 1))
        case "estimate":
            return ESTIMATES
        case "date":
            return DATES
        case _:
            return st.lists(ROWS[question.id], max_size=3)


@st.composite
def answers(draw: st.DrawFn, question: Any, *, settled: bool = False) -> dict[str, Any]:
    """An answer as the project file holds it: value, state, evidence."""
    kinds = (
        ["value", "value", "not_applicable"]
        if settled
        else ["value", "value", "none", "none", "unknown", "not_applicable", "assumed"]
    )
    kind = draw(st.sampled_from(kinds))
    if kind == "none":
        return {}
    if kind in ("unknown", "not_applicable"):
        return {"about": {"state": kind}}
    grade = "assumed" if kind == "assumed" else draw(st.sampled_from(GRADES))
    return {"value": draw(values_of(question)), "about": {"evidence": grade} if grade else {}}


def record(said: dict[str, dict[str, Any]], catalogue: Catalogue) -> Project:
    plain: dict[str, Any] = {"name": "x", "as_of": TODAY, "more": {}, "answers": {}}
    for question_id, answer in said.items():
        step, _, name = question_id.partition(".")
        if answer.get("about"):
            plain["answers"][question_id] = answer["about"]
        if "value" in answer:
            target = plain["more"] if catalogue.questions[question_id].pack else plain.setdefault(step, {})
            target[question_id if catalogue.questions[question_id].pack else name] = answer["value"]
    return Project.model_validate(plain)


def relevant(catalogue: Catalogue) -> list[str]:
    """Every question that an item rests on, with those that decide whether it is asked."""
    found = {i for i, q in catalogue.questions.items() if q.scoring and q.scoring.dimension}
    for rule in catalogue.rules["feasibility"]["computed"].values():
        found |= {*rule["answers"], *rule.get("also", ())}
    while parents := {key for i in found for key in catalogue.questions[i].when} - found:
        found |= parents
    return sorted(found)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), chance=st.one_of(st.none(), st.floats(0, 1)))
def test_answering_an_open_question_never_leads_outside_the_interval(
    catalogue: Catalogue, data: st.DataObject, chance: float | None
) -> None:
    schedule = Schedule(chance is not None, TODAY, None, None, None, None, None, chance, None, (), (), (), ())
    ids = relevant(catalogue)
    said = {i: data.draw(answers(catalogue.questions[i]), label=i) for i in ids}
    before_facts = Facts(record(said, catalogue), catalogue, None, schedule)
    before = dimensions(before_facts)
    chosen = data.draw(
        st.sampled_from([i for i in ids if before_facts.status[i] == "open"] or ids[:1]), label="answered"
    )
    if before_facts.status[chosen] != "open":
        return
    said[chosen] = data.draw(answers(catalogue.questions[chosen], settled=True), label="with")
    after = dimensions(Facts(record(said, catalogue), catalogue, None, schedule))
    for name, now in after.items():
        was = before[name]
        if now.low is None or now.high is None:
            continue
        assert was.low is not None
        assert was.high is not None
        assert was.low - 1e-9 <= now.low <= now.high <= was.high + 1e-9, name


@pytest.mark.parametrize("pilot", [None, False, True])
def test_a_budget_is_judged_by_what_is_spent_before_launch_with_a_pilot_or_without(
    pilot: bool | None, catalogue: Catalogue
) -> None:
    value: dict[str, Any] = {"costs": [{"id": "c", "name": "Build", "amount": 100_000, "when": "once"}]}
    plain = {
        "name": "P",
        "plan": {"budget": 100_000},
        "value": value | ({} if pilot is None else {"pilot": pilot}),
    }
    items = dimensions(Facts(Project.model_validate(plain), catalogue))["resources"].items
    budget = next(item for item in items if item.id == "resources.budget")
    assert budget.state == "answered"
    assert budget.low <= 0.75 <= budget.high
