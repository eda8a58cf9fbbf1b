"""Which column may hold the outcome, and which of its values means that it occurred."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from mlscope.profile.findings import Column
from mlscope.profile.names import lexicon, words

OUTCOMES = lexicon(
    "label labels target outcome class klasse churn churned fraud default defaulted converted response result"
    " survived failure failed defect defective y ziel zielvariable ergebnis kündigung gekündigt ausfall cible"
    " résultat étiquette resultado etiqueta objetivo clase esito classe etichetta uitkomst doel"
)
MOST_CLASSES = 10
ROWS_PER_CLASS = 5
"""A column whose values hardly repeat sorts nothing."""

HAPPENED = lexicon(
    "yes y true t 1 1.0 positive churned fraud default defaulted failed defective left lost ja j wahr oui si"
    " sí sì sim verdadero vero"
)
"""Of two classes, the one that means that the outcome occurred; where neither is among these, the rarer
one.
"""


def label_guess(columns: Sequence[Column], personal: AbstractSet[str]) -> str | None:
    """The column that looks most like the outcome: by its name, else the last of two values; None where none
    does.
    """
    sorts = [column for column in columns if _sorts(column) and column.name not in personal]
    named = [column for column in sorts if words(column.name) & OUTCOMES]
    two = [column for column in sorts if len(column.values) == 2]
    return next((column.name for column in (*reversed(named), *reversed(two))), None)


def _sorts(column: Column) -> bool:
    """Does it put the rows into a few classes?"""
    classes = len(column.values)
    return 2 <= classes <= MOST_CLASSES and sum(rows for _, rows in column.values) >= ROWS_PER_CLASS * classes


def occurred(column: Column) -> tuple[str, int]:
    """Of a label's two values, the one that means that the outcome occurred, with its rows."""
    return next((pair for pair in column.values if pair[0].strip().lower() in HAPPENED), column.values[-1])
