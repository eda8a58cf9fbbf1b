"""The first page is the decision, and it is one page."""

import datetime as dt

import pytest

from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.document import Form, build, render
from mlscope.document.answers import day
from mlscope.document.blocks import Paragraph, Table
from mlscope.document.decision import (
    FIRST,
    advice,
    beside_drivers,
    condition_rows,
    drivers,
    further_conditions,
    last_conditions,
)
from mlscope.estimates.notation import parse
from mlscope.project import Project, SignOff, Waiver
from mlscope.project.answers import Decision
from mlscope.project.signatures import recorded, standing
from mlscope.words import percent_words
from tests.document.made import silent
from tests.document.reading import pages, squeezed, text_in


@pytest.mark.parametrize("name", ["churn", "demand", "defects", "hiring"])
def test_verdict_money_date_and_lines_to_sign_stand_on_page_one(
    name: str, samples: dict[str, Project], catalogue: Catalogue
) -> None:
    appraisal = appraise(samples[name], catalogue, points=256)
    first, second, *rest = pages(
        render(build(appraisal, catalogue, milestone="Board review", revision=41), "pdf")
    )
    for wanted in (
        appraisal.assessment.verdict.label,
        "Problem",
        samples[name].problem.proposal,
        "We ask for",
        "decides",
        "The choices",
        "Find out first",
        "Who signs",
        "Signature",
    ):
        assert squeezed(wanted) in squeezed(first)
    assert "milestone Board review, revision 41" in first
    assert "The case" in second
    assert all(len(page) > 200 for page in rest)


