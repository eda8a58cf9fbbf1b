"""What this program writes about itself: which fault and where in the code, never addresses, folders or what
people typed.
"""

import logging
import os
import re
import traceback
from ipaddress import ip_address
from types import TracebackType

_ADDRESSES = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?![\w:])"
)
_LINKS = re.compile(r"\b([a-z][a-z0-9+.-]*)://[^\s'\"<>]+", re.IGNORECASE)
_PATHS = re.compile(r"(?<![\w.])(?:[A-Za-z]:\\|~?/)(?:[^\s'\"<>,;]+)")

_plain = logging.getLogRecordFactory()


def scrubbed(text: str) -> str:
    """A text without the addresses of computers and without paths."""
    text = _LINKS.sub(r"[\1 address]", text)
    text = _ADDRESSES.sub(_address, text)
    return _PATHS.sub("[path]", text)


def _address(match: re.Match[str]) -> str:
    """An address is left out; a time of day, which looks much the same, is none."""
    try:
        ip_address(match.group())
    except ValueError:
        return match.group()
    return "[address]"


def place(error: BaseException | None, trace: TracebackType | None) -> str:
    """The kind of an error and the line of code that raised it, without its text: that may quote an
    answer.
    """
    frames = traceback.extract_tb(trace)
    where = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    inside = [frame for frame in frames if f"{os.sep}mlscope{os.sep}" in frame.filename]
    if inside and inside[-1] is not frames[-1]:
        where += f", called by {inside[-1].name}, line {inside[-1].lineno}"
    return f"{type(error).__name__}{where}"


def quiet() -> None:
    """Have all records of this process scrubbed, unless MLSCOPE_DEBUG asks for the whole of them."""
    if not os.environ.get("MLSCOPE_DEBUG"):
        logging.setLogRecordFactory(_record)
        logging.captureWarnings(True)
        logging.getLogger("py.warnings").addHandler(logging.StreamHandler())


def _record(*args: object, **kwargs: object) -> logging.LogRecord:
    record = _plain(*args, **kwargs)
    try:
        text = scrubbed(record.getMessage())
    except (TypeError, ValueError, KeyError):
        text = scrubbed(str(record.msg))
    if record.exc_info and record.exc_info[1]:
        text += f" ({place(record.exc_info[1], record.exc_info[2])})"
    record.msg, record.args, record.exc_info, record.stack_info = text, None, None, None
    return record
