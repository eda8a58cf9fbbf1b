"""Rows that tables offer from the catalogue fit the table, whatever the entry."""

import pytest

from mlscope import catalogue as content
from mlscope.catalogue import Entry
from mlscope.common import common_entries, common_row, offer
from mlscope.project import Project

RULES = content.load().rules["common_rows"]


@pytest.mark.parametrize("table", RULES)
def test_every_entry_of_its_topic_fits_the_table(catalogue, table):
    question = catalogue.questions[table]
    assert {RULES[table]["topic"]} <= set(catalogue.topics)
    assert set(RULES[table]["columns"]) <= {column.id for column in question.columns}
    for entry in catalogue.entries(RULES[table]["topic"]):
        assert common_row(catalogue, question, entry).model_dump(exclude={"id"}, exclude_none=True)


@pytest.mark.parametrize(
    ("table", "facts", "row"),
    [
        ("data.sources", {}, {"name": "Own"}),
        ("plan.team", {"duties": ["Reads", "Signs"]}, {"name": "Own", "skills": None}),
        (
            "people.stakeholders",
            {"duties": ["Reads"], "contact": "Weekly"},
            {"role": "Own", "responsibility": None, "contact": "Weekly"},
        ),
        (
            "risks.risks",
            {"probability": 60, "mitigation": "Ask"},
            {"name": "Own", "probability": None, "mitigation": "Ask"},
        ),
    ],
)
def test_a_cell_that_the_table_does_not_take_stays_blank(catalogue, table, facts, row):
    entry = Entry(id="own", name="Own", source={"title": "Handbook"}, **facts)
    made = common_row(catalogue, catalogue.questions[table], entry)
    assert {column: getattr(made, column) for column in row} == row


def test_a_table_without_a_topic_offers_nothing(catalogue, blank):
    assert offer(catalogue, "plan.holidays") == ""
    assert common_entries(blank, catalogue, "plan.holidays") == []


def test_what_certainly_fits_comes_first_and_what_cannot_fit_is_left_out(catalogue):
    generation = Project(name="Drafts", problem={"task": "generation"})
    offered = [entry.id for entry in common_entries(generation, catalogue, "risks.risks")]
    assert offered.index("invented_content") < offered.index("data_quality")
    sorting = Project(name="Churn", problem={"task": "classification"})
    assert "invented_content" not in {entry.id for entry in common_entries(sorting, catalogue, "risks.risks")}
