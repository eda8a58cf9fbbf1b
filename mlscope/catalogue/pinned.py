"""The catalogue as it was: rebuilt from the texts that a milestone pinned."""

import json
from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from mlscope.catalogue.content import Catalogue
from mlscope.catalogue.files import Parts
from mlscope.catalogue.loading import with_parts
from mlscope.catalogue.packs import Pack
from mlscope.catalogue.problems import Wrong
from mlscope.catalogue.topics import Topic


def pinned(texts: Mapping[str, str], today: Catalogue) -> Catalogue | None:
    """The catalogue of these texts, by name as `Catalogue.content` gives them; None where they can no longer be read.

    What was not pinned at the time, since there was no such file yet, is taken as it is today.
    """
    by_part: dict[str, dict[str, str]] = {"packs": {}, "catalogue": {}, "rules": {}}
    for name, text in texts.items():
        part, _, stem = name.partition("/")
        if part in by_part:
            by_part[part][f"{stem}"] = text
    try:
        rules = {**today.rules, **{name: json.loads(text) for name, text in by_part["rules"].items()}}
        parts = Parts(
            {
                f"catalogue/{name}.yaml": Topic.model_validate_json(text)
                for name, text in by_part["catalogue"].items()
            },
            {f"packs/{name}.yaml": Pack.model_validate_json(text) for name, text in by_part["packs"].items()},
        )
        base = replace(today, rules=rules, topics={}, packs={}, questions={})
        return with_parts(base, parts)
    except (ValidationError, ValueError, Wrong):
        return None
