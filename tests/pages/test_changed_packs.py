"""An overlay in the app: a new version of a pack is looked at, withdrawn answers are shown, broken files are
named.
"""

from mlscope.project import BLANK, Answer, Project
from mlscope.store import Change
from tests.pages.conftest import AUTHOR

OLD = """
id: acme
version: "1.2"
title: Acme
questions:
  - {id: data.acme_owner, kind: choice, label: Owner agreed, dimension: data,
     choices: [{id: yes_all, label: All agreed, score: 1.0}]}
  - {id: data.acme_region, kind: text, label: Region}
  - {id: data.acme_site, kind: text, label: Site}
"""
NEW = """
id: acme
version: "2.0"
title: Acme
questions:
  - {id: data.acme_owner, kind: yes_no, label: Have all owners agreed, core: true}
  - {id: data.acme_region, kind: text, label: Sales region, core: true}
  - {id: data.acme_country, kind: text, label: Country, core: true}
"""


def overlay(monkeypatch, folder, text, **others):
    (folder / "packs").mkdir(parents=True)
    (folder / "packs" / "acme.yaml").write_text(text)
    for name, content in others.items():
        (folder / f"{name}.yaml").write_text(content)
    monkeypatch.setenv("MLSCOPE_OVERLAY", str(folder))


def said(at):
    return "\n".join(
        str(one.value).replace("\\", "")
        for part in (at.markdown, at.caption, at.info, at.warning, at.subheader)
        for one in part
    )


def answered(store, **more):
    project = Project(name="Acme")
    store.create(project, AUTHOR)
    for name, value in more.items():
        store.apply(project.id, [Change(f"data.{name}", Answer(value=value), BLANK)], AUTHOR)
    return project.id


def test_a_major_version_is_looked_at_and_what_is_gone_was_asked_earlier(app, store, tmp_path, monkeypatch):
    overlay(monkeypatch, tmp_path / "old", OLD)
    project = answered(store, acme_owner="yes_all", acme_region="North", acme_site="Works 3")
    overlay(monkeypatch, tmp_path / "new", NEW)

    step = app("data", project)
    assert "went from version 1.2 to 2.0" in said(step)
    assert {one.label: one.value for one in step.text_input if one.label in ("Sales region", "Country")} == {
        "Sales region": "North",
        "Country": "",
    }

    at = app("review", project)
    assert "- **Country** · new" in said(at)
    assert "- **Sales region** :gray[(was: Region)] · in other words" in said(at)
    assert "- **Site** · no longer asked" in said(at)
    assert "“All agreed” no longer fits" in said(at)
    assert "Site  \n**Works 3**" in said(at)
    assert "Owner agreed  \n**All agreed**" in said(at)

    next(button for button in at.button if button.label == "I have looked at it").click()
    at.run()
    assert not at.exception
    now = store.load(project).project
    assert now.packs["acme"].version == "2.0"
    assert now.about("data.acme_owner").note == "Answered before version 2.0: All agreed"
    assert now.more == {"data.acme_region": "North", "data.acme_site": "Works 3"}
    assert "I have looked at it" not in [button.label for button in at.button]
    assert "Site  \n**Works 3**" in said(at)
    assert store.verify(project) == []


def test_an_answer_that_no_longer_fits_goes_into_a_full_note_all_the_same(app, store, tmp_path, monkeypatch):
    overlay(monkeypatch, tmp_path / "old", OLD)
    project = answered(store)
    store.apply(
        project, [Change("data.acme_owner", Answer(value="yes_all", note="n" * 20_000), BLANK)], AUTHOR
    )
    overlay(monkeypatch, tmp_path / "new", NEW)
    at = app("review", project)
    next(button for button in at.button if button.label == "I have looked at it").click()
    at.run()
    assert not at.exception
    note = store.load(project).project.about("data.acme_owner").note
    assert len(note) == 20_000
    assert note.endswith("n\nAnswered before version 2.0: All agreed")


def test_broken_files_are_named_in_a_banner_and_the_rest_is_in_use(app, store, tmp_path, monkeypatch):
    overlay(monkeypatch, tmp_path / "house", NEW, wording="questions: [")
    at = app("data", answered(store, acme_region="North"))
    assert [one.value for one in at.text_input if one.label == "Sales region"] == ["North"]
    assert "Not in use: wording.yaml: line 1: this is not valid YAML" in said(at)
