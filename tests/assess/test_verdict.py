"""The verdict, its blockers, what to ask next and the way to a go."""

import itertools
import json
import re
from typing import Any

import pytest

from mlscope.appraise import Appraisal, appraise
from mlscope.assess import as_json, assess
from mlscope.assess.verdict import GOOD, combined
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.results import VerdictWord

WORDS: tuple[VerdictWord, ...] = ("no_go", "not_yet", "conditional", "go")


def appraised(project: Project, catalogue: Catalogue) -> Appraisal:
    return appraise(project, catalogue, points=1024)


def changed(project: Project, **answers: Any) -> Project:
    """The project with some answers replaced, `step__name=value`."""
    plain = project.to_plain()
    for key, value in answers.items():
        step, _, name = key.partition("__")
        plain.setdefault(step, {})[name] = value
        plain.get("answers", {}).pop(f"{step}.{name}", None)
    return Project.model_validate(plain)


def test_a_blank_project_cannot_say(catalogue: Catalogue, blank: Project) -> None:
    found = appraised(blank, catalogue).assessment
    assert (found.verdict.word, found.verdict.worst, found.verdict.best) == ("cannot_say", "no_go", "go")
    assert (found.completeness, found.core_completeness) == (0, 0)
    assert found.blockers == ()
    assert found.recommendations == ()
    assert {"value.benefits", "value.costs"} <= {q.id for q in found.next_questions[:3]}


