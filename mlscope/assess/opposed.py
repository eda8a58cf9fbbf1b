"""Advice that asks for the opposite of other advice says so: data/rules/opposed.yaml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mlscope.results import Finding


def of_one_mind(found: Sequence[Finding], rules: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Findings whose advice names the standing finding that asks for the opposite, the gravest one of it."""
    standing = {finding.code: finding for finding in found if not finding.waived}
    return tuple(
        replace(one, advice=" ".join((one.advice, *_said(one, standing, rules["opposed"]))))
        if one.code in standing
        else one
        for one in found
    )


def _said(one: Finding, standing: Mapping[str, Finding], pairs: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for pair in pairs:
        other = next((finding for code, finding in standing.items() if code in pair["those"]), None)
        if one.code in pair["these"] and other is not None:
            yield pair["says"].format(other=other.title.rstrip("?"))
