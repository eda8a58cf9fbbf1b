"""The list of candidates and the board, on stored summaries."""

import datetime as dt

from mlscope import charts, summaries
from mlscope.project import Answer, Project, Stage
from mlscope.store import Author, Change, Wanted
from mlscope.ui.portfolio import board

ANN, BO = Author("Ann"), Author("Bo")


def texts(at):
    return [one.value for one in at.markdown] + [one.value for one in at.caption]


def names(at):
    return [one.label.strip("*") for one in at.button if (one.key or "").startswith("open/")]


def test_home_shows_a_candidate_at_once_and_its_results_once_they_are_worked_out(app, store, catalogue):
    store.create(Project(name="Churn", tags=["retail"]), ANN)

    at = app()

    assert names(at) == ["Churn"]
    assert any("results are being worked out" in text for text in texts(at))
    assert summaries.refresh(store, catalogue) == 1, "no page works out a project that nobody opened"
    at.run()
    assert any("Still open" in text and "retail" in text for text in texts(at))
    assert not any("worked out" in text for text in texts(at))


def test_a_candidate_opens_where_it_stands_today_however_old_its_results_are(app, store, catalogue):
    churn = store.create(Project(name="Churn"), ANN)
    summaries.refresh(store, catalogue)
    at = app().button(key=f"open/{churn}").click().run()
    assert [one.value for one in at.title] == ["What should the model do?"]

    store.apply(churn, [Change("problem.statement", Answer(value="Customers leave."))], ANN)
    at = app().button(key=f"open/{churn}").click().run()
    assert at.session_state["session"].page == "picture"


def test_a_long_list_is_searched_filtered_ordered_and_paged_in_the_database(app, store, catalogue):
    store.create_all(
        [Project(name=f"Candidate {n:02d}", stage=Stage.idea if n % 2 else Stage.review) for n in range(23)],
        ANN,
    )
    at = app()
    at.selectbox(key="order").select("Name").run()

    assert names(at) == [f"Candidate {n:02d}" for n in range(10)]
    assert any("1 to 10 of 23 candidates" in text for text in texts(at))
    at.session_state["candidates_page"] = 3
    at.run()
    assert names(at) == ["Candidate 20", "Candidate 21", "Candidate 22"]
    at.text_input(key="search").set_value("candidate 1").run()
    assert len(names(at)) == 10
    at.text_input(key="search").set_value("nothing of the kind").run()
    assert any("No candidate fits" in text for text in texts(at))


def test_the_board_shows_candidates_by_stage_with_limits_and_history(app, store, catalogue):
    ids = store.create_all([Project(name=name, stage=Stage.review) for name in "AB"], ANN)
    store.keep_limits({"review": 1}, ANN)
    moved = next(one for one in store.projects() if one.id == ids[0])
    board.move(store, moved, Stage.approved, BO)
    at = app()
    at.session_state["shelf"] = "Board"
    at.session_state["board/history"] = True
    at.run()

    assert not at.exception
    assert any("1 of at most 1" in text for text in texts(at))
    assert sum("here since today" in text for text in texts(at)) == 2
    assert at.dataframe[0].value.drop(columns="When").to_dict("records") == [
        {"Candidate": "A", "From": "Review", "To": "Approved", "Who": "Bo"}
    ]


def test_a_full_stage_takes_no_other_candidate_and_says_so(store):
    ids = store.create_all([Project(name="A", stage=Stage.review), Project(name="B")], ANN)
    store.keep_limits({"review": 1}, ANN)
    waiting = next(one for one in store.projects() if one.id == ids[1])

    assert board.move(store, waiting, Stage.review, ANN).startswith("Review is full: 1 of at most 1.")
    assert store.counted(Wanted(stages=["review"])) == 1
    assert board.move(store, waiting, Stage.idea, ANN) == ""
    assert [(move.before, move.stage) for move in store.moves() if move.project == ids[1]] == [
        ("", "scoping"),
        ("scoping", "idea"),
    ]


def test_of_two_who_move_one_candidate_the_second_is_told(store):
    store.create(Project(name="A"), ANN)
    seen = store.projects()[0]

    assert board.move(store, seen, Stage.review, ANN) == ""
    assert board.move(store, seen, Stage.rejected, BO).startswith("Somebody else moved A meanwhile.")
    assert store.load(seen.id).project.stage == Stage.review


def test_the_flow_counts_every_candidate_in_its_stage_on_every_day():

    days = [dt.date(2026, 3, day) for day in (1, 4, 9)]
    steps = [(days[0], "", "idea"), (days[0], "", "idea"), (days[1], "idea", "done")]
    stages = {"idea": "Idea", "review": "Review", "done": "Done"}

    drawn = charts.cumulative_flow(steps, stages, days[2])

    assert drawn is not None
    assert drawn.title == "1 of 2 candidates stand in idea"
    rows = [row for layer in drawn.spec()["layer"] for row in layer["data"]["values"] if "stage" in row]
    heights = {(row["day"], row["stage"]): row["high"] - row["low"] for row in rows}
    assert [heights[f"2026-03-{day:02d}", "idea"] for day in (1, 4, 10)] == [2, 1, 1]
    assert [heights[f"2026-03-{day:02d}", "done"] for day in (1, 4, 10)] == [0, 1, 1]
    assert charts.cumulative_flow([], stages, days[2]) is None
