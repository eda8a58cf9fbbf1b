"""One assessment of each sample and of an empty project, money and dates given, in processor time; aim for
the largest: at most 5 ms.

Run it with `python -m benchmarks.assess`. Counted is the fastest of many, since other work on the machine
only adds.
"""

import time

from mlscope import catalogue as content
from mlscope import templates
from mlscope.appraise import Appraisal, appraise
from mlscope.assess import assess
from mlscope.catalogue import Catalogue
from mlscope.project import Project

TIMES = 60


def milliseconds(found: Appraisal, catalogue: Catalogue) -> float:
    """Processor time of one assessment."""
    start = time.process_time()
    assess(found.project, catalogue, found.money, found.schedule)
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print a line per project."""
    catalogue = content.load()
    print("| project | findings | ms |\n|---|---|---|")
    for name, project in {"(empty)": Project(name="Empty"), **templates.samples(catalogue)}.items():
        found = appraise(project, catalogue, points=1024)
        took = min(milliseconds(found, catalogue) for _ in range(TIMES))
        print(f"| {name} | {len(found.assessment.findings)} | {took:.1f} |")


if __name__ == "__main__":
    main()
