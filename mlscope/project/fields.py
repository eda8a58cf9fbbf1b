"""The types that sections are made of: texts, shares, amounts, and rows with permanent ids."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from ulid import ULID

from mlscope.estimates import notation
from mlscope.questions import Ask, KindOf, Options

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text without characters that no file format or database carries (control characters, lone
    surrogates).
    """
    return _UNPRINTABLE.sub("", text)


def _line(value: Any) -> Any:
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def _prose(value: Any) -> Any:
    return clean(_LINE_END.sub("\n", value)).strip() if isinstance(value, str) else value


def clean_plain(value: Any) -> Any:
    """JSON content with every text in it cleaned, as prose is."""
    if isinstance(value, list):
        return [clean_plain(item) for item in value]
    if isinstance(value, dict):
        return {_line(key): clean_plain(item) for key, item in value.items()}
    return _prose(value)


def _short(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > limit:
            raise ValueError(
                f"this takes at most {limit:,} characters and has {len(value):,}; shorten it or put the"
                " detail into a note"
            )
        return value

    return AfterValidator(check)


Name = Annotated[str, BeforeValidator(_line), _short(200)]
Text = Annotated[str, BeforeValidator(_line), _short(500)]
Sentence = Annotated[str, BeforeValidator(_line), _short(160), KindOf("prose")]
"""A sentence that stands on page one of the document, never cut there."""
NOTE_LIMIT = 20_000
"""Characters of a prose text, notes among them."""
Prose = Annotated[str, BeforeValidator(_prose), _short(NOTE_LIMIT), KindOf("prose")]
Percent = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), KindOf("percent")]
"""A share from 0 to 1, shown as a percentage."""
Count = Annotated[int, Field(ge=0, le=10**15)]
Money = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False), KindOf("money")]
"""An amount in the project's currency, not negative."""
Estimate = Annotated[notation.Estimate, KindOf("estimate")]
NotNegative = Annotated[notation.NotNegative, KindOf("estimate")]
Share = Annotated[notation.Share, KindOf("estimate")]
Likelihood = Annotated[notation.Likelihood, KindOf("estimate")]


def new_id() -> str:
    """A permanent id (ULID), sortable by time of birth."""
    return str(ULID())


RowId = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,40}$")]


class Evidence(Options):
    """How well an answer is known; without a grade it counts as a guess."""

    measured = "measured", "Measured", "Read off our own data, books or a test."
    comparable = "comparable", "Comparable project", "Seen in a project much like this one."
    expert = "expert", "Expert estimate", "Judged by someone who has done it before."
    guess = "guess", "Guess", "Our best feeling for now."
    assumed = (
        "assumed",
        "Assumed, to be confirmed",
        "Filled in for you. Counts as open until somebody confirms it.",
    )


class Section(BaseModel):
    """One step of the record: typed answers, None where there is none."""

    model_config = ConfigDict(extra="forbid", validate_default=False)


class Row(BaseModel):
    """One row of a table; its id never changes and is never reused."""

    model_config = ConfigDict(extra="forbid")

    id: RowId = Field(default_factory=new_id)


class EstimatedRow(Row):
    """A row that holds a judgement, with how well it is known."""

    evidence: Annotated[Evidence | None, Field(title="How sure"), Ask()] = None
