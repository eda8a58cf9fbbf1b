"""Milestones, demos and releases as an iCalendar file (RFC 5545), which every calendar opens."""

import datetime as dt
from collections.abc import Iterator

from mlscope.project import Project
from mlscope.results import Schedule

_LINE = 75
"""Octets of a line, without its end."""


def document(project: Project, schedule: Schedule) -> bytes:
    """A calendar with an event of a whole day for each row of the week plan, its demo, each release and each
    sprint review.
    """
    stamp = f"{project.as_of:%Y%m%d}T000000Z"
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//mlscope//plan//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(project.name)}",
    ]
    for uid, day, summary, told in _events(project, schedule):
        content += [
            "BEGIN:VEVENT",
            f"UID:{uid}.{project.id}@mlscope",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(summary)}",
            *([f"DESCRIPTION:{_text(told)}"] if told else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*content, "END:VCALENDAR"]).encode()


Event = tuple[str, dt.date, str, str]
"""Uid, day, summary and description."""


def _events(project: Project, schedule: Schedule) -> Iterator[Event]:
    assumed = "The start or the working days are assumed." if schedule.start_assumed else ""
    for week in schedule.weeks:
        if week.recovery:
            continue
        yield f"milestone-{week.until}", week.finish, f"Milestone: {week.milestone}", assumed
        if week.demo:
            by = f"Shown by {week.presenter}." if week.presenter else "Nobody is named yet."
            yield f"demo-{week.until}", week.finish, f"Demo: {week.demo}", f"{by} {assumed}".strip()
    for row in project.plan.release_dates or ():
        if row.day:
            told = [f"To {row.audience}."] if row.audience else []
            told += [f"{row.owner} answers for it."] if row.owner else []
            yield f"release-{row.id}", row.day, f"Release: {row.name or 'the next version'}", " ".join(told)
    for sprint in schedule.sprints:
        if sprint.review:
            yield (
                f"review-{sprint.name.replace(' ', '-')}",
                sprint.review,
                f"Review of {sprint.name}",
                sprint.goal,
            )


def _text(text: str) -> str:
    """A text value: backslash, semicolon, comma and the ends of lines escaped."""
    for sign, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """A line in parts of at most 75 octets, none of which ends inside a character."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + octets
    return "\r\n".join([*parts, part])
