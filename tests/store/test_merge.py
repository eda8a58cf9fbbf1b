"""Whatever two editors do in whatever order: the record is the fold of the log, and nothing that was said is
lost.
"""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlscope.project import BLANK, Answer, Evidence, Project
from mlscope.store import Author, Change, Store, open_store
from mlscope.store.merge import merge

KEYS = ("problem.statement", "problem.context", "value.benefits/R1/name")
ANSWERS = st.builds(
    Answer,
    value=st.sampled_from(["a", "b", "c"]),
    note=st.sampled_from(["", "seen", "doubtful"]),
    evidence=st.sampled_from([None, Evidence.guess, Evidence.measured]),
) | st.just(BLANK)


@dataclass
class Editor:
    """One person's screen: the answers as last looked at."""

    store: Store
    project: str
    author: Author
    seen: dict[str, Answer] = field(default_factory=dict)
    accepted: list[tuple[str, object]] = field(default_factory=list)
    refused: list[tuple[str, object]] = field(default_factory=list)

    def look(self) -> None:
        self.seen = dict(self.store.load(self.project).answers)

    def edit(self, key: str, new: Answer, typing: bool) -> None:
        old, stands = self.seen.get(key, BLANK), self.store.load(self.project).answers.get(key, BLANK)
        applied = self.store.apply(self.project, [Change(key, new, old)], self.author, typing=typing)
        if applied.conflicts:
            self.refused.append((key, new.content))
        else:
            if not typing and new.value not in (old.value, stands.value):
                self.accepted.append((key, new.value))
            self.seen[key] = new


MOVES = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["look", "edit", "edit", "type", "history"]),
        st.sampled_from(KEYS),
        ANSWERS,
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOVES)
def test_any_interleaving_of_two_editors_loses_nothing(moves: list[tuple[int, str, str, Answer]]) -> None:
    store = open_store(":memory:")
    project = store.create(Project(name="Churn"), Author("Ann"))
    editors = [Editor(store, project, Author(name)) for name in ("Ann", "Bo")]
    for who, what, key, answer in moves:
        if what == "look":
            editors[who].look()
        elif what == "history":
            store.history(project)
        else:
            editors[who].edit(key, answer, typing=what == "type")
    shown = store.load(project)
    assert store.verify(project) == []
    settled = store.load(project)
    assert settled.project == store.at(project, settled.revision) == shown.project
    rows = store.history(project)
    logged = [(row.key, row.new.value) for row in rows]
    kept = [
        (row.new.value["key"], row.new.value["answer"]) for row in rows if row.key.startswith("conflict/")
    ]
    for editor in editors:
        assert all(one in logged for one in editor.accepted)
        assert all(one in kept for one in editor.refused)
    store.close()


def test_a_field_that_was_typed_into_and_emptied_can_be_answered_at_once() -> None:
    store = open_store(":memory:")
    project, ann = store.create(Project(name="Churn"), Author("Ann")), Author("Ann")
    store.apply(project, [Change("problem.goal", Answer(value="a"))], ann, typing=True)
    store.apply(project, [Change("problem.goal", BLANK, Answer(value="a"))], ann, typing=True)
    store.apply(project, [Change("problem.goal", Answer(value="b"))], ann)
    assert [row.new.value for row in store.history(project, "problem.goal")] == ["b"]
    assert store.verify(project) == []


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_merge_keeps_what_only_one_side_changed(old: Answer, mine: Answer, theirs: Answer) -> None:
    assert merge(old, mine, old) == mine
    assert merge(old, old, theirs) == theirs
    assert merge(old, mine, mine) == mine
    assert merge(old, mine, theirs) == merge(old, theirs, mine)
