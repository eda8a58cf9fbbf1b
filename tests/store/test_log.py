"""The change log, its fold, and two people writing at once: the same claims on every kind of store."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from mlscope.errors import InputError, UnknownProject
from mlscope.money import as_json, evaluate
from mlscope.project import BLANK, Answer, Evidence, Project, State
from mlscope.project.inputs import allot
from mlscope.project.migrations import ALIASES
from mlscope.store import Author, Change, Store
from mlscope.store import store as module

ANN, BO = Author("Ann"), Author("Bo", verified=True)
STATEMENT, CONTEXT, AMOUNT = "problem.statement", "problem.context", "value.benefits/R1/amount"


def said(value: Any, **more: Any) -> Answer:
    return Answer(value=value, **more)


def put(
    store: Store, project: str, key: str, new: Answer, author: Author = ANN, typing: bool = False
) -> None:
    old = store.load(project).answers.get(key, BLANK)
    assert not store.apply(project, [Change(key, new, old)], author, typing=typing).conflicts


def values(store: Store, project: str, key: str) -> list[Any]:
    return [row.new.value for row in reversed(store.history(project, key))]


# ── the log and its fold
# ────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_project_reads_back_as_it_was(store: Store, samples: dict[str, Project]) -> None:
    for sample in samples.values():
        loaded = store.load(store.create(sample, ANN)).project
        assert set(loaded.slots.items()) >= set(sample.slots.items())
        assert set(loaded.numbers.items()) >= set(sample.numbers.items())
        own = {"answers", "slots", "numbers", "packs"}
        assert loaded.model_dump(exclude=own) == sample.model_dump(exclude=own)


def test_an_id_in_use_is_replaced_by_a_new_one(store: Store) -> None:
    project = Project(name="Churn")
    first, second = store.create(project, ANN), store.create(project, BO)
    assert first == project.id
    assert second != first
    assert store.load(second).project.name == "Churn"


def test_every_change_is_one_row_with_author_and_both_answers(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("Customers leave."))
    put(store, scoped, STATEMENT, said("Customers leave early.", note="Asked sales."), BO)
    newest, before = store.history(scoped, STATEMENT)
    assert (newest.author, newest.verified, newest.old, newest.new) == (
        "Bo",
        True,
        before.new,
        said("Customers leave early.", note="Asked sales."),
    )
    assert newest.revision == before.revision + 1 == store.load(scoped).revision
    assert before.at <= newest.at <= dt.datetime.now(dt.UTC)
    assert store.verify(scoped) == []


def test_answers_carry_who_changed_them_last_and_when(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("Customers leave."), BO)
    answer = store.load(scoped).answers[STATEMENT]
    assert (answer.author, answer.at) == ("Bo", store.history(scoped, STATEMENT)[0].at)


def test_any_revision_can_be_rebuilt(store: Store, scoped: str) -> None:
    seen = {}
    for number in range(5):
        put(store, scoped, STATEMENT, said(f"Version {number}"))
        loaded = store.load(scoped)
        seen[loaded.revision] = loaded.project
    assert {revision: store.at(scoped, revision) for revision in seen} == seen
    assert store.at(scoped, 1).name == "Churn"
    with pytest.raises(InputError, match="there is no revision 99"):
        store.at(scoped, 99)


def test_an_equal_answer_writes_nothing(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("Same"))
    before = store.load(scoped)
    applied = store.apply(scoped, [Change(STATEMENT, said("Same"), BLANK)], BO)
    assert (applied.stamp, applied.conflicts) == (before.stamp, ())
    assert store.load(scoped).revision == before.revision


def test_a_cleared_answer_is_untouched_again(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("Gone soon"))
    put(store, scoped, STATEMENT, BLANK)
    assert STATEMENT not in store.load(scoped).answers
    assert store.load(scoped).project.state(STATEMENT) == State.untouched
    assert store.verify(scoped) == []


def test_the_stamp_rises_with_every_write(store: Store, scoped: str) -> None:
    stamps = [store.stamp(scoped)]
    put(store, scoped, STATEMENT, said("One"))
    stamps.append(store.stamp(scoped))
    put(store, scoped, STATEMENT, said("One t"), typing=True)
    stamps.append(store.stamp(scoped))
    store.archive(scoped, ANN)
    stamps.append(store.stamp(scoped))
    assert stamps == sorted(set(stamps))


def test_a_project_that_is_not_there_is_said_so(store: Store) -> None:
    for act in (store.load, store.stamp, store.history, store.export, store.verify):
        with pytest.raises(UnknownProject, match="no such project"):
            act("nowhere")


def test_a_change_that_would_make_the_record_unreadable_is_refused(store: Store, scoped: str) -> None:
    before = store.load(scoped)
    for key, value in {
        "value.horizon_years": "many",
        "value.benefits/R1/nonsense": 1,
        "value.benefits/R1": 1,
        "value.benefits/bad row/amount": {"kind": "number", "value": 1},
        "project/owner": "Ann",
        "project/name": None,
        "slot/value.gain": 3,
        "comment/C1": {"text": 5},
        "packed.figure": float("nan"),
    }.items():
        with pytest.raises(InputError):
            store.apply(scoped, [Change(STATEMENT, said("not kept either")), Change(key, said(value))], ANN)
    assert store.load(scoped) == before


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE log; --",
        "$1 %s :key {0}",
        "null\x00byte",
        "\ud800 lone",
        "‮drawkcab",
        "顧客 🚪 Ünïcode",
        '{"value": null}',
        "x" * 10_000,
        "a\\u0000b",
    ],
)
def test_text_stays_text(store: Store, scoped: str, text: str) -> None:
    put(store, scoped, STATEMENT, said(text, note=text))
    put(store, scoped, "extra.question", said({text: [text]}))
    kept = text.replace("\x00", "").replace("\ud800", "")
    answers = store.load(scoped).answers
    assert (answers[STATEMENT].value, answers[STATEMENT].note) == (kept, kept.strip())
    assert answers["extra.question"].value == {kept: [kept]}
    assert store.verify(scoped) == []


def test_an_old_key_is_read_under_its_new_name(
    store: Store, scoped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, scoped, "problem.motive", said("written long ago"))
    monkeypatch.setitem(ALIASES, "problem.motive", STATEMENT)
    assert store.load(scoped).project.problem.statement == "written long ago"
    put(store, scoped, STATEMENT, said("written today"))
    assert values(store, scoped, STATEMENT) == ["written long ago", "written today"]
    assert store.load(scoped).project.problem.statement == "written today"
    assert store.verify(scoped) == []


# ── two people
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_editors_of_different_questions_both_win(store: Store, scoped: str) -> None:
    assert not store.apply(scoped, [Change(STATEMENT, said("Ann's"))], ANN).conflicts
    assert not store.apply(scoped, [Change(CONTEXT, said("Bo's"))], BO).conflicts
    problem = store.load(scoped).project.problem
    assert (problem.statement, problem.context) == ("Ann's", "Bo's")


def test_two_editors_of_different_cells_and_rows_both_win(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change("value.benefits/R1/name", said("Fewer losses"))], ANN)
    store.apply(scoped, [Change("value.benefits/R1/category", said("revenue"))], BO)
    store.apply(scoped, [Change("value.benefits/R2/name", said("Less work"))], BO)
    store.apply(scoped, [Change("value.benefits/R1/deleted", said(True))], ANN)
    store.apply(scoped, [Change("value.benefits/R3/name", said("Third"))], ANN)
    assert [row.name for row in store.load(scoped).project.value.benefits or []] == ["Less work", "Third"]
    assert store.verify(scoped) == []


def test_a_note_does_not_collide_with_a_value_or_with_evidence(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("Start"))
    base = said("Start")
    assert not store.apply(scoped, [Change(STATEMENT, said("Start", note="Ann's note"), base)], ANN).conflicts
    assert not store.apply(scoped, [Change(STATEMENT, said("Bo's value"), base)], BO).conflicts
    assert not store.apply(
        scoped, [Change(STATEMENT, said("Start", evidence=Evidence.measured), base)], ANN
    ).conflicts
    merged = store.load(scoped).answers[STATEMENT]
    assert merged.content == said("Bo's value", note="Ann's note", evidence=Evidence.measured).content


def test_a_conflict_shows_both_answers_and_the_log_keeps_both(store: Store, scoped: str) -> None:
    base = said("Start")
    put(store, scoped, STATEMENT, base)
    store.apply(scoped, [Change(STATEMENT, said("Ann's"), base)], ANN)
    applied = store.apply(
        scoped, [Change(STATEMENT, said("Bo's", note="mine"), base), Change(CONTEXT, said("fine"))], BO
    )
    (conflict,) = applied.conflicts
    assert (conflict.key, conflict.mine.value, conflict.theirs.value, conflict.base.value) == (
        STATEMENT,
        "Bo's",
        "Ann's",
        "Start",
    )
    assert conflict.theirs.author == "Ann"
    assert conflict.theirs.at == store.history(scoped, STATEMENT)[0].at
    loaded = store.load(scoped)
    assert (loaded.project.problem.statement, loaded.answers[STATEMENT].note) == ("Ann's", "")
    assert loaded.project.problem.context == "fine"
    refused = [row for row in store.history(scoped) if row.key.startswith("conflict/")]
    assert [(row.author, row.new.value) for row in refused] == [
        ("Bo", {"key": STATEMENT, "answer": said("Bo's", note="mine").content})
    ]


def test_a_conflict_is_settled_by_proposing_against_what_stands_there(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change(STATEMENT, said("Ann's"))], ANN)
    (conflict,) = store.apply(scoped, [Change(STATEMENT, said("Bo's"))], BO).conflicts
    assert not store.apply(scoped, [Change(STATEMENT, conflict.mine, conflict.theirs)], BO).conflicts
    assert store.load(scoped).project.problem.statement == "Bo's"


def test_two_editors_who_say_the_same_agree(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change(STATEMENT, said("Same"))], ANN)
    assert not store.apply(scoped, [Change(STATEMENT, said("Same", note="And a note"))], BO).conflicts
    assert store.load(scoped).answers[STATEMENT].note == "And a note"


def test_not_applicable_against_a_value_is_a_conflict(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change(STATEMENT, said("Ann's"))], ANN)
    idle = Answer(state=State.not_applicable, reason="Another project")
    assert store.apply(scoped, [Change(STATEMENT, idle)], BO).conflicts


def test_a_row_counts_although_somebody_said_that_nothing_is_known(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change("value.benefits/R1/name", said("Fewer losses"))], ANN)
    store.apply(scoped, [Change("value.benefits", Answer(state=State.unknown, who="Bo"))], BO)
    assert [row.name for row in store.load(scoped).project.value.benefits or []] == ["Fewer losses"]


# ── typing
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def type_out(store: Store, project: str, key: str, text: str, author: Author = ANN) -> None:
    for end in range(1, len(text) + 1):
        put(store, project, key, said(text[:end]), author, typing=True)


def test_typing_becomes_one_row_from_where_it_began_to_where_it_ended(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("C"))
    revision = store.load(scoped).revision
    type_out(store, scoped, STATEMENT, "Customers leave")
    assert store.load(scoped).project.problem.statement == "Customers leave"
    assert store.load(scoped).revision == revision
    rows = store.history(scoped, STATEMENT)
    assert [(row.old.value, row.new.value) for row in rows] == [("C", "Customers leave"), (None, "C")]
    assert store.verify(scoped) == []


def test_typing_elsewhere_ends_typing(store: Store, scoped: str) -> None:
    type_out(store, scoped, STATEMENT, "one")
    type_out(store, scoped, CONTEXT, "two")
    type_out(store, scoped, STATEMENT, "three")
    assert values(store, scoped, STATEMENT) == ["one", "three"]
    assert values(store, scoped, CONTEXT) == ["two"]


def test_two_people_typing_in_different_places_do_not_cut_each_other_up(store: Store, scoped: str) -> None:
    for end in range(1, 5):
        put(store, scoped, STATEMENT, said("Anns"[:end]), ANN, typing=True)
        put(store, scoped, CONTEXT, said("Bobs"[:end]), BO, typing=True)
    assert (values(store, scoped, STATEMENT), values(store, scoped, CONTEXT)) == (["Anns"], ["Bobs"])
    assert [row.author for row in store.history(scoped, CONTEXT)] == ["Bo"]


@pytest.mark.parametrize("author", [BO, ANN], ids=["somebody else", "the same person in a second tab"])
def test_typing_into_what_another_types_is_a_conflict_and_both_are_kept(
    store: Store, scoped: str, author: Author
) -> None:
    type_out(store, scoped, STATEMENT, "Ann was here")
    applied = store.apply(scoped, [Change(STATEMENT, said("B"))], author, typing=True)
    assert [conflict.theirs.value for conflict in applied.conflicts] == ["Ann was here"]
    put(store, scoped, STATEMENT, said("Ann is gone"), ANN, typing=True)
    logged = [row.new.value for row in store.history(scoped)]
    assert "Ann was here" in logged
    assert {"key": STATEMENT, "answer": said("B").content} in logged


def test_typing_that_comes_to_nothing_leaves_no_trace(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, said("Bo's"), BO)
    before = store.load(scoped).answers[STATEMENT]
    put(store, scoped, STATEMENT, said("Bo's and"), ANN, typing=True)
    put(store, scoped, STATEMENT, said("Bo's"), ANN, typing=True)
    put(store, scoped, CONTEXT, said("x"), ANN, typing=True)
    put(store, scoped, CONTEXT, BLANK, ANN, typing=True)
    assert values(store, scoped, STATEMENT) == ["Bo's"]
    assert values(store, scoped, CONTEXT) == []
    assert store.load(scoped).answers[STATEMENT] == before
    assert store.verify(scoped) == []


def test_typing_that_paused_is_logged_when_somebody_looks(
    store: Store, scoped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_out(store, scoped, STATEMENT, "paused")
    revision = store.load(scoped).revision
    monkeypatch.setattr(module, "QUIET", dt.timedelta(0))
    assert store.load(scoped).revision == revision + 1


# ── sampling slots
# ──────────────────────────────────────────────────────────────────────────────────────────────


def number(value: float) -> Answer:
    return said({"kind": "number", "value": value})


def between(low: float, high: float) -> Answer:
    return said({"kind": "uniform", "low": low, "high": high})


def test_each_uncertain_input_gets_a_slot_of_its_own_and_amounts_outside_tables_a_fixed_one(
    store: Store, scoped: str
) -> None:
    put(store, scoped, AMOUNT, between(1, 2))
    put(store, scoped, "value.gain", between(5, 9))
    put(store, scoped, "value.benefits/R1/name", said("No slot for a name"))
    slots = store.load(scoped).project.slots
    assert slots == allot({}, [AMOUNT, "value.gain"])
    assert len(set(slots.values())) == 2


def test_a_chance_gets_a_slot_for_its_event_too(store: Store, scoped: str) -> None:
    put(store, scoped, "value.technical_success", number(0.7))
    assert store.load(scoped).project.slots == {"value.technical_success": 0}
    put(store, scoped, "value.technical_success", between(0.6, 0.8))
    assert store.load(scoped).project.slots == {
        "value.technical_success": 0,
        "value.technical_success#happens": 3,
    }


def test_what_nothing_draws_takes_no_slot_until_it_is_a_range(store: Store, scoped: str) -> None:
    figures = {
        "probability": said(0.2),
        "cost": number(7),
        "delay_days": said({"kind": "range", "low": 5, "high": 9}),
    }
    risks = [
        Change(f"risks.risks/K{row}/{name}", answer) for row in range(90) for name, answer in figures.items()
    ]
    store.apply(
        scoped, [*risks, *(Change(f"value.benefits/R{row}/amount", number(row)) for row in range(300))], ANN
    )
    assert store.load(scoped).project.slots == {}
    put(store, scoped, AMOUNT, between(1, 2))
    assert set(store.load(scoped).project.slots) == {AMOUNT}


def test_a_duplicate_starts_the_count_of_slots_anew(store: Store, scoped: str) -> None:
    rows = [f"value.benefits/R{row}/amount" for row in range(200)]
    store.apply(scoped, [Change(key, between(1, 2)) for key in rows], ANN)
    store.apply(scoped, [Change(key, number(1), between(1, 2)) for key in rows[1:]], ANN)
    before = store.load(scoped).project.slots
    assert len(before) == 200
    copy = store.duplicate(scoped, "Anew", ANN)
    assert store.load(copy).project.slots == {rows[0]: before[rows[0]]}


def test_slots_are_never_reused(store: Store, scoped: str) -> None:
    put(store, scoped, AMOUNT, between(1, 2))
    before = store.load(scoped).project.slots
    put(store, scoped, AMOUNT, BLANK)
    put(store, scoped, "value.benefits/R1/deleted", said(True))
    rows = [f"value.benefits/R{row}/amount" for row in range(2, 257)]
    store.apply(scoped, [Change(key, between(2, 3)) for key in rows], ANN)
    put(store, scoped, AMOUNT, between(3, 4))
    after = store.load(scoped).project.slots
    assert after[AMOUNT] == before[AMOUNT]
    assert sorted(after.values()) == list(range(256))


def test_two_people_who_add_an_input_each_get_two_slots(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change(AMOUNT, between(1, 2))], ANN)
    store.apply(scoped, [Change("value.benefits/R2/amount", between(2, 3))], BO)
    slots = store.load(scoped).project.slots
    assert set(slots) == {AMOUNT, "value.benefits/R2/amount"}
    assert len(set(slots.values())) == 2


def test_slots_that_a_project_comes_with_stay(store: Store) -> None:
    cost = {"id": "C1", "name": "Build", "amount": "5 .. 6"}
    benefit = {"id": "B1", "name": "Gain", "amount": "9 .. 10"}
    project = Project.model_validate(
        {
            "name": "Churn",
            "value": {"costs": [cost], "benefits": [benefit]},
            "slots": {"value.costs/C1/amount": 0, "value.old": 1},
        }
    )
    loaded = store.load(store.create(project, ANN)).project
    assert loaded.slots == project.slots | {
        "value.benefits/B1/amount": loaded.slots["value.benefits/B1/amount"]
    }
    assert loaded.slots["value.benefits/B1/amount"] not in (0, 1)


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_a_file_without_slots_keeps_its_figures_in_the_store(
    store: Store, samples: dict[str, Project], name: str
) -> None:
    written = samples[name]
    assert written.slots == {}
    loaded = store.load(store.create(written, ANN)).project
    assert as_json(evaluate(loaded, points=512)) == as_json(evaluate(written, points=512))


def test_rows_that_meet_in_one_slot_keep_their_figures_in_the_store(store: Store) -> None:
    costs = [
        {"id": f"C{n:03}", "amount": n if n % 2 else {"kind": "range", "low": n + 1, "high": 2 * n + 9}}
        for n in reversed(range(150))
    ]
    written = Project.model_validate({"name": "Many rows", "value": {"costs": costs}})
    loaded = store.load(store.create(written, ANN)).project
    assert np.array_equal(evaluate(loaded, points=512).samples, evaluate(written, points=512).samples)


def test_the_257th_input_is_refused_and_changes_nothing(store: Store, scoped: str) -> None:
    store.apply(
        scoped, [Change(f"value.benefits/R{row}/amount", between(row, row + 1)) for row in range(256)], ANN
    )
    before = store.load(scoped)
    with pytest.raises(InputError, match="256 uncertain amounts"):
        store.apply(
            scoped, [Change(STATEMENT, said("x")), Change("value.benefits/R256/amount", between(1, 2))], ANN
        )
    assert store.load(scoped) == before
