"""What an item says, in lines that every format can carry."""

from mlscope.characters import cut
from mlscope.results import Backlog, BacklogItem


def title(item: BacklogItem, most: int) -> str:
    """The title in at most so many characters."""
    return cut(item.title, most)


def lines(item: BacklogItem, backlog: Backlog) -> list[tuple[str, str]]:
    """Label and text of everything that is known of an item beside its title, without what is empty."""
    titles = {other.id: other.title for other in backlog.items}
    hours = "" if item.hours is None else f"{item.hours:g} hours"
    told = [
        ("", item.text if item.text != item.title else ""),
        ("Title in full", item.title if len(item.title) > 200 else ""),
        ("Hypothesis", item.hypothesis),
        ("Decided by", item.decides),
        ("Accepted when", item.accepted_when if item.accepted_when != item.decides else ""),
        ("At most" if item.kind == "research" else "Effort", hours),
        ("Who", item.owner),
        ("Sprint", item.sprint),
        ("Part of", titles.get(item.parent, "")),
        ("Id", item.id),
    ]
    return [(label, text) for label, text in told if text]


def description(item: BacklogItem, backlog: Backlog) -> str:
    """The same as plain text, a line each."""
    return "\n".join(f"{label}: {text}" if label else text for label, text in lines(item, backlog))


def column_name(item: BacklogItem, backlog: Backlog) -> str:
    """The name of the column that an item stands in."""
    return next((column.name for column in backlog.columns if column.id == item.column), item.column)
