"""Advice that asks for the opposite of other advice says so: data/rules/opposed.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mlscope.results import Finding


def of_one_mind(found: Sequence[Finding], rules: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Findings whose advice names the standing finding that asks for the opposite, the gravest one of it."""
    standing = {finding.code: finding for finding in found if not finding.waived}
    told = {code: told for code in standing if (told := " ".join(_said(code, standing, rules["opposed"])))}
    return tuple(
        replace(one, advice=f"{one.advice} {told[one.code]}") if one.code in told and not one.waived else one
        for one in found
    )


def _said(code: str, standing: Mapping[str, Finding], pairs: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for pair in pairs:
        if code not in pair["these"]:
            continue
        other = next((finding for code, finding in standing.items() if code in pair["those"]), None)
        if other is not None:
            yield pair["says"].format(other=other.title.rstrip("?"))
