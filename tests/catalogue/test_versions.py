"""What a new version of a pack changed, which answers belong to questions that are gone, and what a project
file may not say.
"""

from typing import Any

import pytest

from mlscope.assess import assess
from mlscope.catalogue import Catalogue, Pack, load
from mlscope.catalogue.versions import Changes, asked_earlier, changes, due, refuse
from mlscope.errors import InputError
from mlscope.project import Project
from mlscope.project.answers import PackPin
from mlscope.project.checking import takes
from mlscope.questions import Question

CHOICES = [{"id": "agreed", "label": "Agreed", "score": 1.0}, {"id": "asked", "label": "Asked", "score": 0.4}]
OWNER: dict[str, Any] = {
    "id": "data.acme_owner",
    "kind": "choice",
    "label": "Has the owner agreed?",
    "choices": CHOICES,
    "dimension": "data",
}
REGION: dict[str, Any] = {"id": "data.acme_region", "kind": "text", "label": "Region"}


def pack(version: str, *questions: dict[str, Any]) -> Pack:
    return Pack.model_validate({"id": "acme", "version": version, "title": "Acme", "questions": questions})


def questions(*packs: Pack) -> dict[str, Question]:
    return {q.id: q.question(one.id) for one in packs for q in one.questions}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"label": "Has the owner of the data agreed?"}, "reworded"),
        ({"why": "Audits ask for it."}, "reworded"),
        ({"choices": [CHOICES[0], CHOICES[1] | {"label": "We asked"}]}, "reworded"),
        ({"weight": 0.5}, "rescored"),
        ({"choices": [CHOICES[0], CHOICES[1] | {"score": 0.6}]}, "rescored"),
        ({"choices": [*CHOICES, {"id": "refused", "label": "Refused"}]}, "reshaped"),
        ({"when": {"data.personal": True}}, "reshaped"),
        ({"choices": (), "kind": "prose", "dimension": ""}, "reshaped"),
    ],
)
def test_a_changed_question_is_named_by_what_changed(change: dict[str, Any], kind: str) -> None:
    found = changes(pack("1.0", OWNER, REGION), pack("2.0", OWNER | change, REGION))
    assert OWNER["id"] in getattr(found, kind)
    assert (found.added, found.removed) == ((), ())


def test_new_and_withdrawn_questions_are_named() -> None:
    assert changes(pack("1.0", OWNER), pack("2.0", REGION)) == Changes(
        added=(REGION["id"],), removed=(OWNER["id"],)
    )


def test_the_same_questions_in_another_order_are_no_change() -> None:
    assert not changes(pack("1.0", OWNER, REGION), pack("2.0", REGION, OWNER))


@pytest.mark.parametrize(("pinned", "asks"), [("2.0", False), ("2.7", False), ("1.9", True), ("3.0", True)])
def test_another_major_version_asks_for_a_look(pinned: str, asks: bool) -> None:
    project = Project(name="x", packs={"acme": PackPin(version=pinned)})
    assert bool(due(project, {"acme": pack("2.0", OWNER)})) == asks


# ── asked earlier
# ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_withdrawn_question_is_named_as_it_was_last_asked() -> None:
    project = Project(name="x", more={"data.acme_owner": "asked", "data.acme_region": "North"})
    older, old = pack("1.0", OWNER), pack("1.1", OWNER | {"label": "Did the owner agree?"})
    (found,) = asked_earlier(project, questions(pack("2.0", REGION)), [old, older])
    assert (found.label, found.label_of("asked")) == ("Did the owner agree?", "Asked")


def test_an_answer_that_no_longer_fits_is_named_as_it_was_asked_when_it_did() -> None:
    project = Project(name="x", more={"data.acme_owner": "asked"})
    now = pack("2.0", OWNER | {"kind": "yes_no", "choices": [], "label": "Agreed?"})
    (found,) = asked_earlier(project, questions(now), [now, pack("1.0", OWNER)])
    assert (found.kind, found.label) == ("choice", OWNER["label"])


