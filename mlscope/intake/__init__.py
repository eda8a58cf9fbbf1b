"""Starting from what is there: a list of ideas, a saved Algorithmic Impact Assessment, a charter or canvas.

What can be placed becomes an answer that somebody still has to confirm; the rest becomes a note where it
belongs.
"""

from mlscope.intake.forms import Start, is_aia, of_aia, of_charter
from mlscope.intake.ideas import COLUMNS, Ideas, read_ideas, renamed_apart

__all__ = ["COLUMNS", "Ideas", "Start", "is_aia", "of_aia", "of_charter", "read_ideas", "renamed_apart"]
