"""Which column may hold the outcome. A guess is only ever offered."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from mlscope.profile.findings import Column
from mlscope.profile.names import lexicon, words

OUTCOMES = lexicon(
    "label labels target outcome class klasse churn churned fraud default defaulted converted response result survived failure failed "
    "defect defective y ziel zielvariable ergebnis kündigung gekündigt ausfall cible résultat étiquette resultado etiqueta objetivo clase "
    "esito classe etichetta uitkomst doel"
)
MOST_CLASSES = 10


def label_guess(columns: Sequence[Column], personal: AbstractSet[str]) -> str | None:
    """The column that looks most like the outcome: by its name, else the last of two values; None where none does."""
    sorts = [column for column in columns if 2 <= len(column.values) <= MOST_CLASSES and column.name not in personal]
    named = [column for column in sorts if words(column.name) & OUTCOMES]
    two = [column for column in sorts if len(column.values) == 2]
    return next((column.name for column in (*reversed(named), *reversed(two))), None)