def test_a_note_on_a_withdrawn_question_is_kept_too() -> None:
    project = Project(name="x", answers={"data.acme_owner": {"state": "unknown", "who": "Ann"}})
    assert [question.id for question in asked_earlier(project, {}, [pack("1.0", OWNER)])] == [
        "data.acme_owner"
    ]


def test_a_question_of_no_known_pack_is_named_by_its_id() -> None:
    (found,) = asked_earlier(Project(name="x", more={"data.acme_owner": "asked"}), {})
    assert (found.kind, found.label) == ("text", "data.acme_owner")


def test_questions_that_are_asked_today_were_not_asked_earlier(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    assert [asked_earlier(sample, catalogue.questions) for sample in samples.values()] == [[]] * len(samples)


@pytest.mark.parametrize("value", ["gone", True, 3, ["agreed"]])
def test_an_answer_that_no_longer_fits_scores_as_open(
    value: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "acme.yaml").write_text(pack("2.0", OWNER).model_dump_json())
    monkeypatch.setenv("MLSCOPE_OVERLAY", str(tmp_path))
    catalogue = load()
    assert catalogue.problems == ()

    def data(**more: Any) -> Any:
        return assess(Project(name="x", more=more), catalogue).dimensions["data"]

    assert data(**{OWNER["id"]: value}) == data()
    assert data(**{OWNER["id"]: "asked"}) != data()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("yes_no", "yes"),
        ("yes_no", 1),
        ("number", True),
        ("number", "many"),
        ("choices", "agreed"),
        ("choice", ["agreed"]),
        ("date", 3.5),
    ],
)
def test_an_answer_in_the_form_of_another_kind_does_not_fit(kind: str, value: Any) -> None:
    question = OWNER | {
        "kind": kind,
        "dimension": "",
        "choices": CHOICES if kind.startswith("choice") else [],
    }
    assert not takes(questions(pack("1.0", question))[OWNER["id"]], value)


# ── project files
# ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"more": {"data.acme_owner": "agred"}}, "more > data.acme_owner: 'agred' is not one of the choices"),
        (
            {"answers": {"data.acme_ownr": {"note": "x"}}},
            (
                "answers > data.acme_ownr: there is no question 'data.acme_ownr'; did you mean"
                " 'data.acme_owner'?"
            ),
        ),
        (
            {"waivers": {"DATA-4": {"reason": "x"}}},
            "waivers > DATA-4: there is no finding 'DATA-4'; did you mean 'DATA-04'?",
        ),
    ],
)
def test_what_a_file_says_to_nothing_that_is_there_is_refused_with_a_guess(
    said: dict[str, Any], sentence: str
) -> None:
    now = pack("1.0", OWNER)
    with pytest.raises(InputError) as refused:
        refuse(Project(name="x", **said), questions(now), {"acme": now}, ["DATA-04", "DATA-05"])
    assert str(refused.value).startswith(sentence)


def test_a_file_answered_under_another_version_may_speak_of_what_is_gone() -> None:
    now = pack("2.0", REGION)
    said = {
        "more": {"data.acme_owner": "agreed"},
        "answers": {"data.acme_owner": {"note": "x"}},
        "waivers": {"DATA-ACME_OWNER": {"reason": "x"}},
    }
    refuse(Project(name="x", packs={"acme": "1.0"}, **said), questions(now), {"acme": now}, [])


def test_the_waivers_of_every_finding_there_is_are_taken(catalogue: Catalogue) -> None:
    codes = [
        *catalogue.rules["findings"],
        *(q.code for q in catalogue.questions.values() if q.pack and q.advice),
    ]
    assert len(set(codes)) == len(codes)
    catalogue.refuse(Project(name="x", waivers={code: {"reason": "x"} for code in codes}))
    with pytest.raises(InputError, match="waivers > DATA-99"):
        catalogue.refuse(Project(name="x", waivers={"DATA-99": {"reason": "x"}}))


def test_every_pack_is_read_back_from_the_text_that_is_pinned(catalogue: Catalogue) -> None:
    for pack in catalogue.packs.values():
        assert Pack.model_validate_json(pack.model_dump_json()) == pack
