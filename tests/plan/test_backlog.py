"""The backlog made from the answers, and what people change in it."""

import datetime as dt
from typing import Any

import pytest

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.plan import schedule
from mlscope.plan.backlog import backlog, refuse_full
from mlscope.project import Project, State
from mlscope.project.answers import About
from mlscope.results import Backlog, BacklogItem

MONDAY = dt.date(2026, 11, 23)


def made(catalogue: Catalogue, **parts: Any) -> Backlog:
    project = Project(name="P", as_of=MONDAY, **parts)
    return backlog(project, schedule(project), catalogue.rules["backlog"], catalogue.questions)


def by_id(found: Backlog) -> dict[str, BacklogItem]:
    return {item.id: item for item in found.items}


def test_a_blank_project_has_no_backlog(catalogue: Catalogue) -> None:
    assert made(catalogue).items == ()


def test_a_task_is_cut_into_pieces_of_four_hours_over_the_steps_of_its_phase(catalogue: Catalogue) -> None:
    tasks = [{"id": "t", "name": "Build", "phase": "data", "duration_days": 5, "owner": "Anna"}]
    found = made(catalogue, plan={"tasks": tasks})
    epic, *pieces = found.items
    assert (epic.kind, epic.title) == ("epic", "Data")
    assert [piece.hours for piece in pieces] == [4.0] * 10
    assert pieces[0].title == "Build: get access and look at a first sample (1 of 2)"
    assert {piece.owner for piece in pieces} == {"Anna"}
    assert {piece.parent for piece in pieces} == {epic.id}
    days = [MONDAY + dt.timedelta(days=number // 2) for number in range(10)]
    assert [piece.start for piece in pieces] == days
    assert {piece.sprint for piece in pieces} == {"Sprint 0"}
    assert {piece.column for piece in pieces} == {"sprint"}


@pytest.mark.parametrize(("days", "pieces", "rest"), [(0.1, 1, 4), (1, 2, 4), (30, 60, 4), (40, 60, 84)])
def test_all_hours_of_a_task_are_in_its_pieces(catalogue: Catalogue, days, pieces, rest) -> None:
    found = made(catalogue, plan={"tasks": [{"id": "t", "name": "T", "duration_days": days}]}).items[1:]
    assert len(found) == pieces
    assert found[-1].hours == rest
    assert sum(item.hours or 0 for item in found) == pytest.approx(max(4, days * 8))


def test_a_task_without_a_duration_is_one_piece_without_hours(catalogue: Catalogue) -> None:
    (epic, piece) = made(catalogue, plan={"tasks": [{"id": "t", "name": "T"}]}).items
    assert (epic.title, piece.title, piece.hours) == ("Other work", "T", None)


def test_requirements_become_stories_accepted_by_their_measure(catalogue: Catalogue) -> None:
    found = by_id(
        made(
            catalogue,
            problem={"who": "The retention team, about 400 calls a week"},
            metrics={
                "functional": [{"id": "f", "name": "Show three reasons", "target": "Nine of ten convince"}],
                "nonfunctional": [{"id": "n", "name": "On time", "measure": "Weeks", "target": "51 of 52"}],
            },
        )
    )
    assert found["functional-f"].text == "The retention team need this: Show three reasons"
    assert found["functional-f"].accepted_when == "Nine of ten convince"
    assert found["nonfunctional-n"].accepted_when == "Weeks: 51 of 52"
    steps = [item for item in found.values() if item.parent == "functional-f"]
    assert [step.hours for step in steps] == [4.0] * 4


def test_stories_stand_in_the_users_words_under_their_epic_or_deliverable(catalogue: Catalogue) -> None:
    stories = [
        {"id": "a", "epic": "The list", "story": "As an agent I see reasons", "accepted_when": "Two agree"},
        {"id": "b", "epic": "Operation", "story": "As the team we retrain it"},
    ]
    found = by_id(
        made(
            catalogue, problem={"deliverables": [{"id": "d", "name": "The list"}]}, plan={"stories": stories}
        )
    )
    assert found["story-a"].parent == "deliverable-d"
    assert (found["story-a"].title, found["story-a"].accepted_when) == (
        "As an agent I see reasons",
        "Two agree",
    )
    assert found[found["story-b"].parent].title == "Operation"


def test_research_has_a_time_box_a_hypothesis_and_the_figure_that_decides(catalogue: Catalogue) -> None:
    found = by_id(
        made(
            catalogue,
            metrics={"metric": "recall", "baseline": 0.5, "target": 0.7, "minimum": 0.6},
            answers={"data.labelled": About(state=State.unknown, who="Anna", by=dt.date(2026, 12, 1))}
            if "data.labelled" in catalogue.questions
            else {},
        )
    )
    item = found["research-model"]
    assert (item.kind, item.hours) == ("research", 40.0)
    assert item.hypothesis == "A model reaches 0.7 in recall; today's way reaches 0.5."
    assert item.decides == "Recall on data that was never seen; beyond 0.6 it is worth going on."


def test_ids_stay_when_other_rows_come_and_go_and_when_names_change(catalogue: Catalogue) -> None:
    tasks = [{"id": name, "name": name, "duration_days": 1} for name in "abc"]
    before = {item.id for item in made(catalogue, plan={"tasks": tasks}).items}
    tasks[1]["name"] = "Renamed"
    assert {item.id for item in made(catalogue, plan={"tasks": tasks[::-1]}).items} == before
    assert {item.id for item in made(catalogue, plan={"tasks": tasks[1:]}).items} < before


def test_what_people_change_goes_before_what_is_made(catalogue: Catalogue) -> None:
    tasks = [{"id": "t", "name": "T", "duration_days": 1}]
    rows = [
        {"id": "piece-t-1", "title": "Mine", "column": "in_review", "owner": "Anna", "hours": 3},
        {"id": "piece-t-2", "dropped": True},
        {"id": "own", "title": "Ours", "kind": "story", "part_of": "phase-other"},
        {"id": "piece-gone-1", "column": "done"},
    ]
    found = by_id(made(catalogue, plan={"tasks": tasks, "backlog": rows}))
    assert set(found) == {"phase-other", "piece-t-1", "own"}
    changed = found["piece-t-1"]
    assert (changed.title, changed.column, changed.owner, changed.hours) == ("Mine", "in_review", "Anna", 3)
    assert (found["own"].kind, found["own"].parent) == ("story", "phase-other")


def test_a_full_column_takes_nothing_more(catalogue: Catalogue) -> None:
    rows = [{"id": f"r{i}", "title": "R", "column": "in_review"} for i in range(2)]
    rows.append({"id": "next", "title": "N"})
    found = made(catalogue, plan={"backlog": rows})
    with pytest.raises(InputError, match="In review holds 2 of at most 2 items: finish one"):
        refuse_full(found, "next", "in_review")
    refuse_full(found, "r0", "in_review")
    refuse_full(found, "next", "sprint")
    limits = [{"column": "in_review", "limit": 3}]
    refuse_full(made(catalogue, plan={"backlog": rows, "column_limits": limits}), "next", "in_review")


def test_the_board_has_the_columns_from_backlog_to_production(catalogue: Catalogue) -> None:
    assert [column.name for column in made(catalogue).columns] == [
        "Project backlog",
        "Sprint backlog",
        "In progress",
        "In review",
        "Ready for staging",
        "In staging",
        "Ready for production",
        "In production, done",
    ]


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_the_items_of_a_sample_have_ids_of_their_own_and_known_parents(
    name: str, samples: dict[str, Project], catalogue: Catalogue
) -> None:
    found = appraise(samples[name], catalogue, points=256)
    items = backlog(samples[name], found.schedule, catalogue.rules["backlog"], catalogue.questions).items
    ids = [item.id for item in items]
    assert len(set(ids)) == len(ids) > 50
    assert all(len(i) <= 40 for i in ids)
    for item in items:
        assert not item.parent or ids.index(item.parent) < ids.index(item.id), item
    assert {item.kind for item in items} == {"epic", "story", "task", "research"}
