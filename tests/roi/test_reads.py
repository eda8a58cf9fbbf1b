"""The money engine says which answers it rests on, so that no other answer makes it compute again."""

from mlscope import roi
from mlscope.catalogue import Catalogue
from mlscope.project import Project


def test_nothing_else_in_the_record_moves_a_figure(samples: dict[str, Project], catalogue: Catalogue) -> None:
    for sample in samples.values():
        effective = sample.effective(catalogue.questions)
        kept = effective.model_dump(mode="json", include=roi.READS | {"id": True, "name": True})
        assert roi.evaluate(Project.model_validate(kept), points=2048) == roi.evaluate(effective, points=2048)
