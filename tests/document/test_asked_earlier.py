"""Questions that were withdrawn are printed with their answers, in the words in which they were asked."""

import pytest

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue, Pack
from mlscope.document import FORMS, build, render
from mlscope.document.blocks import Heading
from mlscope.project import Project
from tests.document.reading import squeezed, text_in

WITHDRAWN = Pack.model_validate(
    {
        "id": "acme",
        "version": "1.0",
        "title": "Acme",
        "questions": [
            {
                "id": "data.acme_owner",
                "kind": "choice",
                "label": "Had the owner agreed?",
                "choices": [{"id": "yes_all", "label": "All had"}],
            },
            {"id": "data.acme_since", "kind": "date", "label": "Since when?"},
        ],
    }
)


def project() -> Project:
    answers = {
        "data.acme_owner": {"note": "By mail."},
        "data.acme_since": {"state": "not_applicable", "reason": "Never began"},
    }
    return Project(
        name="Acme",
        more={"data.acme_owner": "yes_all", "data.acme_unheard": ["north", "south"]},
        answers=answers,
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_was_asked_earlier_stands_in_every_format(form: str, catalogue: Catalogue) -> None:
    document = build(appraise(project(), catalogue, points=256), catalogue, packs=[WITHDRAWN])
    text = squeezed(text_in(form, render(document, form)))
    expected = (
        "Asked earlier",
        "Had the owner agreed?",
        "All had",
        "By mail",
        "Since when?",
        "Never began",
        "data.acme_unheard",
        "north; south",
    )
    assert [said for said in expected if squeezed(said) not in text] == []


def test_an_answer_of_another_form_stands_there_and_not_in_its_step(catalogue: Catalogue) -> None:
    reshaped = next(q for q in catalogue.questions.values() if q.pack and q.kind == "choice" and not q.when)
    document = build(
        appraise(Project(name="x", more={reshaped.id: "half of them did"}), catalogue, points=256), catalogue
    )
    text = text_in("md", render(document, "md"))
    assert text.count("half of them did") == 1
    assert text.index("Asked earlier") < text.index("half of them did")


def test_a_project_of_today_has_no_such_part(samples: dict[str, Project], catalogue: Catalogue) -> None:
    document = build(appraise(samples["churn"], catalogue, points=256), catalogue)
    assert Heading(1, "Asked earlier") not in document.blocks
