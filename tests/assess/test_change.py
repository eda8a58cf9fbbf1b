"""A change explained: the steps sum to the whole, in the order of the log."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings

from mlscope import assess
from mlscope.appraise import Appraiser
from mlscope.catalogue import Catalogue
from mlscope.catalogue.replay import of_day
from mlscope.document import explained as words
from mlscope.errors import InputError
from mlscope.project import Answer, Project
from mlscope.results import Standing
from mlscope.store import Author, Change, Store, open_store
from tests.assess.generated import project
from tests.assess.test_properties import SEEDS, SKIPPED, answer_to

ANNA, BEN = Author("Anna"), Author("Ben")


def edited(store: Store, project_id: str, key: str, new: Answer, author: Author = ANNA) -> None:
    old = store.load(project_id).answers.get(key, Answer())
    assert not store.apply(project_id, [Change(key, new, old)], author).conflicts


def stands(catalogue: Catalogue) -> Any:
    def of(record: Project) -> Standing:
        return assess.standing(assess.assess(record, catalogue), None, None)

    return of


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS)
def test_the_parts_sum_to_the_whole_for_every_pair_of_revisions(seed: int, catalogue: Catalogue) -> None:
    chance = random.Random(seed)
    start = project(seed, catalogue)
    store = open_store(":memory:")
    store.create(start, ANNA)
    revisions = [store.load(start.id).revision]
    questions = [q for q in catalogue.questions.values() if q.kind not in SKIPPED and q.minimum != -1]
    for question in chance.sample(questions, 5):
        edited(
            store,
            start.id,
            question.id,
            Answer(value=answer_to(question, chance)),
            chance.choice([ANNA, BEN]),
        )
        revisions.append(store.load(start.id).revision)
    records = {revision: store.at(start.id, revision) for revision in revisions}
    log = store.history(start.id)
    for low, high in [(a, b) for a in revisions for b in revisions if a < b]:
        rows = [row for row in log if low < row.revision <= high]
        told = assess.explain(records[low], records[high], rows, catalogue, stands(catalogue))
        assert told.before == stands(catalogue)(records[low])
        assert told.after == stands(catalogue)(records[high])
        links = [told.before, *(step.after for step in told.steps)]
        assert [step.before for step in told.steps] == links[:-1]
        assert links[-1] == told.after
        for figure, moved in told.parts.items():
            assert sum(step.parts.get(figure, 0.0) for step in told.steps) == pytest.approx(moved, abs=1e-9)
    store.close()


def test_ten_edits_are_ten_steps_in_the_order_of_the_log_with_their_authors(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    start = samples["demand"]
    store = open_store(":memory:")
    store.create(start, ANNA)
    first = store.load(start.id).revision
    edits: list[tuple[str, Any, Author]] = [
        ("people.users", "absent", ANNA),
        ("feasibility.skills", "missing", BEN),
        ("data.quality", "poor", ANNA),
        ("plan.key_person", True, BEN),
        ("metrics.monitoring", False, ANNA),
        ("approach.rollback", False, ANNA),
        ("approach.rollout", "at_once", BEN),
        ("people.experts", "none", ANNA),
        ("plan.weekly_demo", False, ANNA),
        ("people.users", "informed", BEN),
    ]
    for key, value, author in edits:
        edited(store, start.id, key, Answer(value=value), author)
    last = store.load(start.id).revision
    rows = [row for row in store.history(start.id) if row.revision > first]
    appraiser = Appraiser(catalogue, points=1024)
    told = assess.explain(
        store.at(start.id, first), store.at(start.id, last), rows, catalogue, appraiser.standing
    )
    assert [step.id for step in told.steps] == [key for key, _, _ in edits[1:]]
    assert told.steps[-1].authors == ("Anna", "Ben")
    assert told.before.word == "go"
    assert told.after.word == "not_yet"
    assert any("High findings went from 0 to" in sentence for sentence in told.crossed)
    assert told.crossed[0] == "The verdict went from “Go” to “Not yet”."
    assert "order of the log" in told.order
    assert told.parts["resources.low"] < 0
    assert told.parts.get("value", 0.0) == 0
    assert len(appraiser._money) == 1  # nothing that money rests on changed
    store.close()


def test_what_changed_beside_the_answers_is_the_first_step(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    before = samples["demand"]
    after = before.model_copy(update={"as_of": before.as_of.replace(year=before.as_of.year + 2)})
    told = assess.explain(before, after, [], catalogue, Appraiser(catalogue, points=1024).standing)
    assert [step.kind for step in told.steps] == ["frame"]
    assert told.steps[0].parts == told.parts != {}


def test_a_comment_is_no_step_and_a_waiver_is_one(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    before = samples["hiring"]
    code = next(f.code for f in assess.assess(before, catalogue).findings if f.severity == "high")
    after = Project.model_validate(
        before.to_plain() | {"comments": [{"text": "Why?"}], "waivers": {code: {"reason": "Known"}}}
    )
    told = assess.explain(before, after, [], catalogue, stands(catalogue))
    assert [(step.kind, step.id) for step in told.steps] == [("waiver", code)]
    assert told.after.high_findings == told.before.high_findings - 1


def test_two_projects_cannot_be_explained_as_one_change(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    with pytest.raises(
        InputError, match="are two projects; choose two revisions or milestones of one of them"
    ):
        assess.explain(samples["churn"], samples["demand"], [], catalogue, stands(catalogue))


def test_a_revision_that_does_not_exist_is_named(samples: dict[str, Project]) -> None:
    store = open_store(":memory:")
    store.create(samples["churn"], ANNA)
    with pytest.raises(InputError, match=r"has the revisions 1 to .* there is no revision 99999"):
        store.at(samples["churn"].id, 99_999)
    store.close()


def test_the_rules_that_a_milestone_pinned_are_read_back(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    texts = catalogue.content()
    then, told_of = of_day(texts, catalogue)
    assert told_of == ()
    assert {i: q.scoring for i, q in then.questions.items()} == {
        i: q.scoring for i, q in catalogue.questions.items()
    }
    strict = json.loads(texts["rules/verdict"])
    strict["rows"][0]["feasibility"] = 101
    harder, _ = of_day(texts | {"rules/verdict": json.dumps(strict)}, catalogue)
    sample = samples["demand"]
    stood, stands_now = Appraiser(harder, points=256).standing, Appraiser(catalogue, points=256).standing
    told = assess.explain(sample, sample, [], catalogue, stands_now, stood)
    assert [step.kind for step in told.steps] == ["frame"]
    assert (told.before.word, told.after.word) == ("conditional", "go")
    unread, told_of = of_day(texts | {"rules/verdict": "{"}, catalogue)
    assert unread.rules["verdict"] == catalogue.rules["verdict"]
    assert told_of


def test_an_explained_change_reads_as_a_paper(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    before = samples["demand"]
    after = Project.model_validate(before.to_plain())
    after.people.users = None
    told = assess.explain(before, after, [], catalogue, Appraiser(catalogue, points=256).standing)
    paper = words.as_markdown(told, after, catalogue, "From then to now").decode()
    label = catalogue.questions["people.users"].label
    assert label.rstrip("?") in paper
    assert "resources" in paper
    assert "order of the log" in paper
