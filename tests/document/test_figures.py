"""The figures of the first pages are those of the engines, in every variant and format."""

import pytest

from mlscope.appraise import Appraisal
from mlscope.catalogue import Catalogue
from mlscope.document import build, render
from tests.document.conftest import SAMPLES, Renders
from tests.document.figures import known, must_stand, shown
from tests.document.reading import Page, squeezed, text_in


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("variant", ["brief", "paper"])
def test_every_figure_of_the_first_pages_is_one_of_the_engines_or_an_answer(
    name: str, variant: str, appraised: dict[str, Appraisal], rendered: Renders
) -> None:
    allowed = known(appraised[name])
    for form in ("pdf", "docx", "html"):
        read = shown(_apart(form, rendered(name, variant, form)))
        assert len(read) >= 30
        assert {one.text for one in read if not allowed.allows(one)} == set(), form


@pytest.mark.parametrize("name", SAMPLES)
def test_every_figure_of_the_slides_is_one_of_the_engines_or_an_answer(
    name: str, appraised: dict[str, Appraisal], rendered: Renders
) -> None:
    allowed = known(appraised[name])
    text = text_in("pptx", rendered(name, "slides", "pptx"))
    assert {one.text for one in shown(text) if not allowed.allows(one)} == set()
    assert [one for one in must_stand(appraised[name]) if squeezed(one) not in squeezed(text)] == []


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("variant", ["brief", "paper"])
def test_what_a_committee_decides_by_stands_in_every_format(
    name: str, variant: str, appraised: dict[str, Appraisal], rendered: Renders
) -> None:
    for form in ("pdf", "docx", "html"):
        text = squeezed(text_in(form, rendered(name, variant, form)))
        assert [one for one in must_stand(appraised[name]) if squeezed(one) not in text] == [], form


@pytest.mark.parametrize("name", SAMPLES)
def test_all_there_is_begins_with_the_pages_of_the_paper(
    name: str, appraised: dict[str, Appraisal], catalogue: Catalogue
) -> None:
    paper, full = (build(appraised[name], catalogue, variant=v, annexes=()) for v in ("paper", "full"))
    assert render(paper, "md") == render(full, "md")


def test_a_figure_that_no_engine_gives_is_noticed(appraised: dict[str, Appraisal]) -> None:
    allowed = known(appraised["churn"])
    wrong = shown("It is worth 391 k EUR with a chance of 71 %, from 2 March 2031; −2 to 9 M EUR.")
    assert [one.text for one in wrong if not allowed.allows(one)] == [
        "391 k EUR",
        "−2 to 9 M EUR",
        "−2 to 9 M EUR",
        "71 %",
        "2 March 2031",
    ]


def _apart(form: str, content: bytes) -> str:
    """The text of a document, its cells apart from each other."""
    return " ".join(Page(content).parts) if form == "html" else text_in(form, content)
