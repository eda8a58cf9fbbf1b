"""The assessment of a project, put together from its parts."""

from collections.abc import Iterable

from mlscope.assess import (  # noqa: F401 - they register the tests of findings
    combinations,
    contradictions,
    contradictions_in_approach,
    gaps,
    paying,
)
from mlscope.assess.ai_act import ai_act
from mlscope.assess.blockers import blockers, standings
from mlscope.assess.cases import case
from mlscope.assess.conditions import conditions
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import dimensions
from mlscope.assess.findings import findings, standing_out
from mlscope.assess.house import NO_HOUSE, House
from mlscope.assess.improvement import improvement
from mlscope.assess.leaning import draw, leaning
from mlscope.assess.next_questions import next_questions, only_trying, stopping_rule
from mlscope.assess.opposed import of_one_mind
from mlscope.assess.path import path_to_go
from mlscope.assess.precedents import Likeness, borne_out, cited, cited_blockers
from mlscope.assess.recommendations import recommendations
from mlscope.assess.sinks import sinks
from mlscope.assess.verdict import verdict, word
from mlscope.catalogue import Catalogue
from mlscope.project.answers import State
from mlscope.project.record import Project
from mlscope.results import Assessment, Money, Outlook, Schedule


def assess(
    project: Project,
    catalogue: Catalogue,
    money: Money | None = None,
    schedule: Schedule | None = None,
    house: House = NO_HOUSE,
) -> Assessment:
    """Feasibility, blockers, findings, tier and verdict of a project, and what to answer and do next.

    `money` and `schedule` are what the other engines say of the same project; without them whatever rests on
    them is open.
    `house` is how the house's other projects answered, by which open answers are drawn; none for a project
    file alone.
    """
    facts = Facts(project, catalogue, money, schedule)
    by_dimension, ai, stands = dimensions(facts), ai_act(facts), standings(facts)
    found = of_one_mind(findings(facts), catalogue.rules["opposed"])
    stops = blockers(facts, stands)
    likeness = Likeness(facts, found, stops)
    found, stops = cited(likeness, found), cited_blockers(likeness, stops)
    now = case(facts, by_dimension, found, stands, ai)
    said = word(facts, now)[0]
    sinking = sinks(facts, now, stops, starts=said in ("go", "conditional"))
    needed = conditions(facts, now, ai) if said == "conditional" else ()
    decided = verdict(facts, now, stops, sinking, needed)

    def look_ahead() -> Outlook:
        drawn = draw(facts, house)
        wanted = next_questions(facts, now, decided, ai, drawn)
        return Outlook(
            leaning=leaning(facts, drawn),
            next_questions=wanted,
            only_trying=only_trying(facts),
            stopping_rule=stopping_rule(facts, decided, wanted),
            path_to_go=path_to_go(facts, now, stops, ai),
            improvement=improvement(facts, now, decided),
        )

    return Assessment(
        verdict=decided,
        completeness=completeness(facts, facts.questions),
        step_completeness={
            step: completeness(facts, question_ids) for step, question_ids in catalogue.ids_by_step.items()
        },
        dimensions=by_dimension,
        blockers=stops,
        findings=standing_out(found, catalogue),
        recommendations=borne_out(likeness, recommendations(facts)),
        precedents=likeness.listed(),
        ai_act=ai,
        open_questions=tuple(
            i for i in facts.questions if facts.open(i) and facts.about(i).state == State.unknown
        ),
        sinks=sinking if decided.word != "go" else tuple(line for line in sinking if line.codes),
        conditions=needed,
        core_completeness=completeness(facts, filter(facts.quick, facts.questions)),
        look_ahead=look_ahead,
    )


def completeness(facts: Facts, question_ids: Iterable[str]) -> float:
    """Share of the questions that are asked for certain and answered or declared not applicable; 1 where none
    is asked.

    What a template assumed counts as open, and so does a table in which every row is assumed. Optional
    questions count neither way.
    """
    asked = [i for i in question_ids if facts.truth[i] == "yes" and not facts.questions[i].optional]
    return sum(facts.status[i] != "open" for i in asked) / len(asked) if asked else 1.0
