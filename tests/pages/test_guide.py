"""The guide to search and browse, and to pass on one entry of."""

from mlscope.project import Project


def test_an_address_shows_one_entry_and_why_it_is_in_this_project(app, store):
    project = Project.model_validate({"name": "Named", "problem": {"task": "classification"}})
    at = app("guide", project)
    at.query_params["entry"] = "metrics/precision_recall"
    at.run()
    assert sum("Link to this entry" in one.value for one in at.caption) == 1
    assert any(
        "In this project" in one.value and "Put each case into a group" in one.value for one in at.markdown
    )
    at.query_params["entry"] = "metrics/no-such-thing"
    at.run()
    assert "no such entry" in at.warning[0].value


def test_a_search_shows_first_what_is_called_so(app):
    at = app("guide")
    at.text_input(key="guide_search").set_value("drift").run()
    names = [
        one.value.split("**")[1]
        for one in at.markdown
        if one.value.startswith("**") and ":gray[" in one.value
    ]
    assert names[0] == "Drift"
    assert all(
        "drift" in name.casefold() for name in names[: sum("drift" in name.casefold() for name in names)]
    )


def test_a_topic_is_chosen_by_its_button(app):
    at = app("guide")
    next(group for group in at.button_group if "Data" in group.label).set_value("splits").run()
    assert not at.exception
    assert at.session_state["guide_topic"] == "splits"


def test_only_what_fits_the_project_can_be_shown(app):
    project = Project.model_validate({"name": "Fitting", "problem": {"task": "classification"}})
    at = app("guide", project)
    at.toggle(key="guide_fitting").set_value(True).run()
    assert any("In this project" in one.value for one in at.markdown)
    entries = sum("Link to this entry" in one.value for one in at.caption)
    assert entries == sum("In this project" in one.value for one in at.markdown) > 5
    assert not app("guide").toggle


def test_nothing_fits_because_of_an_answer_that_is_no_longer_asked(app):
    project = Project.model_validate(
        {"name": "Idle", "problem": {"task": "clustering"}, "data": {"labels": "planned"}}
    )
    at = app("guide", project)
    at.toggle(key="guide_fitting").set_value(True).run()
    assert not any("How do we learn the true outcomes" in one.value for one in at.markdown)


def test_a_documented_case_tells_its_causes_and_what_was_at_stake_in_words(app):
    at = app("guide")
    at.query_params["entry"] = "precedents/amazon_hiring"
    at.run()
    told = " ".join(one.value for one in at.caption)
    assert "Further: most resumes of those ten years came from men" in told
    assert "Stake: Rights, livelihood or access to services" in told
    assert "{" not in told
