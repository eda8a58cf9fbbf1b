"""Every variant is made of the same blocks: the same figures, on the pages that it promises."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pptx
import pytest

from mlscope import templates
from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue, load
from mlscope.chapters import ANNEXES, CHAPTERS, SLIDES, VARIANTS
from mlscope.document import FORMS, build, from_store, goes_with, render
from mlscope.document.blocks import Heading, Notes, PageBreak, Table
from mlscope.document.build import CHAPTERS as WRITTEN
from mlscope.document.slides import SLIDES as DRAWN
from mlscope.settings import Settings
from mlscope.store import Author, Store, open_store
from mlscope.typical import filled
from tests.document.conftest import SAMPLES, Renders
from tests.document.reading import pages, squeezed, text_in
from tests.interview.projects import missed_appointments


@pytest.mark.parametrize("name", SAMPLES)
def test_the_paper_is_six_pages_and_the_brief_two(name: str, rendered: Renders) -> None:
    for variant, count in (("paper", 6), ("brief", 2)):
        assert len(pages(rendered(name, variant, "pdf"))) == count, variant


def test_a_quick_project_gives_two_pages(catalogue: Catalogue) -> None:
    quick = appraise(filled(missed_appointments(), catalogue), catalogue, points=1024, draft=True)
    made = pages(render(build(quick, catalogue, variant="paper"), "pdf"))
    assert len(made) == 2
    assert "One appointment in seven is missed." in made[0]


def test_no_slide_of_a_quick_project_is_empty(catalogue: Catalogue) -> None:
    quick = appraise(filled(missed_appointments(), catalogue), catalogue, points=256, draft=True)
    blocks = build(quick, catalogue, variant="slides").blocks
    seen = [block for block in blocks if not isinstance(block, Notes | PageBreak)]
    titles = [at for at, block in enumerate(seen) if isinstance(block, Heading) and block.level == 1]
    assert all(after - at > 1 for at, after in zip(titles, [*titles[1:], len(seen)], strict=True))
    captions = [block.caption for block in blocks if isinstance(block, Table)]
    assert "Typical risks, not confirmed yet: the 5 gravest of 8" in captions


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sentence_of_the_paper_is_cut_or_points_elsewhere(
    name: str, appraised: dict[str, Appraisal], catalogue: Catalogue
) -> None:
    text = render(build(appraised[name], catalogue, variant="paper", annexes=()), "md").decode()
    assert "…" not in text
    assert not re.search(
        r"\bsee (the|annex|section|provenance)\b|stand at the beginning", text, re.IGNORECASE
    )


def test_annexes_can_be_left_out_one_by_one(appraised: dict[str, Appraisal], catalogue: Catalogue) -> None:
    two = build(appraised["churn"], catalogue, variant="paper", annexes=("findings", "requirements"))
    text = render(two, "md").decode()
    assert "## Annex A: Requirements" in text
    assert "## Annex B: Findings" in text
    assert "Annex C" not in text


def test_slides_are_about_eight_with_notes_that_name_the_source(
    appraised: dict[str, Appraisal], catalogue: Catalogue
) -> None:
    for name in SAMPLES:
        document = build(appraised[name], catalogue, variant="slides")
        made = pptx.Presentation(io.BytesIO(render(document, "pptx")))
        slides = list(made.slides)
        assert 8 <= len(slides) <= 10
        assert len(pages(render(document, "pdf"))) == len(slides)
        assert all("Source: the answers" in slide.notes_slide.notes_text_frame.text for slide in slides)
        pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]
        assert pictures
        assert all(shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)


def test_the_same_slides_give_the_same_bytes(appraised: dict[str, Appraisal], catalogue: Catalogue) -> None:
    document = build(appraised["demand"], catalogue, variant="slides")
    assert render(document, "pptx") == render(document, "pptx")


def test_every_chapter_is_written_and_every_variant_outlined(catalogue: Catalogue) -> None:
    assert set(WRITTEN) == set(CHAPTERS) == set(catalogue.outline.titles)
    assert set(catalogue.outline.variants) == set(VARIANTS)
    assert set(ANNEXES) < set(CHAPTERS)
    assert set(SLIDES) == set(DRAWN)


def test_a_house_names_and_orders_the_chapters(appraised: dict[str, Appraisal], tmp_path: Path) -> None:
    outline = """
titles: {case: Why we should, answers: What was said}
variants: {paper: [value, case, answers], slides: [risks, decision]}
"""
    (tmp_path / "outline.yaml").write_text(outline)
    house = load(Settings(store=":memory:", overlay=tmp_path))
    assert house.problems == ()
    paper = build(appraised["churn"], house, variant="paper")
    chapters = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == ["What it is worth", "Why we should", "Annex A: What was said"]
    slides = [
        block.text
        for block in build(appraised["churn"], house, variant="slides").blocks
        if isinstance(block, Heading) and block.level == 1
    ]
    assert slides.index("What could go wrong") < slides.index("What is proposed, and what is asked")
    assert len(build(appraised["churn"], house, variant="brief").blocks) > 10  # as it stands in ours


def test_slides_go_into_pdf_and_powerpoint_alone() -> None:
    assert goes_with("slides", "pdf")
    assert goes_with("slides", "pptx")
    assert not goes_with("slides", "docx")
    assert not goes_with("full", "pptx")


@pytest.fixture(scope="module")
def stricter(catalogue: Catalogue) -> Iterator[tuple[Store, str]]:
    """A store with a milestone that was set under rules other than today's, and the project's id."""
    rule = json.loads(catalogue.content()["rules/verdict"])
    for row in rule["rows"]:
        row["feasibility"] = 99
    pinned = catalogue.content() | {"rules/verdict": json.dumps(rule)}
    store = open_store(":memory:")
    project = store.create(templates.samples(catalogue)["churn"], Author("Ann"))
    store.milestone(project, "Gate", Author("Ann"), content=pinned)
    store.milestone(project, "As today", Author("Ann"), content=catalogue.content())
    yield store, project
    store.close()


def test_a_milestone_that_would_be_judged_otherwise_says_so_on_page_one(
    stricter: tuple[Store, str], catalogue: Catalogue
) -> None:
    then = from_store.replayed(*stricter, "Gate", catalogue)
    today = appraise(then.appraisal.project, catalogue, draft=True).assessment.verdict
    said = squeezed(f"Judged by today's rules it would be “{today.label}”.")
    assert then.appraisal.assessment.verdict.word != today.word
    for variant in ("brief", "requirements", "slides"):
        made = from_store.of_milestone(stricter[0], then, variant=variant, annexes=())
        for form in (*FORMS, "pptx"):
            if goes_with(variant, form):
                content = render(made, form)  # type: ignore[arg-type]
                first = pages(content)[0] if form == "pdf" else text_in(form, content)[:3000]
                assert said in squeezed(first), (variant, form)
    changed = from_store.change_document(*stricter, "Gate", "", catalogue)
    assert f"“Gate”: Judged by today's rules it would be “{today.label}”." in render(changed, "md").decode()


def test_a_milestone_that_is_judged_as_today_says_nothing_of_it(
    stricter: tuple[Store, str], catalogue: Catalogue
) -> None:
    then = from_store.replayed(*stricter, "As today", catalogue)
    made = from_store.of_milestone(stricter[0], then, variant="brief")
    assert "Judged by today" not in render(made, "md").decode()
