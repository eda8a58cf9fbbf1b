"""The command that writes documents: of a project file, or of a project in a store and what changed there."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlscope.cli.commands import Outcome, Usage, appraisal_of, described, strict_code, write
from mlscope.errors import InputError

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal
    from mlscope.catalogue import Catalogue
    from mlscope.document import Document, Rendered
    from mlscope.store import Milestone


OF_THE_RECORD = {"xlsx": "the money", "csv": "the requirements", "reqif": "the requirements"}
"""Formats that are no variant of the document, and what they hold."""


def document(asked: argparse.Namespace) -> Outcome:
    """The document, in the format that the output name asks for; .pptx is the slides, .xlsx the money as a
    workbook, .csv and .reqif the requirements.
    """
    form = asked.output.suffix.lower().removeprefix(".")
    variant = _variant(asked, form)
    if asked.file is None:
        return _of_store(asked, form, variant)
    appraisal, catalogue = appraisal_of(asked.file, asked)
    if form in OF_THE_RECORD:
        content = _of_record(appraisal, catalogue, form)
    else:
        from mlscope.document import build

        made = build(appraisal, catalogue, variant=variant, annexes=asked.annexes)
        content = _rendered(made, form, catalogue.word_template)
    return _written(asked.output, form, variant, content, appraisal, strict_code(asked, appraisal.assessment))


def _variant(asked: argparse.Namespace, form: str) -> str:
    """The variant that is wanted; Usage where it does not go with the format or the other options."""
    from mlscope.document import FORMS, goes_with

    known = (*FORMS, "pptx", *OF_THE_RECORD)
    if form not in known:
        choices = ", ".join(f".{one}" for one in known)
        raise InputError(
            f"'{asked.output.name}' names no format that is known here; choose a name that ends in {choices}"
        )
    if (asked.file is None) == (asked.store is None and asked.project is None):
        raise Usage("give a project file, or a store with --store and --project")
    if asked.file is not None and (asked.milestone or asked.since):
        raise Usage("--milestone and --since are of a project in a store; give --store in place of a file")
    if form in OF_THE_RECORD:
        if asked.variant or asked.annexes is not None or asked.since:
            raise Usage(f".{form} holds {OF_THE_RECORD[form]}; give no --variant, --annexes or --since")
        return ""
    if asked.since:
        if asked.variant or asked.annexes is not None or form == "pptx":
            raise Usage("what changed is a document of its own: give no --variant, no --annexes, no .pptx")
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
        named = from_store.end_of if asked.since else from_store.milestone_of
        ends: dict[str, Milestone] = {}
        for name in filter(None, (asked.since, asked.milestone)):
            try:
                ends[name] = named(store, project_id, name)
            except InputError as error:
                raise Usage(str(error)) from error
        loaded = store.load(project_id)
        until = ends.get(asked.milestone or "")
        then = from_store.replayed_at(store, project_id, until, today) if until else None
        appraisal = then.appraisal if then else appraise(loaded.project, today, draft=True)
        if form in OF_THE_RECORD:
            rendered = _of_record(appraisal, then.catalogue if then else today, form)
        else:
            options: dict[str, Any] = {"variant": variant, "annexes": asked.annexes}
            if asked.since:
                made = from_store.change_document(
                    store, project_id, asked.since, asked.milestone or "", today
                )
            elif then:
                made = from_store.of_milestone(store, then, **options)
            else:
                made = from_store.of_now(store, appraisal, loaded.revision, today, **options)
            rendered = _rendered(made, form, today.word_template)
    code = strict_code(asked, appraisal.assessment)
    return _written(asked.output, form, variant, rendered, appraisal, code)


def _of_record(appraisal: "Appraisal", catalogue: "Catalogue", form: str) -> "Rendered":
    """The money as a workbook, or the requirements as a table or for a tool that manages them."""
    from mlscope.document import Rendered

    if form == "xlsx":
        from mlscope.document import workbook

        return Rendered(workbook.workbook(appraisal.project, appraisal.money))
    if form == "csv":
        from mlscope.document.requirements import as_csv

        return Rendered(as_csv(appraisal.project, catalogue))
    from mlscope.document.reqif_file import as_reqif

    return Rendered(as_reqif(appraisal.project, catalogue))


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
