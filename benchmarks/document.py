"""Each document format, the first time in a process and again, as ratios to the fastest in the same run.

Run it with `python -m benchmarks.document`. Ratios are to be trusted, absolute times only on an idle machine.
"""

import statistics
import subprocess
import sys
import time

from mlscope import catalogue as content
from mlscope import templates
from mlscope.appraise import appraise
from mlscope.document import FORMS, Form, build, render
from mlscope.document.blocks import Document


def sample() -> Document:
    """The document of a complete sample project."""
    catalogue = content.load()
    return build(appraise(templates.samples(catalogue)["churn"], catalogue, points=4096), catalogue)


def milliseconds(document: Document, form: Form) -> float:
    """How long one rendering takes."""
    start = time.perf_counter()
    render(document, form)
    return (time.perf_counter() - start) * 1000


def cold(form: Form) -> float:
    """The first rendering in a new process: engines start, fonts are read, charts are drawn."""
    return float(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.document", form], capture_output=True, text=True, check=True
        ).stdout
    )


def main() -> None:
    """Print a line per format and state."""
    document = sample()
    times = {(form, "cold"): cold(form) for form in FORMS}
    for form in FORMS:
        render(document, form)
        times[form, "warm"] = statistics.median(milliseconds(document, form) for _ in range(9))
    fastest = min(times.values())
    for (form, state), took in sorted(times.items(), key=lambda item: item[1]):
        print(f"document {form:5}{state:5}{took:9.1f} ms{took / fastest:9.1f} x")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(milliseconds(sample(), sys.argv[1]))  # type: ignore[arg-type]
    else:
        main()
