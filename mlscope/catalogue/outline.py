"""The outline of the document: which chapters it has, what they are called, and which of them each variant
takes, in its order.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from mlscope.catalogue.topics import Plain
from mlscope.chapters import CHAPTERS, SLIDES, VARIANTS
from mlscope.errors import did_you_mean


def _known(kind: str, known: tuple[str, ...]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in known:
            raise ValueError(f"there is no {kind} '{name[:60]}'{did_you_mean(name, known)}")
        return name

    return AfterValidator(check)


def _once(chapters: tuple[str, ...]) -> tuple[str, ...]:
    if twice := next((name for name in chapters if chapters.count(name) > 1), None):
        raise ValueError(f"the chapter '{twice}' stands here twice")
    if not chapters:
        raise ValueError("a variant needs at least one chapter")
    return chapters


def _slides(variants: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    if without := next((name for name in variants.get("slides", ()) if name not in SLIDES), None):
        raise ValueError(f"the chapter '{without}' has no slides; those that have are {', '.join(SLIDES)}")
    return variants


Chapter = Annotated[str, _known("chapter", CHAPTERS)]
Variant = Annotated[str, _known("variant", VARIANTS)]
Title = Annotated[str, Field(min_length=1, max_length=120)]


class Outline(Plain):
    """outline.yaml: titles by chapter, and the chapters of each variant."""

    titles: dict[Chapter, Title] = Field(default_factory=dict)
    variants: Annotated[
        dict[Variant, Annotated[tuple[Chapter, ...], AfterValidator(_once)]], AfterValidator(_slides)
    ] = Field(default_factory=dict)

    def over(self, base: "Outline") -> "Outline":
        """This outline where it says something, the other one where it does not."""
        return Outline(titles=base.titles | self.titles, variants=base.variants | self.variants)

    def chapters(self, variant: str) -> Mapping[str, str]:
        """The chapters of a variant in its order, each with its title."""
        return {name: self.titles[name] for name in self.variants[variant]}
