"""docs/method.md and docs/findings.md say what the engine says today."""

from mlscope.catalogue import Catalogue
from tests.assess.documented import DOCS, findings, method


def test_the_list_of_findings_is_that_of_the_rules(catalogue: Catalogue) -> None:
    assert (DOCS / "findings.md").read_text(encoding="utf-8") == findings(catalogue)


def test_the_worked_example_of_the_method_is_what_comes_out(catalogue: Catalogue) -> None:
    text = (DOCS / "method.md").read_text(encoding="utf-8")
    assert text == method(text, catalogue)
