"""A project's results in short: the figures of the engines, kept beside the project and made anew when due."""

import datetime as dt
import logging
from dataclasses import replace

import numpy as np
import pytest

from mlscope import summaries, summarise
from mlscope.appraise import Appraisal, appraise, candidate
from mlscope.catalogue import Catalogue
from mlscope.project import Answer, Comment, Project, Stage
from mlscope.results import CandidateDraws, Floats, ProjectSummary
from mlscope.store import Author, Change, Store, open_store
from mlscope.templates import samples

ANN = Author("Ann")


@pytest.fixture(scope="module")
def appraised(catalogue: Catalogue) -> Appraisal:
    return appraise(samples(catalogue)["hiring"], catalogue, draft=True)


@pytest.fixture(scope="module")
def short(appraised: Appraisal, catalogue: Catalogue) -> tuple[ProjectSummary, Floats | None]:
    return summarise.summarise(appraised.project, catalogue)


@pytest.fixture
def store() -> Store:
    return open_store(":memory:")


def test_a_summary_says_what_the_engines_say(
    appraised: Appraisal, short: tuple[ProjectSummary, Floats | None]
) -> None:
    summary, money = short[0], appraised.money

    assert (summary.verdict, summary.npv, summary.value) == (
        appraised.assessment.verdict.word,
        money.npv,
        money.incremental,
    )
    assert summary.leaning == appraised.assessment.leaning.probabilities
    assert summary.finish_p80 == appraised.schedule.finish_p80
    assert money.budget
    assert summary.spend[0].p80 == money.budget.total.p80
    assert [line.year for line in summary.spend[1:]] == [
        appraised.project.as_of.year + (line.year or 0) for line in money.budget.years
    ]
    assert summarise.from_text(summarise.as_text(summary)) == summary


def test_the_kept_draws_stand_for_all_of_them(
    appraised: Appraisal, short: tuple[ProjectSummary, Floats | None]
) -> None:
    kept, all_draws = short[1], candidate(appraised).draws
    assert kept is not None
    assert all_draws is not None
    draws = CandidateDraws(kept[0], kept[1:])

    assert draws.value.shape == (summarise.DRAWS,)
    assert appraised.money.incremental
    assert draws.value.mean() == pytest.approx(appraised.money.incremental.mean)
    spread = np.ptp(all_draws.value)
    for share in (0.1, 0.5, 0.9):
        assert np.quantile(draws.value, share) == pytest.approx(
            np.quantile(all_draws.value, share), abs=0.01 * spread
        )
    assert draws.spend.sum(axis=0).mean() == pytest.approx(all_draws.spend.sum(axis=0).mean(), rel=0.05)


def test_only_what_the_engines_read_makes_a_summary_old(blank: Project) -> None:
    key = summarise.key_of(blank, "content")
    remark = Comment(text="Looks good", author="Ann", at=dt.datetime.now(dt.UTC))

    told = blank.model_copy(update={"comments": [remark], "stage": Stage.review})
    answered = blank.model_copy(update={"currency": "USD"})

    assert summarise.key_of(told, "content") == key
    assert summarise.key_of(answered, "content") != key
    assert summarise.key_of(blank, "other content") != key


def test_packs_rules_and_the_version_make_summaries_old(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = summarise.content_key(catalogue)
    rules = catalogue.rules | {"verdict": catalogue.rules["verdict"] | {"go": 0.99}}
    packs = dict(list(catalogue.packs.items())[1:])
    stricter, fewer = replace(catalogue, rules=rules), replace(catalogue, packs=packs)

    assert len({today, summarise.content_key(stricter), summarise.content_key(fewer)}) == 3
    monkeypatch.setattr(summarise, "__version__", "another")
    assert summarise.content_key(catalogue) != today


def test_summaries_are_made_once_and_again_where_something_changed(
    store: Store, catalogue: Catalogue
) -> None:
    one, other = store.create_all([Project(name="A"), Project(name="B", tags=["retail"])], ANN)
    content = summarise.content_key(catalogue)

    assert summaries.refresh(store, catalogue, limit=1) == 1
    assert store.progress(content).waiting == 1
    assert summaries.refresh(store, catalogue) == 1
    assert summaries.refresh(store, catalogue) == 0
    made = {project.id: summaries.read(kept) for project, kept in store.listed(content)}
    assert {summary.verdict for summary in made.values() if summary} == {"cannot_say"}
    assert store.choices("tags") == ["retail"]

    store.apply(one, [Change("project/stage", Answer(value="review"), Answer(value="scoping"))], ANN)
    store.apply(other, [Change("people.leader", Answer(value="Bo"))], ANN)

    assert summaries.refresh(store, catalogue) == 2
    assert store.progress(content).waiting == 0
    assert store.choices("owner") == ["Bo"]


def test_a_project_that_cannot_be_worked_out_keeps_no_other_waiting(
    store: Store,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store.create_all([Project(name="Sound"), Project(name="Broken")], ANN)
    content, whole = summarise.content_key(catalogue), summarise.summarise

    def breaking(project: Project, catalogue: Catalogue) -> tuple[ProjectSummary, Floats | None]:
        if project.name == "Broken":
            raise ZeroDivisionError
        return whole(project, catalogue)

    monkeypatch.setattr(summaries, "summarise", breaking)
    with caplog.at_level(logging.CRITICAL):
        assert summaries.refresh(store, catalogue) == 2

    faults = {project.name: kept.fault for project, kept in store.listed(content)}
    assert faults == {"Sound": "", "Broken": summaries.NOT_WORKED_OUT}
    assert store.progress(content).waiting == 0


def test_the_worker_works_out_what_waits_and_stops(store: Store, catalogue: Catalogue) -> None:
    one = store.create(Project(name="A"), ANN)
    worker = summaries.Worker(store, catalogue)
    worker.start()
    while store.progress(summarise.content_key(catalogue)).waiting:
        store.load(one)
    worker.stop()

    assert not worker.alive
    assert [kept.current for _, kept in store.listed(summarise.content_key(catalogue))] == [True]
