"""A text is cut between what a reader sees as characters, and a document is made whatever characters it
holds.
"""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.characters import clusters, columns, cut, printable
from mlscope.charts.parts import labels_of, short
from mlscope.document import FORMS, Form, build, render
from mlscope.document.blocks import Document, Paragraph
from mlscope.document.text import breakable
from mlscope.document.text import short as line_of
from mlscope.project import Project
from tests.document.reading import squeezed, text_in

FAMILY, FLAG, ACCENTED, HAND = "👩\u200d👩\u200d👧\u200d👦", "🇩🇪", "q\u1abe\u0301", "👍🏽"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"a{FAMILY}b", ["a", FAMILY, "b"]),
        (FLAG * 3, [FLAG] * 3),
        (f"{FLAG}🇫", [FLAG, "🇫"]),
        (f"x{ACCENTED}y", ["x", ACCENTED, "y"]),
        (HAND, [HAND]),
        ("❤\ufe0f", ["❤\ufe0f"]),
        ("\u1112\u1161\u11ab\u1100", ["\u1112\u1161\u11ab", "\u1100"]),
        ("한국", ["한", "국"]),
        ("कि", ["कि"]),
        ("é\n\u0301b", ["é", "\n", "\u0301", "b"]),
        ("plain", list("plain")),
    ],
)
def test_what_looks_like_one_character_is_one(text: str, seen: list[str]) -> None:
    assert clusters(text) == seen


@given(st.text(), st.integers(1, 60))
def test_a_text_is_cut_between_characters_and_fits(text: str, limit: int) -> None:
    assert "".join(clusters(text)) == text
    shown = cut(text, limit)
    assert sum(map(columns, clusters(shown))) <= limit
    if shown != text:
        kept = shown.removesuffix("…")
        assert kept in {"".join(clusters(text)[:n]).rstrip() for n in range(len(text) + 1)}


def test_every_way_of_shortening_keeps_characters_whole() -> None:
    for shown in (cut(FAMILY * 9, 8), short(FAMILY * 30), line_of(FAMILY * 90, 20)):
        assert set(clusters(shown)) == {FAMILY, "…"}
    assert set(clusters(breakable(FAMILY * 90, 24))) == {FAMILY, "\u200b"}


def test_labels_of_a_chart_hold_what_can_be_seen_alone_and_stay_apart() -> None:
    assert labels_of(["a\u202eb", "ab", "a\x00b"]) == ["ab", "ab (2)", "ab (3)"]


def project_called(name: str) -> Project:
    tasks = [{"id": "t1", "name": name, "duration_days": 5}, {"id": "t2", "name": "B", "duration_days": 5}]
    value = {
        "benefits": [{"id": "b", "name": name, "amount": "5 to 9"}],
        "costs": [{"id": "c", "name": f"C {name}", "amount": "2 to 3"}],
    }
    return Project.model_validate(
        {"name": f"A {name}", "id": "same", "plan": {"tasks": tasks}, "value": value}
    )


NAMES = [
    "Sort the incoming letters by their topic" + FAMILY * 3 + " more",
    f"{FAMILY} task",
    FLAG * 30,
    "💶" * 90,
    f"marks {ACCENTED} z\u0363\u0ab2 a\u0489\u20e0",
    "x\U0001e8d0 Mende",
    "\u0301begins with a mark",
    "a\u202eb\u2066c",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_made_whatever_a_task_is_called(catalogue: Catalogue, name: str, form: Form) -> None:
    project = project_called(name)
    document = build(appraise(project, catalogue, points=256), catalogue)
    assert render(document, form)


def test_slides_are_made_whatever_a_task_is_called(catalogue: Catalogue) -> None:
    project = project_called(" ".join(NAMES[::-1])[:190])
    slides = build(appraise(project, catalogue, points=256), catalogue, variant="slides")
    shown = squeezed(text_in("pptx", render(slides, "pptx")))
    assert squeezed(printable(project.name)) in shown
    assert render(slides, "pdf")


def test_a_mark_that_no_font_has_is_named_and_its_letter_stays() -> None:
    text = "before x\U0001e8d0 after"
    made = render(Document("Marks", "", dt.date(2026, 1, 1), (Paragraph(text),)), "pdf")
    assert "in charts as ?: U+1E8D0 (mende kikakui combining number teens)" in made.warnings[0]
    assert "beforex[U+1E8D0]after" in squeezed(text_in("pdf", made))


odd = st.text(
    st.characters(categories=("Mn", "Me", "Mc", "So", "Lo", "Sk", "Lm"))
    | st.sampled_from("ab \u200d\u200c\ufe0f"),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(odd, min_size=1, max_size=8))
def test_a_pdf_is_made_of_any_characters(texts: list[str]) -> None:
    document = Document("Odd", "", dt.date(2026, 1, 1), tuple(map(Paragraph, texts)))
    assert render(document, "pdf").startswith(b"%PDF")
