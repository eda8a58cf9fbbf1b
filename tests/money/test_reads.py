"""The money engine says which answers it rests on, so that no other answer makes it compute again."""

from mlscope.catalogue import Catalogue
from mlscope.money import READS, evaluate
from mlscope.project import Project


def test_nothing_else_in_the_record_moves_a_figure(samples: dict[str, Project], catalogue: Catalogue) -> None:
    for sample in samples.values():
        effective = sample.effective(catalogue.questions)
        kept = effective.model_dump(mode="json", include=READS | {"id": True, "name": True})
        assert evaluate(Project.model_validate(kept), points=2048) == evaluate(effective, points=2048)
