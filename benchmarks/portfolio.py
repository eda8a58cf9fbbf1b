"""10, 1,000 and 10,000 candidates: home, filter, sort, Compare, a slider, robustness, and creating them.

Run it with `python -m benchmarks.portfolio`. A candidate has about 200 rows of answers: a sample's problem,
people and value, under a name, an owner, a tag and a stage of its own. Four are appraised; the summaries of
the others are copies of theirs with values and chances of their own, since appraising ten thousand takes half
an hour, and the largest store is the one before with its rows copied ten times. The rest is real: the store,
the pages, also while a thousand results are made anew beside them, and the comparison, of candidates that are
copied in the same way. Each time runs from the press of a button or a key to the last change on the page,
after which it stays quiet, and each page was opened before. It fails when a page shows something else than
the store or the comparison says.
"""

import contextlib
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
from playwright.sync_api import Browser, Page, expect

from benchmarks.browser import PATIENCE, changes, empty, opened
from mlscope import catalogue as content
from mlscope import compare, summaries, templates
from mlscope.appraise import appraise, candidate
from mlscope.catalogue import Catalogue
from mlscope.compare import Scenario
from mlscope.compare.words import headline
from mlscope.project import Project, Stage, new_id
from mlscope.results import Candidate, CandidateDraws, Floats, ProjectSummary
from mlscope.store import Author, Made, Order, Store, Wanted, open_store
from mlscope.summarise import DRAWS, as_text, content_key, summarise
from tests.e2e.hand import SETTLED, Hand
from tests.e2e.harness import Server, launched

TIMES = 3
ANSWERS_CHANGED = 7
QUIET = 400
CHOSEN = 12
SCENARIO = "Twelve"
ORDERS: tuple[Order, ...] = ("changed", "value", "name")
GROUP = "[class*='st-key-group_data_'] [data-testid=stButtonGroup]"
COLUMNS = ("home", "filter", "sort", "Compare", "answer", "slider")
PAGE_MS, SLIDER_MS = 1500, 300
MANY, MANY_S = 10_000, 2.0
CREATED, CREATED_S = 1_000, 20.0
AUTHOR = Author("benchmark")
ANSWERS = {"schema_version", "name", "currency", "as_of", "problem", "people", "value"}
WATCH = """quiet => {
    const app = document.querySelector('[data-testid=stApp]');
    let start = 0, last = 0;
    const begin = () => { start = start || performance.now(); };
    for (const act of ['pointerdown', 'keydown']) addEventListener(act, begin, {capture: true, once: true});
    const watch = new MutationObserver(() => { last = start && performance.now(); });
    watch.observe(app, {subtree: true, childList: true, characterData: true, attributes: true});
    window.settling = new Promise((done, fail) => {
        const look = setInterval(() => {
            const now = performance.now(), running = app.dataset.testScriptState !== 'notRunning';
            const settled = last && !running && now - last > quiet;
            if (settled || (start && now - start > 60000)) { clearInterval(look); watch.disconnect(); }
            if (settled) done(last - start);
            else if (start && now - start > 60000) fail('no end of drawing');
        }, 5);
    });
}"""


def candidates(catalogue: Catalogue, count: int) -> list[Project]:
    """So many projects, by turns like the samples."""
    samples = [
        Project.model_validate(one.model_dump(by_alias=True, include=ANSWERS))
        for one in templates.samples(catalogue).values()
    ]
    stages, owners = list(Stage), ["Ann", "Bo", "Cleo", "Dan"]
    made = []
    for number in range(count):
        one = samples[number % len(samples)]
        people = one.people.model_copy(update={"leader": owners[number % 4]})
        more = {"people": people, "tags": [f"unit {number % 7}"], "stage": stages[number % len(stages)]}
        made.append(one.model_copy(update=more | {"id": new_id(), "name": f"Candidate {number:05d}"}))
    return made


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare_rows(folder: Path, count: int) -> float:
    """Seconds in which a bare DuckDB takes as many rows, half into a log and half into a table of answers."""
    plain, took = duckdb.connect(str(folder / f"bare_{count}.duckdb")), 0.0
    for table in ("log", "current"):
        plain.execute(f"CREATE TABLE {table} (project INTEGER, key INTEGER, content JSON)")
        rows = f"SELECT i // 175, i % 175, '{{\"value\": 1}}' FROM range({count // 2}) AS rows(i)"
        took += seconds(partial(plain.execute, f"INSERT INTO {table} {rows}"))
    plain.close()
    return took


