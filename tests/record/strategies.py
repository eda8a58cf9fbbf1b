"""Records as people and their files could make them, hostile text included."""

from typing import Any

from hypothesis import strategies as st

from mlscope.project import TYPED_QUESTIONS, Evidence, Project, Stage
from mlscope.project.record import SCHEMA
from mlscope.questions import Question

HOSTILE = [
    *(
        "null",
        "~",
        "yes",
        "no",
        "on",
        "2026-11-16",
        "12:30:00",
        "1e3",
        "0x1f",
        "- item",
        "# no comment",
        "{a: b}",
        "[1, 2]",
    ),
    *(
        "a: b",
        "'",
        '"',
        "\\",
        "=1+1",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "![x](file:///etc/passwd)",
        "$x^2$",
        "%PDF",
    ),
    *(
        "line\nline",
        "tab\there",
        "\x00\x07",
        "\u202eright to left",
        "שלום",
        "中文",
        "👩‍🔬",
        "\ud800",
        "\ufeffmark",
        "\x85\u2028\u2029",
        "é",
    ),
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=()), max_size=30))
ids = st.from_regex(r"[0-9A-Za-z_-]{1,12}", fullmatch=True)
amounts = st.floats(0, 1e12, allow_nan=False)
shares = st.floats(0, 1, allow_nan=False)


@st.composite
def estimates(draw: st.DrawFn, high: float = 1e12, low: float = 0.0) -> dict[str, Any]:
    """An estimate of any kind between two bounds, as plain content."""
    three = sorted(draw(st.lists(st.floats(low, high, allow_nan=False), min_size=3, max_size=3)))
    kinds = ["number", "limits", "uniform", "chance"]
    if three[0] > 0:
        kinds.append("range")
    if 0 < three[0] < three[1] < three[2]:
        kinds.append("percentiles")
    match draw(st.sampled_from(kinds)):
        case "number":
            return {"kind": "number", "value": three[1]}
        case "chance":
            return {"kind": "chance", "probability": draw(shares)}
        case "limits":
            return {"kind": "limits", "low": three[0], "likely": three[1], "high": three[2]}
        case "percentiles":
            upper = draw(st.sampled_from([None, three[2] * 2]))
            return {"kind": "percentiles", "p10": three[0], "p50": three[1], "p90": three[2], "upper": upper}
        case kind:
            return {"kind": kind, "low": three[0], "high": three[2]}


def values(question: Question) -> st.SearchStrategy[Any]:
    """Answers that a question takes, as plain content."""
    low = (
        -1e9
        if question.minimum is None
        else question.minimum + (0 if question.whole or question.minimum >= 0 else 0.01)
    )
    high = min(1e9, question.maximum or 1e9)
    match question.kind:
        case "text" | "prose":
            return texts
        case "number":
            return st.integers(int(low), int(high)) if question.whole else st.floats(low, high)
        case "money":
            return amounts
        case "percent":
            return st.floats(max(low, -0.9), high)
        case "estimate":
            return estimates(high=1.0 if question.unit == "share" else 1e12)
        case "yes_no":
            return st.booleans()
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case "choice":
            return st.sampled_from([c.id for c in question.choices]) if question.choices else texts
        case "choices":
            return st.lists(
                st.sampled_from([c.id for c in question.choices]) if question.choices else ids, max_size=3
            )
        case "table":
            return st.lists(rows(question), max_size=3, unique_by=lambda row: row["id"])
    raise AssertionError(question.kind)


@st.composite
def rows(draw: st.DrawFn, table: Question) -> dict[str, Any]:
    """A row with a few of its columns filled."""
    columns = draw(st.lists(st.sampled_from(table.columns), max_size=4, unique_by=lambda column: column.id))
    return {"id": draw(ids)} | {column.id: draw(values(column)) for column in columns}


@st.composite
def abouts(draw: st.DrawFn, answered: bool) -> dict[str, Any]:
    """State, note and evidence of an answer."""
    said = {"note": draw(texts), "evidence": draw(st.sampled_from([None, *Evidence]))}
    if not answered:
        said |= draw(
            st.sampled_from(
                [
                    {},
                    {"state": "unknown", "who": "Somebody", "by": "2027-01-31"},
                    {"state": "not_applicable", "reason": "So"},
                ]
            )
        )
    return said


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A record with a few answers of every kind, states, comments, waivers, actual figures and slots."""
    questions = draw(st.lists(st.sampled_from(TYPED_QUESTIONS), max_size=8, unique_by=lambda q: q.id))
    plain: dict[str, Any] = {"schema": SCHEMA, "id": draw(ids), "name": "x" + draw(texts), "answers": {}}
    plain |= {
        "as_of": draw(st.dates()).isoformat(),
        "stage": draw(st.sampled_from([*Stage])),
        "sample": draw(st.booleans()),
    }
    for question in questions:
        answered = draw(st.booleans())
        if answered:
            plain.setdefault(question.step, {})[question.name] = draw(values(question))
        if draw(st.booleans()):
            plain["answers"][question.id] = draw(abouts(answered))
    plain["more"] = draw(
        st.dictionaries(
            st.sampled_from(["data.extra", "ethics.informed", "plan.own"]),
            st.one_of(texts, amounts, st.booleans()),
        )
    )
    plain["comments"] = draw(
        st.lists(
            st.fixed_dictionaries({"id": ids, "text": texts, "author": texts}),
            max_size=2,
            unique_by=lambda c: c["id"],
        )
    )
    plain["waivers"] = draw(
        st.dictionaries(st.sampled_from(["DATA-04", "PLAN-01"]), st.fixed_dictionaries({"reason": texts}))
    )
    plain["improvements"] = draw(
        st.dictionaries(
            st.sampled_from(["data.quality", "people.users"]),
            st.fixed_dictionaries({"owner": texts, "due": st.just("2027-03-01"), "done": st.booleans()}),
        )
    )
    plain["sign_offs"] = draw(
        st.lists(
            st.fixed_dictionaries({"id": ids, "milestone": texts, "decision": st.just("approved")}),
            max_size=1,
        )
    )
    plain["actuals"] = draw(st.dictionaries(st.sampled_from(["npv", "cost"]), st.floats(-1e12, 1e12)))
    plain["slots"] = {
        f"input {n}": slot
        for n, slot in enumerate(draw(st.lists(st.integers(0, 255), max_size=4, unique=True)))
    }
    return Project.model_validate(plain)
