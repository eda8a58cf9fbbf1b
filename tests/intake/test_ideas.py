"""A list of ideas becomes candidates, row by row, with figures that wait to be confirmed."""

import pytest

from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.estimates.notation import Number
from mlscope.intake import read_ideas, renamed_apart
from mlscope.intake.ideas import MOST
from mlscope.project import Evidence, Project

LIST = """Name;Sponsor;Problem;Value;Cost
Missed appointments;Head of booking;One in ten does not come;80k to 200k;120k
Invoice matching;;Three people match by hand;60.000,50;
;Nobody;No name here;1k;1k
Broken figure;;;about much;5k
"""


def of(text: str, catalogue: Catalogue) -> list[Project]:
    return [idea.project for idea in read_ideas(text.encode(), catalogue).ideas]


def test_each_row_becomes_a_candidate_and_each_fault_names_its_row(catalogue: Catalogue) -> None:
    ideas = read_ideas(LIST.encode(), catalogue)
    names = ["Missed appointments", "Invoice matching", "Broken figure"]
    assert [idea.project.name for idea in ideas.ideas] == names
    assert [error.partition(":")[0] for error in ideas.errors] == ["row 4"]
    assert "no name" in ideas.errors[0]
    assert ideas.noted[0].startswith("row 5: the value 'about much' stays a note: cannot read")


def test_what_cannot_be_placed_is_kept_as_a_note(catalogue: Catalogue) -> None:
    (broken,) = of("name,Region,value,cost\nA,North,many,20 to 5,and more\n", catalogue)
    assert "Value as listed: many" in broken.answers["value.benefits"].note
    assert "Cost as listed: 20 to 5" in broken.answers["value.costs"].note
    assert broken.answers["problem.statement"].note.endswith("Region: North\nand more")
    catalogue.refuse(broken)
    long = of(f"name,sponsor\n{'n' * 210},s\n", catalogue)[0]
    assert long.name + "n" * 10 == "n" * 210
    assert long.answers["problem.statement"].note.endswith("Name, continued: " + "n" * 10)


def test_figures_are_read_as_everywhere_and_count_as_assumed(catalogue: Catalogue) -> None:
    first, second = of(LIST, catalogue)[:2]
    assert first.value.benefits is not None
    assert first.value.benefits[0].evidence == Evidence.assumed
    assert first.assumed("value.benefits")
    assert first.assumed("problem.statement")
    assert first.value.costs is not None
    assert str(first.value.costs[0].amount.value) == "120000.0"  # type: ignore[union-attr]
    assert second.value.benefits is not None
    assert second.value.benefits[0].amount.value == 60_000.5  # type: ignore[union-attr]


def test_without_column_names_the_order_is_said(catalogue: Catalogue) -> None:
    ideas = read_ideas(b"Churn,Sales,They leave,5k,2k\n", catalogue)
    assert ideas.ideas[0].project.people.approver == "Sales"
    assert "no row of column names" in ideas.remarks[0]


def test_two_of_the_same_name_both_stay_and_can_be_told_apart(catalogue: Catalogue) -> None:
    ideas = read_ideas(b"name\nChurn\nchurn\n", catalogue)
    assert ideas.remarks[0].startswith("“Churn” stands in rows 2 and 3")
    assert [project.name for project in renamed_apart(ideas.ideas)] == ["Churn", "churn (2)"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no row with an idea"),
        (b"name,value\n", "no row with an idea"),
        (b"name\n" + b"x\n" * (MOST + 1), "split it into several files"),
        (b"sponsor,value\nAnna,5k\n", "call that column “name”"),
        (b"PK\x03\x04\x00\x00", "save the list as CSV"),
        (bytes(range(1, 256)) * 20, "save the list as CSV"),
    ],
)
def test_what_is_no_list_is_told_in_a_sentence(content: bytes, said: str, catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match=said):
        read_ideas(content, catalogue)


def test_hostile_text_stays_text(catalogue: Catalogue) -> None:
    name = "<script>alert(1)</script> =1+1"
    assert of(f'name\n"{name}"\n', catalogue)[0].name == name


def test_names_of_columns_may_carry_a_unit_and_lines_may_end_as_anywhere(catalogue: Catalogue) -> None:
    list_of_two = "Idee;Nutzen (EUR);Kosten\rA;5 Tsd;1,5 Mio\rB;;\r"
    for content in (list_of_two.encode(), list_of_two.encode("utf-16")):
        first, second = (idea.project for idea in read_ideas(content, catalogue).ideas)
        assert [row.amount for row in first.value.benefits or []] == [Number(value=5_000)]
        assert [row.amount for row in first.value.costs or []] == [Number(value=1_500_000)]
        assert second.name == "B"


def test_progress_is_told_row_by_row(catalogue: Catalogue) -> None:
    told: list[tuple[int, int]] = []
    read_ideas(b"name\nA\nB\n", catalogue, told=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
