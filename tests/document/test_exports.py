"""The files for other tools, each read back by a reader of its own: what people wrote is text in all."""

import csv
import datetime as dt
import io
import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from mlscope.catalogue import Catalogue, load
from mlscope.document.backlog import FORMATS, calendar_file, files
from mlscope.plan import schedule
from mlscope.plan.backlog import backlog
from mlscope.project import Project
from mlscope.results import Backlog

MONDAY = dt.date(2026, 11, 23)
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "$(touch owned) `touch owned` ; touch owned",
    "'; touch owned; echo '",
    "</Name><Evil>&amp; ]]> <!-- x",
    "BEGIN:VEVENT;a,b\\n\\,",
    "**bold** [a](javascript:x) <img src=x> @octocat #12 ~~x~~",
    'a "quoted", cell',
    "ä" * 90 + "😀" * 30,
]
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1)
TEXTS = (st.sampled_from(HOSTILE) | LINES).map(lambda text: " ".join(text.split())[:150]).filter(bool)
SPACE = "{http://schemas.microsoft.com/project}"


@cache
def content() -> Catalogue:
    return load()


def parts(text: str) -> dict[str, Any]:
    """A project in which the same text stands wherever people write."""
    return {
        "name": "P",
        "as_of": MONDAY,
        "problem": {"deliverables": [{"id": "d", "name": text, "done_when": text}]},
        "metrics": {"functional": [{"id": "f", "name": text, "target": text}]},
        "plan": {
            "tasks": [
                {"id": "a", "name": text, "phase": "data", "duration_days": 1, "owner": text},
                {"id": "b", "name": "Then", "phase": "data", "duration_days": 6, "after": ["a"]},
            ],
            "stories": [{"id": "s", "epic": text, "story": text, "accepted_when": text}],
            "release_dates": [{"id": "r", "name": text, "day": "2026-11-27", "audience": text}],
        },
    }


def exported(text: str, form: str) -> tuple[dict[str, bytes], Backlog]:
    project = Project(**parts(text))
    dates = schedule(project, points=64)
    catalogue = content()
    made = backlog(project, dates, catalogue.rules["backlog"], catalogue.questions)
    return files(project, dates, made, form), made  # type: ignore[arg-type]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def unmarked(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@＝＋－＠" else cell


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["jira", "trello", "csv"])
def test_no_cell_of_a_table_is_a_formula(form: str, text: str) -> None:
    content, _ = exported(text, form)
    for row in rows(content[".csv"]):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_the_plain_table_reads_back_as_it_was(text: str) -> None:
    content, made = exported(text, "csv")
    titles, *found = rows(content[".csv"])
    assert [unmarked(row[titles.index("Title")]) for row in found] == [item.title for item in made.items]
    assert [row[0] for row in found] == [item.id for item in made.items]


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_jira_reads_parents_before_what_is_part_of_them(text: str) -> None:
    content, made = exported(text, "jira")
    assert not content[".csv"].startswith(b"\xef\xbb\xbf")  # the importer would take it for part of a name
    titles, *found = rows(content[".csv"])
    place = {name: titles.index(name) for name in titles}
    seen: dict[str, str] = {}
    for row in found:
        parent, level = row[place["Parent"]], row[place["Issue Type"]]
        assert (level == "Sub-task") == (seen.get(parent) == "Story")
        assert not parent or parent in seen
        seen[row[place["Issue ID"]]] = level
        assert 0 < len(row[place["Summary"]]) < 255
    assert sorted(unmarked(row[place["Summary"]]) for row in found) == sorted(i.title for i in made.items)
    hours = sum(item.hours or 0 for item in made.items)
    assert sum(int(row[place["Original estimate"]] or 0) for row in found) == pytest.approx(hours * 3600)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_trello_gets_each_item_of_work_as_a_card_in_its_list(text: str) -> None:
    content, made = exported(text, "trello")
    work = [item for item in made.items if item.kind != "epic"]
    titles, *found = rows(content[".csv"])
    assert titles[:3] == ["List Name", "Card Name", "Card Description"]
    assert [unmarked(row[1]) for row in found] == [item.title for item in work]
    board = json.loads(exported(text, "trello-json")[0][".json"])
    assert [card["name"] for card in board["cards"]] == [item.title for item in work]
    assert {card["list"] for card in board["cards"]} <= {known["name"] for known in board["lists"]}


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_the_issues_of_github_show_every_text_as_it_was_written(text: str) -> None:
    content, made = exported(text, "github")
    found = json.loads(content[".json"])["issues"]
    assert [issue["title"] for issue in found] == [item.title for item in made.items]
    for issue, item in zip(found, made.items, strict=True):
        assert "@octocat" not in issue["body"].replace("\\@", "@")
        html = MarkdownIt("commonmark", {"html": True}).enable("strikethrough").render(issue["body"])
        shown = "".join(etree.HTML(html).itertext())
        assert " ".join(item.text.split()) in " ".join(shown.split()) or item.text == item.title


