"""Terms are found in every form the glossary knows, as whole words, each once."""

import pytest

from mlscope.catalogue import Entry
from mlscope.glossary import other_names, terms_in


def entry(name: str, *also: str) -> Entry:
    return Entry.model_validate(
        {
            "id": name.lower().replace(" ", "_").replace("-", "_"),
            "name": name,
            "source": {"title": "Test"},
            "also": list(also),
        }
    )


TERMS = [
    entry("Drift"),
    entry("Data drift"),
    entry("False alarm", "false positive"),
    entry("Returns", "ROI"),
    entry("Break-even"),
]


def names(*texts: str) -> list[str]:
    return [found.name for found in terms_in(TERMS, *texts)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a false positive", ["False alarm"]),
        ("False alarms, and false alarms again", ["False alarm"]),
        ("adrift, drifting", []),
        ("data drift", ["Data drift"]),
        ("data drift and drift", ["Data drift", "Drift"]),
        ("what is the ROI?", ["Returns"]),
        ("le roi est mort", []),
        ("below break even", ["Break-even"]),
        ("", []),
    ],
)
def test_a_term_is_found_as_a_whole_word_in_any_of_its_forms(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_several_texts_are_one_place() -> None:
    assert names("Drift", "drift and ROI") == ["Drift", "Returns"]


def test_every_term_of_the_catalogue_is_found_in_each_of_its_forms(catalogue) -> None:
    entries = catalogue.entries("glossary")
    for one in entries:
        for form in (one.name, *one.facts.get("also", ())):
            assert one in terms_in(entries, f"About {form}."), form


def test_the_other_names_of_a_term_are_those_that_its_name_does_not_hold() -> None:
    assert other_names(entry("Rate of return", "return", "yield")) == ("yield",)