def test_it_can_be_assessed_without_money_and_dates(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    for sample in samples.values():
        assert assess(sample, catalogue).verdict.best in WORDS


def test_samples_reach_different_verdicts_and_one_of_them_a_go(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    words = {appraised(sample, catalogue).assessment.verdict.word for sample in samples.values()}
    assert "go" in words
    assert len(words) >= 3


@pytest.mark.parametrize(
    ("worst", "best"),
    [pair for pair in itertools.product(WORDS, WORDS) if WORDS.index(pair[0]) <= WORDS.index(pair[1])],
)
def test_the_word_lies_between_the_ends_or_cannot_be_said(worst: VerdictWord, best: VerdictWord) -> None:
    word = combined(worst, best, raised=False)
    if word == "cannot_say":
        assert worst == "no_go"
        assert best in GOOD
    else:
        assert WORDS.index(worst) <= WORDS.index(word) <= WORDS.index(best)
    assert combined(worst, best, raised=True) == ("no_go" if best == "no_go" else "cannot_say")


def good(samples: dict[str, Project], catalogue: Catalogue) -> Project:
    return next(s for s in samples.values() if appraised(s, catalogue).assessment.verdict.word == "go")


def test_a_confirmed_blocker_is_never_averaged_away(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    project = good(samples, catalogue)
    stopped = appraised(changed(project, data__personal=True, data__legal_basis="none"), catalogue).assessment
    assert stopped.verdict.word == "no_go"
    assert [(b.code, b.confirmed) for b in stopped.blockers] == [("legal_basis", True)]
    assert stopped.path_to_go == ()


@pytest.mark.parametrize(
    ("answers", "code", "word"),
    [
        ({"data__labels": "impossible"}, "no_labels", "no_go"),
        ({"ethics__practices": ["manipulation"]}, "prohibited_practice", "no_go"),
        ({"data__sources": [{"access": "refused"}]}, "no_access", "not_yet"),
        ({"data__sources": []}, "no_data", "not_yet"),
    ],
)
def test_confirmed_blockers_stop_or_wait_for_their_cure(
    catalogue: Catalogue, samples: dict[str, Project], answers: dict[str, Any], code: str, word: str
) -> None:
    found = appraised(changed(good(samples, catalogue), **answers), catalogue).assessment
    assert [b.code for b in found.blockers if b.confirmed] == [code]
    assert found.verdict.word == word


def test_a_prohibited_practice_is_an_open_blocker_until_the_scope_is_confirmed(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    project = changed(good(samples, catalogue), ethics__practices=["manipulation"], ethics__in_eu=None)
    found = appraised(project, catalogue).assessment
    assert (found.verdict.word, found.ai_act.tier) == ("cannot_say", "cannot_say")
    assert [(b.code, b.confirmed, b.answers[0]) for b in found.blockers] == [
        ("prohibited_practice", False, "ethics.in_eu")
    ]
    assert found.next_questions[0].id == "ethics.in_eu"


@pytest.mark.parametrize(
    ("allowed", "standing"),
    [("none", True), ("in_review", False), (None, None), ("consent", None)],
    ids=["none", "review", "open", "consent"],
)
def test_sensitive_data_needs_more_than_a_legal_basis(
    catalogue: Catalogue, samples: dict[str, Project], allowed: str | None, standing: bool | None
) -> None:
    project = changed(
        good(samples, catalogue), data__personal=True, data__legal_basis="consent", data__retention="A year"
    )
    project.more |= {"data.special": ["health"]} | ({"data.special_basis": allowed} if allowed else {})
    found = appraised(project, catalogue).assessment
    assert [(b.code, b.confirmed) for b in found.blockers] == (
        [] if standing is None else [("special_data", standing)]
    )
    if allowed is None:
        assert found.next_questions[0].id == "data.special_basis"
    if standing is True:
        assert found.verdict.word == "not_yet"


@pytest.mark.parametrize("basis", ["in_review", None])
def test_an_open_blocker_cannot_say(
    catalogue: Catalogue, samples: dict[str, Project], basis: str | None
) -> None:
    found = appraised(
        changed(good(samples, catalogue), data__personal=True, data__legal_basis=basis), catalogue
    ).assessment
    assert found.verdict.word == "cannot_say"
    assert [(b.code, b.confirmed) for b in found.blockers] == [("legal_basis", False)]
    assert found.next_questions[0].id == "data.legal_basis"
    assert "legal basis" in found.verdict.sentence


def test_a_question_that_could_stop_it_keeps_the_verdict_open_and_is_asked_first(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    found = appraised(changed(good(samples, catalogue), ethics__practices=None), catalogue).assessment
    assert found.verdict.word == "cannot_say"
    assert found.blockers == ()
    assert found.next_questions[0].id == "ethics.practices"


def test_labels_do_not_matter_to_a_task_that_learns_without(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    project = changed(good(samples, catalogue), problem__task="clustering", data__labels="impossible")
    assert appraised(project, catalogue).assessment.blockers == ()


def test_one_high_finding_turns_a_go_into_a_conditional_that_names_it(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    found = appraised(changed(good(samples, catalogue), approach__rollback=False), catalogue).assessment
    assert found.verdict.word == "conditional"
    assert "; keep the last version ready" in found.verdict.sentence
    assert "there is no way back" in found.verdict.sentence
    assert [step.question for step in found.path_to_go] == ["approach.rollback"]


def test_a_settled_verdict_says_so_and_asks_nothing_open(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    found = appraised(good(samples, catalogue), catalogue).assessment
    assert found.verdict.reasons[-1] == catalogue.rules["verdict"]["settled"]
    assert all("worth up to" in question.reason for question in found.next_questions)
    assert "costs less than the sum named" in found.stopping_rule
    assert found.path_to_go == ()


def test_a_no_go_asks_nothing_more(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    found = appraised(
        changed(good(samples, catalogue), ethics__practices=["manipulation"]), catalogue
    ).assessment
    assert found.next_questions == ()
    assert "It is time to decide" in found.stopping_rule


def test_money_that_rests_on_assumed_costs_alone_is_not_known(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    project = good(samples, catalogue)
    assumed = [
        row.model_dump(mode="json", exclude_none=True) | {"evidence": "assumed"}
        for row in project.value.costs or []
    ]
    found = appraised(changed(project, value__costs=assumed), catalogue).assessment
    assert found.verdict.word == "cannot_say"
    assert "value.costs" in {question.id for question in found.next_questions[:2]}


def test_the_path_to_go_reaches_it(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    project = good(samples, catalogue)
    weak = changed(project, feasibility__skills="missing", people__users="absent", people__experts="none")
    found = appraised(weak, catalogue).assessment
    assert found.verdict.word != "go"
    names = [step.question for step in found.path_to_go]
    assert 0 < len(names) <= 4
    mended = {
        i.replace(".", "__", 1): getattr(getattr(project, i.partition(".")[0]), i.partition(".")[2])
        for i in names
    }
    assert appraised(changed(weak, **mended), catalogue).assessment.verdict.word == "go"


def test_next_questions_are_open_ordered_and_explained(catalogue: Catalogue) -> None:
    project = Project.model_validate(
        {"name": "x", "problem": {"task": "classification"}, "feasibility": {"proof": "own_test"}}
    )
    found = appraised(project, catalogue).assessment
    telling = [question.bits / question.minutes for question in found.next_questions]
    assert telling == sorted(telling, reverse=True)
    assert all(project.raw(question.id) is None and question.reason for question in found.next_questions)


def test_a_point_of_width_counts_more_in_the_worst_dimension(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    project = changed(
        good(samples, catalogue),
        feasibility__proof=None,
        problem__need=None,
        people__users=None,
        people__experts=None,
        feasibility__skills=None,
        plan__key_person=None,
    )
    found = appraised(project, catalogue).assessment
    worst = min(found.dimensions.values(), key=lambda dimension: dimension.low or 0)
    told = [
        (q.gain, re.search(r"narrow (.+) feasibility by up to (\d+) points", q.reason))
        for q in found.next_questions
    ]
    gains = [(match[1], gain / int(match[2])) for gain, match in told if match]
    assert max(gains, key=lambda one: one[1])[0] == worst.label.lower()
    assert len({label for label, _ in gains}) > 1
    assert "once both are the same" in found.stopping_rule


def test_completeness_counts_asked_questions_and_not_assumed_ones(catalogue: Catalogue) -> None:
    plain: dict[str, Any] = {"name": "x", "risks": {"risks": [{"name": "Late", "evidence": "assumed"}]}}
    assumed = assess(Project.model_validate(plain), catalogue)
    assert assumed.step_completeness["risks"] == 0
    plain["risks"]["risks"][0]["evidence"] = "guess"
    others = [
        question.id
        for question in catalogue.of_step("risks")
        if question.id != "risks.risks" and not question.optional
    ]
    assert assess(Project.model_validate(plain), catalogue).step_completeness["risks"] == 1 / (
        1 + len(others)
    )
    plain["answers"] = {other: {"state": "not_applicable", "reason": "Held elsewhere"} for other in others}
    assert assess(Project.model_validate(plain), catalogue).step_completeness["risks"] == 1


def test_dont_know_is_listed_as_an_open_question(catalogue: Catalogue) -> None:
    project = Project.model_validate(
        {"name": "x", "answers": {"data.kind": {"state": "unknown", "who": "Data engineer"}}}
    )
    assert assess(project, catalogue).open_questions == ("data.kind",)


def test_recommendations_rest_on_answers_and_say_so(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    for sample in samples.values():
        recommended = assess(sample, catalogue).recommendations
        assert {"metrics", "model_selection"} <= {entry.topic for entry in recommended}
        assert all(entry.reason.startswith("You said: ") for entry in recommended)
        most = catalogue.rules["recommendations"]["most_per_topic"]
        assert all(
            len(list(group)) <= most
            for _, group in itertools.groupby(recommended, key=lambda entry: entry.topic)
        )


def test_json_has_the_promised_keys_and_no_infinities(
    catalogue: Catalogue, samples: dict[str, Project], blank: Project
) -> None:
    promised = {
        "verdict",
        "completeness",
        "dimensions",
        "blockers",
        "findings",
        "next_questions",
        "recommendations",
        "ai_act",
    }
    for project in (*samples.values(), blank):
        plain = as_json(appraised(project, catalogue).assessment)
        assert promised <= set(plain)
        assert set(plain["dimensions"]) == {"technical", "data", "resources", "timeline", "scalability"}
        assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_an_owner_whom_nobody_named_to_do_it_alone_does_not_make_a_verdict_worse(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    """Who answers for a task is not who does it: late by owners alone is a finding, and both are told."""
    plain = samples["demand"].to_plain()
    for task in plain["plan"]["tasks"]:
        task.pop("who", None)
        task.pop("share", None)
        task["owner"] = "Data scientist"
    free = appraise(Project.model_validate(plain), catalogue, points=1024)
    assert free.schedule is not None
    assert free.schedule.owners_alone
    assert free.schedule.unlimited is not None
    late, chance = free.schedule.probability_on_time, free.schedule.unlimited.probability_on_time
    assert late is not None
    assert chance is not None
    assert late < chance
    assert free.schedule.decided_on_time == chance
    told = next(reason for reason in free.assessment.verdict.reasons if "meet the deadline" in reason)
    assert "if each owner does the work alone" in told
    for task in plain["plan"]["tasks"]:
        task["who"] = [task["owner"]]
    named = appraise(Project.model_validate(plain), catalogue, points=1024)
    assert named.schedule is not None
    assert named.schedule.decided_on_time == named.schedule.probability_on_time
    assert not any("owner does the work alone" in reason for reason in named.assessment.verdict.reasons)