@pytest.mark.parametrize("texts", [HOSTILE[place::3] for place in range(3)])
def test_no_text_passes_through_the_shell(texts: list[str], tmp_path: Path) -> None:
    """A `gh` and a `jq` of our own stand in for the tools; the script hands the data on unread."""
    content, made = exported(" ".join(texts), "github")
    (tmp_path / "b.sh").write_bytes(content[".sh"])
    (tmp_path / "b.json").write_bytes(content[".json"])
    tools = tmp_path / "bin"
    tools.mkdir()
    jq = """#!/usr/bin/env -S python3 -IS
import json, sys
arguments, data = sys.argv[1:], json.load(open(sys.argv[-1]))["issues"]
if ".issues | length" in arguments: print(len(data))
else:
    issue = data[int(arguments[arguments.index("place") + 1])]
    parts = {key: issue[key] for key in ("title", "body", "labels")}
    print(issue["id"] if "-r" in arguments else json.dumps(parts))
"""
    gh = """#!/usr/bin/env -S python3 -IS
import json, sys
open("sent.txt", "a").write(json.dumps([sys.argv[1:], json.load(sys.stdin)]) + "\\n")
"""
    for name, source in (("jq", jq), ("gh", gh)):
        (tools / name).write_text(source)
        (tools / name).chmod(0o755)
    for _ in range(2):  # a second run sends nothing twice
        subprocess.run(
            ["sh", "b.sh", "owner/repository"],
            cwd=tmp_path,
            check=True,
            env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"},
        )
    sent = [json.loads(line) for line in (tmp_path / "sent.txt").read_text().splitlines()]
    assert [issue["title"] for _, issue in sent] == [item.title for item in made.items]
    assert all("repos/owner/repository/issues" in arguments for arguments, _ in sent)
    assert not (tmp_path / "owned").exists()
    assert not any(text in content[".sh"].decode() for text in texts)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_a_calendar_reads_milestones_demos_and_releases(text: str) -> None:
    content, _ = exported(text, "ical")
    lines = content[".ics"].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    events = icalendar.Calendar.from_ical(content[".ics"]).walk("VEVENT")
    told = {str(event["UID"]).partition(".")[0]: str(event["SUMMARY"]) for event in events}
    assert len(told) == len(events)
    assert told["release-r"] == f"Release: {text}"
    days = {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}
    assert days[f"Release: {text}"] == dt.date(2026, 11, 27)
    demo = next(event for event in events if str(event["SUMMARY"]).startswith("Demo"))
    assert text in str(demo["DESCRIPTION"])


def test_no_line_of_a_calendar_ends_inside_a_character() -> None:
    for size in range(60, 90):
        for part in calendar_file._folded("a" * size + "😀" * 40).split("\r\n"):
            assert len(part.encode()) <= 75


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_project_reads_an_outline_with_its_links_and_days(text: str) -> None:
    content, _ = exported(text, "msproject")
    root = etree.fromstring(content[".xml"])
    tasks = root.findall(f"{SPACE}Tasks/{SPACE}Task")
    named = {task.findtext(f"{SPACE}Name"): task for task in tasks}
    assert text in named
    then = named["Then"]
    assert then.findtext(f"{SPACE}PredecessorLink/{SPACE}PredecessorUID") == next(
        task.findtext(f"{SPACE}UID")
        for task in tasks
        if task.findtext(f"{SPACE}Name") == text and task.findtext(f"{SPACE}Duration") == "PT8H0M0S"
    )
    assert then.findtext(f"{SPACE}Start") == "2026-11-24T08:00:00"
    assert then.findtext(f"{SPACE}Finish") == "2026-12-01T17:00:00"
    uids = [task.findtext(f"{SPACE}UID") for task in tasks]
    assert len(set(uids)) == len(uids)


ORDER = [
    "UID", "ID", "Name", "Type", "IsNull", "OutlineNumber", "OutlineLevel", "Start", "Finish", "Duration",
    "DurationFormat", "Milestone", "Summary", "ConstraintType", "ConstraintDate", "Notes", "PredecessorLink",
]  # fmt: skip
"""The sequence that the schema of Project asks for, of the elements that are written."""


def test_elements_stand_in_the_order_of_the_schema_and_numbers_follow_the_outline() -> None:
    content, _ = exported("T", "msproject")
    before: list[int] = []
    for task in etree.fromstring(content[".xml"]).iter(f"{SPACE}Task"):
        places = [ORDER.index(etree.QName(child).localname) for child in task]
        assert places == sorted(places)
        number = [int(part) for part in task.findtext(f"{SPACE}OutlineNumber").split(".")]
        assert len(number) == int(task.findtext(f"{SPACE}OutlineLevel"))
        assert number > before
        before = number


def test_every_format_has_a_file() -> None:
    for form in FORMATS:
        assert all(exported("T", form)[0].values())
