"""The money engine says which answers it rests on, so that no other answer makes it compute again."""

from mlscope.catalogue import Catalogue
from mlscope.money import READS, evaluate
from mlscope.project import TYPED_QUESTIONS, Project


def test_nothing_else_in_the_record_moves_a_figure(samples: dict[str, Project], catalogue: Catalogue) -> None:
    for sample in samples.values():
        effective = sample.effective(catalogue.questions)
        kept = effective.model_dump(mode="json", include=READS | {"id": True, "name": True})
        assert evaluate(Project.model_validate(kept), points=2048) == evaluate(effective, points=2048)


def test_every_figure_that_the_money_rests_on_has_a_short_name() -> None:
    """The grid of assumptions and the workbook name it where its whole question would be too long."""
    for question in TYPED_QUESTIONS:
        reads = READS.get(question.step)
        read = reads is True or (isinstance(reads, set) and question.name in reads)
        if read and question.kind in ("estimate", "percent", "number", "money"):
            assert 0 < len(question.short) <= 50, question.id
            assert not question.short.endswith("?"), question.id
