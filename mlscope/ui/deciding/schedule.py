"""The timeline on screen."""

import datetime as dt

import pandas as pd
import streamlit as st

from mlscope import events
from mlscope.charts import capital
from mlscope.project import Project, State
from mlscope.results import UNDATED, OneMore, Schedule
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.shell import panel, show
from mlscope.ui.shell.text import literal
from mlscope.words import chance_words, percent_words, weeks_words


def nothing_yet(plan: Schedule) -> None:
    """What to do while no finish can be computed."""
    st.info(
        "Finish dates come from tasks with durations. Add them on the Plan step, or fill in typical ones"
        " there.",
        icon=":material/event:",
    )
    show.bullets(plan.missing)
    if st.button("Go to the tasks", type="primary"):
        panel.go_to("plan.tasks")


def headline(plan: Schedule) -> None:
    """Finish dates with their chances, against the deadline."""
    ends = (
        [f"{plan.finish_p50:%d %b %Y}", f"{plan.finish_p80:%d %b %Y}", f"{plan.finish_p95:%d %b %Y}"]
        if not plan.start_assumed
        else [weeks_words(plan.working_weeks(share)) for share in (0.5, 0.8, 0.95)]
    )
    parts = [
        ("One in two", ends[0], "Half of the simulated plans are finished by then."),
        ("Four in five", ends[1], "80 % are finished by then: what can be promised."),
        ("19 in 20", ends[2], "95 % are finished by then."),
    ]
    if plan.probability_on_time is not None and plan.deadline:
        parts.append(
            (
                "In time",
                capital(chance_words(plan.probability_on_time)),
                f"The share of simulated plans that meet the deadline of {plan.deadline:%d %b %Y}.",
            )
        )
    show.figures(parts)
    if plan.start_assumed:
        st.caption(UNDATED)
    elif plan.critical_path_finish and plan.finish_p50 and plan.critical_path_finish < plan.finish_p50:
        st.caption(
            f"Adding up the longest chain of mean durations gives {plan.critical_path_finish:%d %b %Y}: too"
            " early, because where tasks meet the slowest one decides."
        )
    show.bullets(plan.missing)


def beside(plan: Schedule, project: Project) -> None:
    """The same finish without limits of people and without risks, and what one more of a role would bring.

    What of the register does not count is said at its switch.
    """
    if plan.unlimited is None or plan.without_risks is None:
        return
    st.subheader("What people and risks do to it")
    cases = {
        "If nobody had to wait for anybody": plan.unlimited,
        "If no risk came true": plan.without_risks,
    }
    rows = [
        {
            "Plan": "With people and risks",
            "One in two": _end(plan, plan.finish_p50, plan.working_weeks(0.5)),
            "Four in five": _end(plan, plan.finish_p80, plan.working_weeks(0.8)),
            "In time": chance_words(plan.probability_on_time),
        }
    ]
    rows += [
        {
            "Plan": name,
            "One in two": _end(plan, one.p50, plan.weeks_of(one.days[0])),
            "Four in five": _end(plan, one.p80, plan.weeks_of(one.days[1])),
            "In time": chance_words(one.probability_on_time),
        }
        for name, one in cases.items()
    ]
    if plan.probability_on_time is None:
        rows = [{name: cell for name, cell in row.items() if name != "In time"} for row in rows]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    notes = [note for note in plan.notes if note not in events.left_out(project)]
    show.bullets([*(_one_more(one) for one in plan.one_more), *notes])


def _end(plan: Schedule, date: dt.date | None, weeks: float) -> str:
    return weeks_words(weeks) if plan.start_assumed or date is None else f"{date:%d %b %Y}"


def _one_more(one: OneMore) -> str:
    """What one more of a role would bring, and why it can end later with more people."""
    days = round(abs(one.days_earlier))
    sooner = (
        f"{days} working day{'s' * (days != 1)} {'earlier' if one.days_earlier > 0 else 'later'}"
        if days
        else "no day earlier"
    )
    text = f"With one more \u201c{literal(one.role)}\u201d it would be finished {sooner}, in the middle case."
    if one.later >= 0.05 or one.days_earlier < 0:
        text += (
            f" In {percent_words(one.later)} of the simulated plans it would end later: work is put in a"
            " fixed order, and more hands can bring tasks into each other's way. So this is a comparison,"
            " not advice."
        )
    return text


