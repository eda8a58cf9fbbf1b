"""Every variant of the document in every format: in a warm process, and from the command line.

Run it with `python -m benchmarks.document`. Times are processor time. Warm ones are set against a bare Word
file of the same texts, one paragraph each, in the same run; cold ones against starting Python.
"""

import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx

from mlscope import catalogue as content
from mlscope import templates
from mlscope.appraise import appraise
from mlscope.document import FORMS, VARIANTS, build, goes_with, render
from mlscope.document.closing import text_of

SAMPLE = "churn"
TIMES = 7


def processor_milliseconds(job: Callable[[], object]) -> float:
    """The median of what a job takes, done before once."""
    job()
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        job()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def bare(texts: list[str]) -> bytes:
    """A Word file of nothing but texts."""
    file, saved = docx.Document(), io.BytesIO()
    for text in texts:
        file.add_paragraph(text)
    file.save(saved)
    return saved.getvalue()


def warm() -> None:
    """Each variant built and written, and all of them in the formats of the app."""
    catalogue = content.load()
    appraisal = appraise(templates.samples(catalogue)[SAMPLE], catalogue)
    texts = text_of(build(appraisal, catalogue).blocks).splitlines()
    baseline = processor_milliseconds(lambda: bare(texts))
    print(f"document bare Word file of {len(texts)} texts{baseline:22.1f} ms     1.0 x")
    whole = 0.0
    for variant in VARIANTS:
        took = processor_milliseconds(partial(build, appraisal, catalogue, variant=variant))
        whole += took
        print(f"document {variant:13}{'built':7}{took:9.1f} ms{took / baseline:8.1f} x")
        document = build(appraisal, catalogue, variant=variant)
        for form in (*FORMS, "pptx"):
            if goes_with(variant, form):
                took = processor_milliseconds(lambda d=document, f=form: render(d, f))  # type: ignore[misc]
                whole += took
                print(f"document {variant:13}{form:7}{took:9.1f} ms{took / baseline:8.1f} x")
    print(f"document all variants in all formats{whole:13.1f} ms{whole / baseline:8.1f} x")


def cold() -> None:
    """The command, from its start to the file."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project.yaml"
        command = [sys.executable, "-m", "mlscope"]
        subprocess.run([*command, "new", project, "--sample", SAMPLE], check=True, capture_output=True)
        start = _seconds([sys.executable, "-c", "pass"])
        for form in (*FORMS, "pptx"):
            took = _seconds([*command, "document", project, "-o", Path(folder) / f"out.{form}"])
            print(
                f"document cold         {form:7}{took * 1000:9.1f} ms{took / start:8.1f} x of starting Python"
            )


def _seconds(command: list[str | Path]) -> float:
    """Processor time of the quickest of three runs."""
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def main() -> None:
    """Print a line for each variant and format."""
    warm()
    cold()


if __name__ == "__main__":
    main()