def summarised(store: Store, catalogue: Catalogue, made: Sequence[Project]) -> None:
    """A summary for each project: copies of four, with values and chances of their own."""
    key, chance = content_key(catalogue), np.random.default_rng(1)
    kinds = [summarise(project, catalogue) for project in made[: min(4, len(made))]]
    stamps = {summary.id: store.stamp(summary.id) for summary in store.projects()}
    for start in range(0, len(made), 500):
        some = list(enumerate(made))[start : start + 500]
        store.keep_summaries(key, [_made(one, stamps[one.id], *kinds[n % 4], chance) for n, one in some])
    assert store.progress(key).waiting == 0


def _made(
    project: Project, stamp: int, kind: ProjectSummary, draws: Floats | None, chance: np.random.Generator
) -> Made:
    assert kind.value
    assert draws is not None
    times = float(chance.lognormal(0, 1))
    value = replace(
        kind.value, **{name: getattr(kind.value, name) * times for name in ("mean", "p10", "p50", "p90")}
    )
    own = replace(
        kind,
        owner=project.people.leader or "",
        tags=tuple(project.tags),
        value=value,
        chance=float(chance.random()),
    )
    drawn = np.vstack([chance.permutation(draws[0] * times), draws[1:]]).astype("<f4").tobytes()
    return Made(project.id, stamp, "copied", "", summaries.columns(own), as_text(own), drawn)


