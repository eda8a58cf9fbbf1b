"""The tests of the EU AI Act in their own order, as a table of cases."""

from typing import Any

import pytest

from mlscope.assess.ai_act import ai_act
from mlscope.assess.facts import Facts
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.project.steps.ethics import Practice, Transparency

SCOPE: dict[str, Any] = {"in_eu": True, "ai_system": True, "purpose": "normal"}
CLEAN = SCOPE | {"practices": [], "product_safety": False}
JOB = CLEAN | {"areas": ["employment"]}

CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("nothing is known", {}, "cannot_say", ""),
    ("used outside the EU alone", {"in_eu": False, "practices": ["social_scoring"]}, "out_of_scope", "Articles 2 and 3"),
    ("rules written by people", {"ai_system": False}, "out_of_scope", "Articles 2 and 3"),
    ("military", {"purpose": "military"}, "out_of_scope", "Articles 2 and 3"),
    ("pure research", SCOPE | {"purpose": "research"}, "out_of_scope", "Articles 2 and 3"),
    ("a prohibited practice, scope open", {"practices": ["emotion"]}, "cannot_say", ""),
    ("a prohibited practice, scope confirmed", SCOPE | {"practices": ["emotion"]}, "prohibited", "Article 5"),
    ("prohibited comes before high", JOB | {"practices": ["emotion"], "profiling": True}, "prohibited", "Article 5"),
    ("practices open", SCOPE | {"areas": ["employment"], "profiling": True}, "cannot_say", ""),
    ("a regulated product", CLEAN | {"product_safety": True}, "high", "Article 6(1), Annex I"),
    ("a medical device", CLEAN | {"product_safety": True, "product_law": "devices"}, "high", "Article 6(1), Annex I"),
    ("a vehicle", CLEAN | {"product_safety": True, "product_law": "transport"}, "high", "Articles 2(2) and 6(1), Annex I Section B"),
    ("a product in a sensitive area", JOB | {"product_safety": True, "product_law": "devices", "profiling": True}, "high", "Article 6(1), Annex I; Article 6(2), Annex III"),
    ("a regulated product in a narrow task", JOB | {"product_safety": True, "ways_out": ["narrow"]}, "high", "Article 6(1), Annex I"),
    ("sensitive area, way out open", JOB | {"profiling": False}, "cannot_say", ""),
    ("sensitive area without way out", JOB | {"profiling": False, "ways_out": []}, "high", "Article 6(2), Annex III"),
    ("sensitive area with way out", JOB | {"profiling": False, "ways_out": ["preparatory"]}, "minimal", "Article 6(3)"),
    ("profiling closes the way out", JOB | {"profiling": True, "ways_out": ["narrow"]}, "high", "Article 6(2), Annex III"),
    ("profiling decides though the product is open", SCOPE | {"practices": [], "areas": ["education"], "profiling": True}, "high", "Article 6(2), Annex III"),
    ("no area", CLEAN | {"areas": []}, "minimal", ""),
    ("no area, scope open", {"practices": [], "product_safety": False, "areas": []}, "cannot_say", ""),
    ("areas open", CLEAN, "cannot_say", ""),
]  # fmt: skip


def found(catalogue: Catalogue, ethics: dict[str, Any], **more: Any) -> Any:
    return ai_act(Facts(Project.model_validate({"name": "x", "ethics": ethics, **more}), catalogue))


@pytest.mark.parametrize(
    ("ethics", "tier", "article"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_tier_and_article(catalogue: Catalogue, ethics: dict[str, Any], tier: str, article: str) -> None:
    result = found(catalogue, ethics)
    assert (result.tier, result.article) == (tier, article)
    assert result.answers
    assert result.as_of == "2026-11-28"
    assert "2024/1689" in result.source
    assert "Not legal advice" in result.source


def test_while_undecided_it_names_the_answers_it_hangs_on(catalogue: Catalogue) -> None:
    assert found(catalogue, JOB).answers == ("ethics.profiling", "ethics.ways_out")
    assert found(catalogue, JOB | {"profiling": False}).answers == ("ethics.ways_out",)


def test_a_prohibited_practice_is_named_while_it_is_open_whether_the_regulation_applies(
    catalogue: Catalogue,
) -> None:
    result = found(catalogue, {"practices": ["emotion"], "in_eu": True})
    assert "emotions at work" in result.reason
    assert result.answers == ("ethics.ai_system", "ethics.purpose")


def test_duties_follow_the_role(catalogue: Catalogue) -> None:
    high = JOB | {"profiling": True}
    provider, deployer, both = (
        found(catalogue, high | {"role": role}).obligations for role in ("provider", "deployer", "both")
    )
    assert any("Annex IV" in duty for duty in provider)
    assert any("Article 27" in duty for duty in deployer)
    assert set(both) == {*provider, *deployer}


def test_a_way_out_must_be_documented_and_registered(catalogue: Catalogue) -> None:
    duties = found(catalogue, JOB | {"profiling": False, "ways_out": ["narrow"]}).obligations
    assert any("Document" in duty for duty in duties)
    assert any("Register" in duty for duty in duties)


def test_duties_to_tell_add_to_any_tier_within_scope(catalogue: Catalogue) -> None:
    told = {"transparency": ["interaction"]}
    assert len(found(catalogue, JOB | {"profiling": True} | told).transparency) == 1
    assert len(found(catalogue, CLEAN | {"areas": []} | told).transparency) == 1
    assert found(catalogue, {"in_eu": False} | told).transparency == ()


def test_not_applicable_is_a_no(catalogue: Catalogue) -> None:
    about = {
        f"ethics.{name}": {"state": "not_applicable", "reason": "A pump"}
        for name in ("practices", "product_safety", "areas")
    }
    assert found(catalogue, SCOPE, answers=about).tier == "minimal"


def test_every_situation_with_a_duty_to_tell_has_its_words(catalogue: Catalogue) -> None:
    assert set(catalogue.rules["ai_act"]["transparency"]) == {one.value for one in Transparency}


@pytest.mark.parametrize("practice", list(Practice))
def test_every_practice_is_prohibited(catalogue: Catalogue, practice: Practice) -> None:
    assert practice.label.lower() in found(catalogue, SCOPE | {"practices": [practice]}).reason


def duties(catalogue: Catalogue, ethics: dict[str, Any]) -> str:
    return " ".join(found(catalogue, ethics).obligations)


def test_a_product_is_not_told_the_duties_of_annex_iii(catalogue: Catalogue) -> None:
    device = duties(catalogue, CLEAN | {"product_safety": True, "product_law": "devices"})
    assert "Article 9" in device
    assert "43(3)" in device
    assert not any(article in device for article in ("26(11)", "Article 27", "49(1)", "Article 86"))


def test_vehicles_follow_their_own_law_instead_of_articles_8_to_49(catalogue: Catalogue) -> None:
    vehicle = found(catalogue, CLEAN | {"product_safety": True, "product_law": "transport"})
    assert len(vehicle.obligations) == 1
    assert "2(2)" in vehicle.obligations[0]


@pytest.mark.parametrize("law", ["transport", "machinery"])
def test_where_a_products_own_law_stands_instead_nobody_has_to_be_told_by_article_50(
    catalogue: Catalogue, law: str
) -> None:
    product = {"product_safety": True, "product_law": law, "transparency": ["interaction"]}
    assert found(catalogue, CLEAN | {"areas": []} | product).transparency == ()
    assert len(found(catalogue, JOB | {"profiling": True} | product).transparency) == 1
    assert len(found(catalogue, CLEAN | product | {"product_law": "devices"}).transparency) == 1


def test_public_services_and_the_part_of_the_database_that_is_not_public_are_named(
    catalogue: Catalogue,
) -> None:
    text = duties(catalogue, CLEAN | {"areas": ["police"], "profiling": True})
    assert "provide public services (Article 27)" in text
    assert "not public (Article 49(1) and (4))" in text
    assert "not public" not in duties(catalogue, JOB | {"profiling": True})


def test_while_the_law_of_the_product_is_open_the_full_duties_stand_with_the_way_out(
    catalogue: Catalogue,
) -> None:
    text = duties(catalogue, CLEAN | {"product_safety": True})
    assert "Say which law covers the product" in text
    assert "Article 9" in text


def test_a_product_in_a_sensitive_area_owes_both(catalogue: Catalogue) -> None:
    text = duties(catalogue, JOB | {"product_safety": True, "product_law": "transport", "profiling": True})
    assert all(article in text for article in ("2(2)", "Article 9", "26(11)", "Article 86"))


def test_infrastructure_owes_no_impact_assessment_and_no_explanation(catalogue: Catalogue) -> None:
    area = CLEAN | {"profiling": False, "ways_out": []}
    infrastructure = duties(catalogue, area | {"areas": ["infrastructure"]})
    assert "49(5)" in infrastructure
    assert "26(11)" in infrastructure
    assert not any(article in infrastructure for article in ("Article 27", "Article 86", "49(1)", "49(3)"))
    essential = duties(catalogue, area | {"areas": ["essential", "infrastructure"]})
    assert all(
        article in essential for article in ("Article 27", "Article 86", "49(1)", "49(5)", "score credit")
    )
    assert "score credit" not in duties(catalogue, area | {"areas": ["education"]})


@pytest.mark.parametrize(("role", "whose"), [("provider", False), ("deployer", True), ("both", False)])
def test_a_duty_to_tell_of_the_other_role_is_named_as_theirs(
    catalogue: Catalogue, role: str, whose: bool
) -> None:
    told = found(catalogue, CLEAN | {"areas": [], "role": role, "transparency": ["synthetic"]}).transparency
    assert told[0].startswith("The provider's duty") is whose
    assert "standard editing" in told[0]