def assumed(project: Project) -> None:
    """A word of warning while every task is a template's."""
    if project.assumed("plan.tasks"):
        st.warning(
            "These dates rest on typical tasks that nobody has confirmed yet; the verdict does not count"
            " them.",
            icon=":material/info:",
        )
        if st.button("Go to the tasks"):
            panel.go_to("plan.tasks")


def taken_for_granted(project: Project) -> None:
    """What the dates count with as long as nobody has said otherwise, and a way to say that it holds."""
    words = {
        "plan.start": (f"work starts on {project.as_of:%d %b %Y}", project.as_of.isoformat()),
        "plan.days_per_week": ("five days a week are worked", 5),
        "plan.holidays": ("nobody is on holiday", []),
    }
    others = {"plan.days_per_week": "plan.weekdays", "plan.holidays": "plan.country"}
    unsaid = {
        key: assumption
        for key, assumption in words.items()
        if all(project.state(i) == State.untouched for i in (key, others.get(key, key)))
    }
    if not unsaid:
        return
    st.caption(f"Taken for granted: {', '.join(said for said, _ in unsaid.values())}.")
    if st.button(
        "That holds",
        icon=":material/check:",
        help="Saves it as your answer. You can change it on the Plan step.",
    ):
        seen = {key: state.answer(key) for key in unsaid}
        changes = [
            Change(key, seen[key].anew(value=value, state=State.answered), seen[key])
            for key, (_, value) in unsaid.items()
        ]
        if state.save(changes):
            st.rerun()
    if st.button("Change it", type="tertiary", icon=":material/arrow_forward:"):
        panel.go_to(next(iter(unsaid)))


def tasks(plan: Schedule) -> None:
    """Every task with its dates and how often it decides the end."""
    st.subheader("Tasks")
    rows = [
        {
            "Task": t.name,
            "Who": ", ".join(t.who),
            "Start": t.start,
            "Finish": t.finish,
            "Early finish": t.finish_p10,
            "Late finish": t.finish_p90,
            "Decides the end": 100 * t.criticality,
        }
        for t in plan.tasks
    ]
    config = {
        "Decides the end": st.column_config.ProgressColumn(
            format="%d %%",
            min_value=0,
            max_value=100,
            help="How often the task is on the chain of tasks and people that ends last.",
        )
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=config)


def weeks(plan: Schedule) -> None:
    """The week-by-week plan."""
    if plan.weeks:
        st.subheader("Week by week")
        rows = [
            {
                "Week": w.label,
                "Starts": _day(w.start),
                "Milestone": literal(w.milestone),
                "Demo": literal(w.demo),
                "Shown by": literal(w.presenter) or ("" if w.recovery or not w.demo else "Nobody named yet"),
            }
            for w in plan.weeks
        ]
        st.table(pd.DataFrame(rows), hide_index=True, border="horizontal")


def sprints(plan: Schedule) -> None:
    """Sprints with their goals."""
    if plan.sprints:
        st.subheader("Sprints")
        rows = [
            {
                "Sprint": s.name,
                "From": _day(s.start),
                "To": _day(s.finish),
                "Goal": literal(s.goal),
                "Planning": _day(s.planning),
                "Review": _day(s.review),
                "Retro": _day(s.retro),
                "Improvement in it": literal(s.improvement),
            }
            for s in plan.sprints
        ]
        st.table(pd.DataFrame(rows), hide_index=True, border="horizontal")
        if plan.sprints_end:
            st.caption(plan.sprints_end)


def _day(day: dt.date | None) -> str:
    return f"{day:%d %b %Y}" if day else ""


def team(project: Project) -> None:
    """Who is there, and who is missing."""
    members = project.plan.team or []
    if members:
        st.subheader("Team")
        rows = [
            {
                "Role or person": m.name,
                "How many": m.count or 1,
                "Skills": m.skills,
                "Days a week": m.days_per_week,
                "Available": {True: "yes", False: "not yet", None: "not said"}[m.available],
            }
            for m in members
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
