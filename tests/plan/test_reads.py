"""The plan says which answers its dates rest on, so that no other answer makes it compute again."""

from mlscope import plan
from mlscope.catalogue import Catalogue
from mlscope.project import Project


def test_nothing_else_in_the_record_moves_a_date(samples: dict[str, Project], catalogue: Catalogue) -> None:
    for sample in samples.values():
        effective = sample.effective(catalogue.questions)
        kept = effective.model_dump(mode="json", include=plan.READS | {"id": True, "name": True})
        assert plan.schedule(Project.model_validate(kept), points=512) == plan.schedule(effective, points=512)
