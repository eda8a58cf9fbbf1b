"""The command line: the same engines without a browser.

Exit code 0 is fine; 1 is a refused input, explained in a sentence, or findings (of `check`, and of the others
under
`--strict`); 2 is wrong usage. `--format json` prints exactly one JSON object.
"""

import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from mlscope.cli.commands import Outcome, Usage
from mlscope.cli.grammar import parser
from mlscope.errors import MlscopeError

INTERRUPTED, WRONG_USAGE = 130, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; faults are said in sentences on the error stream."""
    asked = parser().parse_args(arguments)
    try:
        outcome: Outcome = asked.command(asked)
        _print(outcome, asked.format)
        return outcome.code
    except Usage as error:
        print(f"mlscope: error: {error}", file=sys.stderr)
        return WRONG_USAGE
    except MlscopeError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader has gone; Python would complain at its end
    except Exception as error:
        if os.environ.get("MLSCOPE_DEBUG"):
            raise
        print(
            f"This is a bug in mlscope ({type(error).__name__}). MLSCOPE_DEBUG=1 shows where; please"
            " report it.",
            file=sys.stderr,
        )
    return 1


def _print(outcome: Outcome, form: str) -> None:
    if form == "json":
        print(json.dumps(finite(outcome.plain), indent=2, allow_nan=False))
    elif outcome.text:
        encoding = sys.stdout.encoding or "utf-8"
        print(outcome.text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def finite(plain: Any) -> Any:
    """Plain content with null where a float is no number: JSON knows no infinity."""
    if isinstance(plain, Mapping):
        return {str(key): finite(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [finite(value) for value in plain]
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain
