"""Quick scope is an interview of at most twenty questions that ends in a picture worth having."""

import re
from itertools import product

import pytest

from mlscope import interview
from mlscope.appraise import appraise
from mlscope.estimates.notation import Number
from mlscope.project import Project
from mlscope.project.answers import Answer, State
from mlscope.project.reading import read
from mlscope.project.steps.problem import Task
from mlscope.typical import filled
from tests.interview.projects import (
    EVERY,
    customer_groups,
    demand_forecast,
    drafted_answers,
    missed_appointments,
    odd_invoices,
    ranked_offers,
)

MAKERS = pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)


def appraised(project, catalogue):
    return appraise(filled(project, catalogue), catalogue, points=1024, draft=True)


def said(project, catalogue):
    found = appraised(project, catalogue)
    return interview.money_sentence(found.project, found.money, catalogue)


# ── which question
# ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("task", [None, *Task])
def test_quick_scope_asks_at_most_twenty_questions_and_no_table(task, catalogue):
    for personal, automation in product((None, True, False), ("advice", "full")):
        project = Project(
            name="Quick",
            problem={"task": task},
            data={"personal": personal},
            approach={"automation": automation},
        )
        questions = interview.quick_questions(project, catalogue)
        assert len(questions) <= interview.MOST
        assert all(question.kind != "table" for question in questions)
        assert len(questions) >= (10 if task is None else 13)


def test_every_type_of_task_is_asked_what_it_brings_and_costs(catalogue):
    for make in EVERY:
        asked = {question.id for question in interview.quick_questions(make(), catalogue)}
        assert {"plan.people", "plan.weeks", "value.adoption_success"} <= asked
        answered = {
            f"value.{name}" for name, value in make().value if value is not None and name != "count_decisions"
        }
        assert answered <= asked


def test_what_decides_what_is_asked_comes_first(catalogue):
    questions = interview.quick_questions(Project(name="New"), catalogue)
    assert [question.id for question in questions[:3]] == [
        "problem.task",
        "problem.statement",
        "data.personal",
    ]


def test_open_questions_come_in_the_order_of_what_they_can_still_move(catalogue):
    found = appraised(missed_appointments(), catalogue)
    ids = [q.id for q in interview.quick_questions(found.project, catalogue, found)]
    moving = [wanted.id for wanted in interview.deciding(found) if wanted.id in ids]
    still_open = [i for i in ids if found.project.state(i) == State.untouched]
    assert still_open[: len(moving)] == moving
    assert interview.next_question(found, catalogue).id == moving[0]


def test_the_place_is_said_in_words_and_counts_up(catalogue):
    project = Project(name="New")
    first = interview.next_question(appraised(project, catalogue), catalogue)
    place = interview.position(first, project, catalogue)
    assert (place.number, place.total, place.step) == (1, 20, "Problem")
    assert place.sentence.startswith("Question 1 of about 20, Problem, about ")
    project.problem.task = Task.classification
    second = interview.next_question(appraised(project, catalogue), catalogue)
    later = interview.position(second, project, catalogue)
    assert later.number == 2
    assert later.minutes < place.minutes


def test_the_interview_ends_when_every_question_is_settled(catalogue):
    project = missed_appointments()
    for _ in range(interview.MOST + 1):
        question = interview.next_question(appraised(project, catalogue), catalogue)
        if question is None:
            break
        assert interview.stopping_sentence(appraised(project, catalogue), catalogue) == ""
        project = Project.unflatten(
            project.id, project.flatten() | {question.id: Answer(state=State.unknown)}
        )
    assert interview.next_question(appraised(project, catalogue), catalogue) is None
    assert (
        interview.stopping_sentence(appraised(project, catalogue), catalogue)
        == "What can still change the picture is asked in Full scope."
    )


# ── the money in words
# ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_sum_of_sorting_reads_as_it_is_worked_out(catalogue):
    """50,000 x 15 % = 7,500; half of them x 35 = 131,250; a right one outweighs 35/4.4 = 7.95 false alarms:
    one in 8.95.
    """
    project = missed_appointments(false_alarm_cost=4.4)
    assert (
        said(project, catalogue)
        == "7,500 true cases x half found x 35 EUR = 131 k EUR a year with typical figures; "
        "it pays from one right alarm in eight."
    )
    project.metrics.recall, project.metrics.precision = 0.5, 0.4
    assert "131 k EUR a year; it pays" in said(project, catalogue)


def test_the_sum_builds_up_with_each_answer(catalogue):
    project = missed_appointments(cases_per_year=None, gain=None, false_alarm_cost=None)
    assert said(project, catalogue) == ""
    project.data.base_rate = None
    project.value.cases_per_year = Number(value=50_000)
    assert said(project, catalogue) == "50,000 cases a year."
    project.data.base_rate = 0.15
    assert said(project, catalogue) == "15 % of 50,000 cases are 7,500 a year."
    project.value.gain = Number(value=35)
    assert said(project, catalogue).endswith("= 131 k EUR a year with typical figures, before false alarms.")


def test_people_s_limit_on_cases_is_part_of_the_sum(catalogue):
    project = missed_appointments(false_alarm_cost=4.4, capacity=5_000)
    project.metrics.recall, project.metrics.precision = 0.5, 0.4
    assert said(project, catalogue).startswith(
        "7,500 true cases x half found, of which people can handle 2,000, x 35 EUR = 70 k EUR a year;"
    )


@pytest.mark.parametrize(
    ("gain", "cost", "words"),
    [
        (35, 0, "a false alarm costs nothing, so every one pays"),
        (10, 10, "it pays from one right alarm in two"),
        (10, 30, "it pays where 75 % of them are a right alarm"),
        (30, 0.1, "it pays from one right alarm in 301"),
    ],
)
def test_the_threshold_is_said_as_people_count(gain, cost, words, catalogue):
    assert words in said(missed_appointments(gain=gain, false_alarm_cost=cost), catalogue)


def test_each_type_of_task_has_its_own_sum(catalogue):
    """15,600 x 10 x 0.80 = 124,800; the running cost of 24.8 k buys 2 units of error. 60,000 x 0.4 x (8 -
    0.74)/60 x 55.
    """
    assert (
        said(demand_forecast(fixed_cost=24_960), catalogue)
        == "15,600 forecasts x 10 better (40 to 30) x 0.8 EUR = 125 k EUR a year; running it is paid from an"
        " error below 38."
    )
    assert (
        said(ranked_offers(), catalogue)
        == "60,000 fitting ones x half shown x 4 EUR = 120 k EUR a year with typical figures; "
        "it pays from one taken suggestion in 401."
    )
    assert said(odd_invoices(), catalogue).startswith(
        "500 unusual ones x half caught x 900 EUR = 225 k EUR a year"
    )
    project = drafted_answers(rework_share=0, rework_minutes=0, fixed_cost=44_000)
    assert (
        said(project, catalogue)
        == "60,000 cases x 40 % used x 8 minutes saved x 55 EUR an hour = 176 k EUR a year; "
        "running it is paid from 2 minutes saved each time."
    )
    assert said(customer_groups(), catalogue).startswith(
        "It brings 197 k EUR a year, of which running it takes "
    )


def test_a_blank_project_has_no_sum(catalogue):
    assert said(Project(name="New"), catalogue) == ""


# ── break-even
# ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("make", "question"),
    [
        (missed_appointments, "value.gain"),
        (missed_appointments, "value.cases_per_year"),
        (demand_forecast, "value.error_cost"),
        (drafted_answers, "value.minutes_saved"),
        (drafted_answers, "value.hour_cost"),
        (customer_groups, "value.yearly_benefit"),
    ],
)
def test_at_the_break_even_the_expected_value_is_nil(make, question, catalogue):
    name = question.partition(".")[2]
    found = appraised(make(**{name: None}), catalogue)
    level = interview.break_even(found, catalogue, question)
    even = appraised(make(**{name: level}), catalogue)
    assert even.money.deterministic.npv == pytest.approx(
        0, abs=0.02 * even.money.deterministic.discounted_cost
    )
    assert "it has to be at least that" in interview.break_even_sentence(found, catalogue, question)


def test_what_it_has_to_bring_a_year_brings_it_to_nil(catalogue):
    found = appraised(missed_appointments(gain=None), catalogue)
    needed = interview.needed_a_year(found, catalogue)
    row = {"id": "b", "name": "All of it", "amount": needed, "when": "yearly"}
    even = appraised(missed_appointments(gain=None, benefits=[row], count_decisions=True), catalogue)
    assert even.money.deterministic.npv == pytest.approx(0, abs=1)


# ── the first picture
# ───────────────────────────────────────────────────────────────────────────────────────────


@MAKERS
def test_the_first_picture_leads_with_the_chance_the_range_and_what_it_hinges_on(make, catalogue):
    found = appraised(make(), catalogue)
    picture = interview.first_picture(found, catalogue)
    assert picture.title.startswith("On your answers and typical figures: ")
    assert " % chance of paying back, " in picture.title
    undecided = found.money.npv.p10 < 0 < found.money.npv.p90
    assert (" over 3 years; it hinges on " in picture.title) == undecided
    assert [fact.label for fact in picture.facts] == [
        "Chance of paying back",
        "Value over 3 years",
        "On average",
        "To build it",
        "To run it a year",
    ]
    assert picture.sum
    assert picture.feasibility.startswith("Weakest feasibility: ")
    assert len(picture.sinks) <= 3
    assert 1 <= len(picture.monday) <= 3
    assert picture.find_out is not None
    assert picture.leaning
    assert any(line.startswith("What has to be done? ") for line in picture.assumed)