# ── pages
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Hands:
    """A browser on the app, and how long what it does takes."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page.goto(server.url)
        self.hand = Hand(self.page)
        self.hand.at("Candidates")

    def median(
        self,
        act: Callable[[int], None],
        check: Callable[[int], None],
        before: Callable[[], None] = lambda: None,
    ) -> float:
        """Milliseconds until the page is quiet, of several turns; the first one warms up. What comes `before`
        a turn is not timed.
        """
        times = []
        for turn in range(TIMES + 1):
            before()
            self.page.wait_for_timeout(QUIET)
            self.page.wait_for_function(SETTLED)
            self.page.evaluate(WATCH, QUIET)
            act(turn)
            times.append(float(self.page.evaluate("window.settling")))
            check(turn)
        return statistics.median(times[1:])

    def cards(self) -> list[str]:
        """The names on the cards of the list."""
        named = re.compile(r"^Candidate \d+$")
        return self.page.get_by_test_id("stMain").get_by_role("button", name=named).all_inner_texts()


def pages(browser: Browser, folder: Path, file: Path, *, anew: bool = False) -> dict[str, float]:
    """Milliseconds of home, filter, sort, Compare and an answer, and of a slider where there are enough
    candidates; where results are made `anew`, the list has to say how far that is.
    """
    with contextlib.closing(open_store(str(file))) as store:
        key = content_key(content.load())
        latest, by_value, by_name = (
            [one.name for one, _ in store.listed(key, order=order, limit=10)] for order in ORDERS
        )
        in_review = store.counted(Wanted(stages=["review"]))
        chosen = [summary.id for summary, _ in store.listed(key, limit=CHOSEN)]
        store.save_scenario(SCENARIO, Scenario(tuple(chosen), "weights").plain(), AUTHOR)
        known = [candidate(appraise(store.load(one).project, content.load()), one) for one in chosen]
    with Server(folder / "server.log", "--store", str(file)) as server:
        hands = Hands(browser, server)
        main = hands.page.get_by_test_id("stMain")
        if anew:
            expect(main.get_by_text(" candidates are of today; the others follow.")).to_be_visible()

        def filtering(_: int) -> None:
            main.get_by_role("button", name="Review", exact=True).first.click()

        def filtered(turn: int) -> None:
            if turn % 2:
                assert hands.cards() == latest
                return
            assert len(hands.cards()) == min(10, in_review)
            if in_review > 10:
                expect(main.get_by_text(f"1 to 10 of {in_review:,} candidates")).to_be_visible()

        def orders() -> None:
            hands.page.get_by_role("combobox", name="Order").click()
            expect(hands.page.get_by_role("listbox")).to_be_visible()

        def sorting(turn: int) -> None:
            order = "Name" if turn % 2 else "Expected value"
            hands.page.get_by_role("option", name=order, exact=True).click()

        def sorted_(turn: int) -> None:
            if turn % 2 or not anew:  # values change while they are made anew
                assert hands.cards() == (by_name if turn % 2 else by_value)

        def compared(_: int) -> None:
            expect(main.get_by_text(headline(compare.compare(known[:3])))).to_be_visible()

        found = {
            "filter": hands.median(filtering, filtered),
            "sort": hands.median(sorting, sorted_, orders),
            "home": hands.median(
                lambda _: hands.hand.go("Candidates"),
                lambda _: hands.hand.at("Candidates"),
                lambda: hands.hand.go("Compare"),
            ),
            "Compare": hands.median(
                lambda _: hands.hand.go("Compare"), compared, lambda: hands.hand.go("Candidates")
            ),
        }
        if len(known) == CHOSEN:
            found["slider"] = slider(hands, known)
        if anew:
            hands.hand.go("Candidates")
            expect(main.get_by_text(" candidates are of today; the others follow.")).to_be_visible()
        step = opened(browser, f"{server.url}/data?project={chosen[-1]}&scope=full")
        return found | {"answer": statistics.median(changes(step, GROUP, ANSWERS_CHANGED))}


def slider(hands: Hands, known: Sequence[Candidate]) -> float:
    """Milliseconds of a slider on Compare, with a scenario of twelve candidates open."""
    hands.hand.press(f"Open {SCENARIO}")
    main = hands.page.get_by_test_id("stMain")
    thumb = main.get_by_role("slider").first
    thumb.focus()
    usual = {name: 5 * weight for name, weight in compare.DEFAULT_WEIGHTS.items()}
    first = next(iter(usual))

    def moved(turn: int) -> None:
        weights = usual | {first: usual[first] if turn % 2 else usual[first] + 1}
        said = headline(compare.compare(known, weights))
        expect(main.get_by_text(said)).to_be_visible()

    return hands.median(lambda turn: thumb.press("ArrowLeft" if turn % 2 else "ArrowRight"), moved)


# ── many candidates
# ──────────────────────────────────────────────────────────────────────────────────────────────


def robustness(catalogue: Catalogue, count: int) -> dict[str, tuple[float, float]]:
    """Seconds of comparing so many candidates by value and by weights, and of sorting them in plain numpy."""
    few = [candidate(appraise(one, catalogue), one.id) for one in candidates(catalogue, 4)]
    chance, many = np.random.default_rng(1), list[Candidate]()
    for number in range(count):
        one, times = few[number % 4], float(chance.lognormal(0, 1))
        gain, draws = one.money.incremental, one.draws
        assert gain
        assert draws
        gain = replace(gain, **{name: getattr(gain, name) * times for name in ("mean", "p10", "p50", "p90")})
        drawn = CandidateDraws(chance.permutation(draws.value)[:DRAWS] * times, draws.spend[:, :DRAWS])
        money = replace(one.money, incremental=gain)
        many.append(replace(one, id=f"{number:05d}", name=f"{number:05d}", money=money, draws=drawn))
    table = np.stack([one.draws.value for one in many if one.draws])
    found = {}
    for view in ("value", "weights"):
        weights = None if view == "value" else compare.DEFAULT_WEIGHTS
        start = time.perf_counter()
        compared = compare.compare(many, weights)
        took = time.perf_counter() - start
        assert len(compared.ranking) == count
        chances = [one.probability_first or 0.0 for one in sorted(compared.ranking, key=lambda one: one.id)]
        assert np.isclose(sum(chances), 1)
        if view == "value":
            best = max(many, key=lambda one: one.money.incremental.mean if one.money.incremental else 0.0)
            assert compared.ranking[0].id == best.id
            firsts = np.bincount(np.argmax(table, axis=0), minlength=count) / table.shape[1]
            assert np.allclose(chances, firsts)
        found[view] = took, seconds(lambda: np.argsort(-table, axis=0))
    return found


def copied(file: Path, times: int) -> None:
    """Every candidate so many times, with values of its own: rows copied within the database."""
    plain = duckdb.connect(str(file))
    here = {
        table: [
            name
            for (name,) in plain.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]
            ).fetchall()
        ]
        for table in ("project", "log", "current", "summary")
    }
    for copy in range(1, times):
        for table, columns in here.items():
            key = "id" if table == "project" else "project"
            own = {
                key: f"{key} || '-{copy}'",
                "name": f"'Candidate ' || (substr(name, 11)::INTEGER + {copy * CREATED})",
                "value": f"value * {1 + copy / 7}",
            }
            taken = ", ".join(own.get(name, f'"{name}"') for name in columns)
            which = f"WHERE {key} NOT LIKE '%-%' AND {key} NOT LIKE '/%'"
            plain.execute(f"INSERT INTO {table} SELECT {taken} FROM {table} {which}")
    plain.close()


def made_anew(file: Path) -> None:
    """All results are of an earlier content."""
    plain = duckdb.connect(str(file))
    plain.execute("UPDATE summary SET content = 'earlier', key = 'earlier'")
    plain.close()


def main() -> None:
    """Print the tables."""
    catalogue = content.load()
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        folder = Path(name)
        alone = statistics.median(empty(browser, folder)[0])
        print(f"| milliseconds | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}")
        print(f"| empty app of one widget | {' | '.join(f'{alone:.0f}' for _ in COLUMNS)} |", flush=True)
        created = bare = 0.0
        for count, label, anew in (
            (10, "10", False),
            (CREATED, "1,000", False),
            (CREATED, "1,000, all results being made anew", True),
            (10 * CREATED, "10,000", False),
        ):
            file = folder / f"{count}{'-anew' if anew else ''}.duckdb"
            if anew:
                shutil.copy(folder / f"{count}.duckdb", file)
                made_anew(file)
            elif count > CREATED:
                shutil.copy(folder / f"{CREATED}.duckdb", file)
                copied(file, count // CREATED)
            else:
                made = candidates(catalogue, count)
                with contextlib.closing(open_store(str(file))) as store:
                    created = seconds(partial(store.create_all, made, AUTHOR))
                    summarised(store, catalogue, made)
                bare = bare_rows(folder, 400 * count)
            took = pages(browser, folder, file, anew=anew)
            cells = (f"{took[column]:.0f}" if column in took else "" for column in COLUMNS)
            print(f"| {label} | {' | '.join(cells)} |", flush=True)
        print(f"| aim | {' | '.join([str(PAGE_MS)] * 4)} | | {SLIDER_MS} |")
    print("\n| seconds | here | bare | aim |\n|---|---|---|---|")
    said = f"{CREATED:,} created, beside as many rows inserted into a bare DuckDB"
    print(f"| {said} | {created:.1f} | {bare:.1f} | {CREATED_S:.0f} |")
    for view, (took_, sorting) in robustness(catalogue, MANY).items():
        said = f"robustness of {MANY:,} by {view}, on {DRAWS} draws, beside sorting them in numpy"
        print(f"| {said} | {took_:.2f} | {sorting:.2f} | {MANY_S:.0f} |")


if __name__ == "__main__":
    main()