def test_the_longest_texts_still_leave_the_decision_on_one_page(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    project = samples["hiring"]
    project.name = "W" * 200
    project.problem.statement = "wide words " * 1800
    first, second, *_ = pages(
        render(build(appraise(project, catalogue, points=256), catalogue, milestone="m" * 200), "pdf")
    )
    assert "Signature" in first
    assert "The case" in second


def test_what_would_sink_it_stands_on_page_one(samples: dict[str, Project], catalogue: Catalogue) -> None:
    appraisal = appraise(samples["hiring"], catalogue, points=256)
    page = render(build(appraisal, catalogue), "md").decode().partition("## The case")[0]
    assert "What would sink it" in page
    for sink in appraisal.assessment.sinks:
        assert sink.cause in page


def test_the_drivers_named_are_those_with_the_largest_shares(appraised: dict[str, Appraisal]) -> None:
    for appraisal in appraised.values():
        money = appraisal.money
        largest = sorted(money.variance_shares.values(), reverse=True)[:3]
        assert [row[1] for row in drivers(money)] == [percent_words(share) for share in largest]
        together = sum(round(share, 2) for share in largest)
        assert beside_drivers(money).startswith(f"These three explain {percent_words(together)} of")


def test_page_one_says_what_doing_nothing_means_even_where_nobody_has_said(
    blank: Project, catalogue: Catalogue
) -> None:
    asked = {"value": {"benefits": [{"name": "Fewer calls", "amount": "10000"}]}}
    quick = Project.model_validate(blank.model_dump() | asked)
    page = render(build(appraise(quick, catalogue, points=256, draft=True), catalogue), "md").decode()
    assert "What it costs a year, and what becomes of it, nobody has said yet." in page


def test_a_better_alternative_is_named_beside_the_advice(appraised: dict[str, Appraisal]) -> None:
    for name, better in (("hiring", True), ("defects", True), ("demand", False)):
        worth = {act.id: act.npv for act in appraised[name].money.acts}
        assert (worth["alternative"] > worth["ml"]) == better
        assert ("the alternative without machine learning is worth more" in advice(appraised[name])) == better


def test_every_condition_is_printed_with_who_sees_to_it(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    appraisal = appraise(samples["churn"], catalogue, points=256)
    whole = render(build(appraisal, catalogue), "md").decode()
    conditions = whole.partition("**Conditions of a start**")[2]
    assert len(appraisal.assessment.conditions) > 1
    for condition in appraisal.assessment.conditions:
        assert condition.text in conditions
        assert condition.owner in conditions
        assert day(dt.date.fromisoformat(condition.due), brief=True) in conditions


def test_a_go_for_a_pilot_asks_for_its_cost_alone(samples: dict[str, Project], catalogue: Catalogue) -> None:
    project = samples["demand"]
    project.value.pilot, project.value.pilot_cost = True, parse("20000")
    appraisal = appraise(project, catalogue, points=1024)
    assert appraisal.assessment.verdict.label == "Go for the pilot"
    page = render(build(appraisal, catalogue), "md").decode().partition("## The case")[0]
    assert "We ask for 20 k EUR for the pilot, to build the forecast" in page
    assert "Approve the pilot alone, with the figure at which it ends." in page


def test_a_blank_project_says_that_nothing_can_be_said(blank: Project, catalogue: Catalogue) -> None:
    first = squeezed(pages(render(build(silent(blank), catalogue), "pdf"))[0])
    assert squeezed("Cannot say yet") in first
    assert squeezed("cannot be said yet; it takes an answer to “What would it bring?”.") in first
    assert squeezed("Not put into a sentence yet.") in first


def test_costs_alone_and_tasks_of_a_template_are_not_shown_as_a_finding(
    blank: Project, catalogue: Catalogue
) -> None:
    costs = [{"name": "Building it", "amount": "40000 to 250000"}]
    tasks = [{"name": "Build it", "duration_days": "5 to 10", "evidence": "assumed"}]
    early = Project.model_validate(blank.model_dump() | {"value": {"costs": costs}, "plan": {"tasks": tasks}})
    page = render(build(appraise(early, catalogue, points=256), catalogue), "md").decode()
    assert "What it is worth cannot be said yet: only costs are known, no benefit has an amount." in page
    assert "Nobody has confirmed the typical tasks behind it yet." in page


def test_signatures_given_are_printed_for_their_milestone(blank: Project, catalogue: Catalogue) -> None:
    at = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
    said = SignOff(milestone="Board review", decision=Decision.approved, author="A. Sponsor", note="In May.")
    signature = recorded(said, "Ben", verified=False, at=at)
    made = build(silent(blank), catalogue, milestone="Board review", signatures=[signature])
    assert "A. Sponsor" not in render(build(silent(blank), catalogue, milestone="Later"), "md").decode()
    assert (
        "| A. Sponsor | Approved | 2026-11-20 | recorded by Ben, unverified; In May. |"
        in render(made, "md").decode()
    )


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
def test_what_vouches_for_a_signature_stands_on_page_one_of_every_format(
    blank: Project, catalogue: Catalogue, form: Form
) -> None:
    at = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
    first, later = (
        SignOff(milestone="Gate", decision=decision, author="Maria", note=note, subject=subject)
        for decision, note, subject in (
            (Decision.rejected, "Too dear.", "forged"),
            (Decision.approved, "Cheaper now.", ""),
        )
    )
    login = SignOff(milestone="Gate", decision=Decision.feedback, author="Ada", subject="issuer 7")
    signatures = standing(
        (
            recorded(first, "Ben", verified=False, at=at),
            recorded(login, "Ada", verified=True, at=at),
            recorded(later, "Ben", verified=False, at=at + dt.timedelta(days=1)),
        )
    )
    made = build(
        silent(blank), catalogue, milestone="Gate", signatures=signatures, notes=["The rules were not kept."]
    )
    text = squeezed(text_in(form, render(made, form)))
    page_one = text[: text.index(squeezed("Provenance"), text.index(squeezed("Signature")))]
    for words in (
        "The rules were not kept.",
        "recorded by Ben, unverified; replaces “Rejected” of 2026-11-20; Cheaper now.",
        "signed in, verified",
    ):
        assert squeezed(words) in page_one
    assert squeezed("Too dear.") not in page_one
    assert (
        squeezed("Rejected by Maria on 2026-11-20, recorded by Ben, unverified; replaced on 2026-11-21")
        in text
    )


def test_many_signatures_and_notes_still_leave_the_decision_on_one_page(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    at = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
    said = [
        SignOff(
            milestone="Gate", decision=Decision.approved, author=f"Person {n} " + "w" * 180, note="why " * 400
        )
        for n in range(6)
    ]
    signatures = standing(recorded(one, "r" * 200, verified=False, at=at) for one in (*said, *said))
    made = build(
        appraise(samples["hiring"], catalogue, points=256),
        catalogue,
        milestone="m" * 200,
        signatures=signatures,
        notes=["A rule of its day cannot be used any more; today's is used."] * 9,
    )
    first, second, *_ = pages(render(made, "pdf"))
    assert squeezed("and 3 more") in squeezed(first)
    assert squeezed(first).count(",unverified;replaces") == 3
    assert "The case" in second


def test_waived_findings_stand_apart_with_their_reason(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    project = samples["hiring"]
    code = next(f.code for f in appraise(project, catalogue, points=256).assessment.findings)
    project.waivers = {code: Waiver(reason="The board accepts it.", author="A. Sponsor")}
    shown = render(build(appraise(project, catalogue, points=256), catalogue), "md").decode()
    waived = shown.partition("**Waived findings**")[2]
    assert code.replace("_", "\\_") in waived
    assert "The board accepts it. | A. Sponsor |" in waived


def test_all_that_stands_in_the_way_is_printed_with_who_and_when(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    appraisal = appraise(samples["hiring"], catalogue, points=256)
    rows = condition_rows(appraisal, catalogue)
    text = render(build(appraisal, catalogue, variant="paper"), "md").decode()
    for place, what, _, who, when in rows:
        line = next(line for line in text.splitlines() if line.startswith(f"| {place} | {what} |"))
        assert who in line
        assert when in line
    second, pointer = further_conditions(appraisal, catalogue, 2, "in the annex of findings")
    (last,) = last_conditions(appraisal, catalogue, FIRST + 2)
    assert isinstance(second, Table)
    assert isinstance(last, Table)
    assert isinstance(pointer, Paragraph)
    assert pointer.text == f"Beyond these, {len(last.rows)} more, in the annex of findings."
    assert FIRST + len(second.rows) + len(last.rows) == len(rows)