@MAKERS
def test_no_chance_of_paying_back_is_shown_while_nobody_has_said_what_it_brings(make, catalogue):
    found = appraised(make(gain=None, error_cost=None, minutes_saved=None, yearly_benefit=None), catalogue)
    picture = interview.first_picture(found, catalogue)
    assert "chance of paying back" not in " ".join([picture.title, *(fact.label for fact in picture.facts)])
    assert "it has to bring " in picture.title
    assert picture.facts[0].label == "Has to bring a year"
    assert "comes out even over 3 years at " in picture.find_out.worth


@pytest.mark.parametrize(
    ("make", "figures", "clause"),
    [
        (missed_appointments, {"gain": 20}, "acting on a right one brings {} EUR"),
        (demand_forecast, {"error_cost": 0.2}, "an error costs {} EUR"),
        (drafted_answers, {"minutes_saved": 2}, "it saves {} minutes each time"),
    ],
)
def test_a_loss_comes_with_what_it_takes_to_come_out_even(make, figures, clause, catalogue):
    found = appraised(make(**figures), catalogue)
    assert found.money.npv.mean < 0
    picture = interview.first_picture(found, catalogue)
    level = re.search(clause.format(r"([\d.]+)"), picture.takes)[1]
    ((question, said),) = figures.items()
    assert float(level) > said
    assert f"you said {said}" in picture.takes
    even = interview.break_even(found, catalogue, f"value.{question}")
    assert float(level) == pytest.approx(even, rel=0.06)


def test_nothing_is_said_to_decide_what_loses_in_every_likely_case(catalogue):
    found = appraised(drafted_answers(minutes_saved=0.5), catalogue)
    assert found.money.npv.p90 < 0
    picture = interview.first_picture(found, catalogue)
    assert "hinges" not in picture.title


def test_how_often_it_works_and_is_used_is_said_where_it_is_not_certain(catalogue):
    picture = interview.first_picture(appraised(missed_appointments(), catalogue), catalogue)
    assert re.fullmatch(
        r"A model gets good enough in \d+ of 100 cases and people use it in \d+ of 100 cases;"
        r" else it brings nothing\.",
        picture.chances,
    )


def test_the_first_picture_never_lists_what_cannot_be_said(catalogue):
    for project in (Project(name="New"), *(make() for make in EVERY)):
        picture = interview.first_picture(appraised(project, catalogue), catalogue)
        told = " ".join(
            [picture.title, picture.leaning, *(f"{fact.label} {fact.value}" for fact in picture.facts)]
        )
        assert "Too much is open" not in told
        assert "not known" not in told


def test_the_range_of_the_title_is_that_of_the_money(catalogue):
    found = appraised(missed_appointments(gain=60), catalogue)
    assert found.money.npv.p10 < 0 < found.money.npv.p90
    picture = interview.first_picture(found, catalogue)
    assert " to +" in picture.title
    assert picture.facts[1].value in picture.title


def test_a_page_before_confirming_shows_every_column_of_the_assumed_rows(catalogue):
    found = filled(missed_appointments(), catalogue)
    question = catalogue.questions["value.costs"]
    rows = interview.assumed_rows_of(found, question)
    assert len(rows) == len(found.value.costs)
    labels = {column.label for row in rows for column, _ in interview.facts_of_row(row, question)}
    assert {"Cost", "For", "Amount", "When"} <= labels
    found.value.costs[0].evidence = "guess"
    assert len(interview.assumed_rows_of(found, question)) == len(rows) - 1


def test_every_figure_of_quick_scope_has_an_example_for_each_task_that_asks_it_and_it_can_be_read(catalogue):
    figures = ("estimate", "percent", "number")
    for task in catalogue.questions["problem.task"].choices:
        project = Project(name="-", problem={"task": task.id})
        for question in interview.quick_questions(project, catalogue):
            example = interview.example_of(question, project, catalogue)
            if question.kind in figures and question.id not in ("plan.people", "plan.weeks"):
                assert example, (task.id, question.id)
                figure = re.split(r", | for | with | visits| quotes| letters| searches", example)[0]
                if question.id != "value.cases_per_year" or task.id != "anomaly":
                    read(question, figure, project.currency)


def test_what_people_times_weeks_cost_says_what_a_week_is_taken_to_cost(catalogue):
    project = missed_appointments()
    project.plan.people, project.plan.weeks = Number(value=2), Number(value=10)
    assert "a typical figure" in interview.work_sentence(project, catalogue)
    assert "1.5 to 3.5 k EUR a person's week" in interview.work_sentence(project, catalogue)
    project.plan.week_cost = Number(value=2_500)
    assert (
        interview.work_sentence(project, catalogue)
        == "People x weeks x 2.5 k EUR a person's week = 50 k EUR."
    )
    elsewhere = project.model_copy(update={"currency": "XOF", "plan": project.plan.model_copy()})
    elsewhere.plan.week_cost = None
    assert "not known here" in interview.work_sentence(elsewhere, catalogue)
    project.plan.weeks = None
    assert interview.work_sentence(project, catalogue) == ""
