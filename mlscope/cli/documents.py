"""The command that writes documents: of a project file, or of a project in a store and what changed there."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mlscope.cli.commands import Outcome, Usage, appraisal_of, described, strict_code, write
from mlscope.errors import InputError

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal
    from mlscope.document import Document, Rendered


def document(asked: argparse.Namespace) -> Outcome:
    """The document, in the format that the output name asks for; .pptx is the slides, .xlsx the money as a
    workbook, .csv the requirements.
    """
    path: Path = asked.output
    form = path.suffix.lower().removeprefix(".")
    variant = _variant(asked, form)
    if asked.file is None:
        return _of_store(asked, form, variant)
    appraisal, catalogue = appraisal_of(asked.file, asked)
    if form == "xlsx":
        from mlscope.document import Rendered, workbook

        content = Rendered(workbook.workbook(appraisal.project, appraisal.money))
    elif form == "csv":
        from mlscope.document import Rendered
        from mlscope.document.requirements import as_csv

        content = Rendered(as_csv(appraisal.project, catalogue))
    else:
        from mlscope.document import build

        made = build(appraisal, catalogue, variant=variant, annexes=asked.annexes)
        content = _rendered(made, form, catalogue.word_template)
    return _written(path, form, variant, content, appraisal, strict_code(asked, appraisal.assessment))


def _variant(asked: argparse.Namespace, form: str) -> str:
    """The variant that is wanted; Usage where it does not go with the format or the other options."""
    from mlscope.document import FORMS, goes_with

    name = asked.output.name
    if form not in (*FORMS, "pptx", "xlsx", "csv"):
        choices = ", ".join(f".{one}" for one in (*FORMS, "pptx", "xlsx", "csv"))
        raise InputError(f"'{name}' names no format that is known here; choose a name that ends in {choices}")
    if (asked.file is None) == (asked.store is None and asked.project is None):
        raise Usage("give a project file, or a store with --store and --project")
    if asked.file is not None and (asked.milestone or asked.since):
        raise Usage("--milestone and --since are of a project in a store; give --store in place of a file")
    if form in ("xlsx", "csv"):
        if asked.variant or asked.file is None or asked.annexes is not None:
            what = "the money" if form == "xlsx" else "the requirements"
            raise Usage(f".{form} holds {what} of a project file, and has no variants")
        return ""
    if asked.since:
        if asked.variant or form == "pptx":
            raise Usage("what changed is a document of its own: give no --variant, and no .pptx")
        return "change"
    variant: str = asked.variant or ("slides" if form == "pptx" else "full")
    if not goes_with(variant, form):
        forms = ", ".join(f".{one}" for one in (*FORMS, "pptx") if goes_with(variant, one))
        raise Usage(f"the variant '{variant}' is written as {forms}, not as .{form}")
    return variant


def _of_store(asked: argparse.Namespace, form: str, variant: str) -> Outcome:
    """Of a project in a store: as it stands, as a milestone kept it, or what changed since one."""
    from mlscope import catalogue as content
    from mlscope.appraise import appraise
    from mlscope.cli.stores import address_of, chosen, opened, present
    from mlscope.document import from_store

    today = content.load()
    with opened(present(address_of(asked))) as store:
        project_id = chosen(store, asked.project)
        loaded = store.load(project_id)
        appraisal = appraise(loaded.project, today, draft=True)
        if asked.since:
            made = from_store.change_document(store, project_id, asked.since, asked.milestone or "", today)
        elif asked.milestone:
            then = from_store.replayed(store, project_id, asked.milestone, today)
            appraisal = then.appraisal
            made = from_store.of_milestone(store, then, variant=variant, annexes=asked.annexes)
        else:
            made = from_store.of_now(
                store, appraisal, loaded.revision, today, variant=variant, annexes=asked.annexes
            )
    rendered = _rendered(made, form, today.word_template)
    code = strict_code(asked, appraisal.assessment)
    return _written(asked.output, form, variant, rendered, appraisal, code)


def _rendered(made: "Document", form: str, template: Path | None) -> "Rendered":
    from mlscope.document import render

    return render(made, form, template=template)  # type: ignore[arg-type]


def _written(
    path: Path, form: str, variant: str, content: "Rendered", appraisal: "Appraisal", code: int
) -> Outcome:
    write(path, content)
    plain = described(appraisal) | {
        "file": str(path),
        "format": form,
        "variant": variant or None,
        "bytes": len(content),
        "warnings": content.warnings,
    }
    return Outcome(plain, "\n".join((f"Wrote {path}", *content.warnings)), code)
