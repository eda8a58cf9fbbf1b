"""The backlog as issues of GitHub: a script that sends them with `gh`, and the data that it reads.

No text of the backlog stands in the script or passes through the shell: `jq` hands each issue from the data
file to `gh api` on a pipe.
"""

import json

from mlscope.document.backlog.wording import lines, title
from mlscope.document.markdown import line
from mlscope.results import Backlog, BacklogItem

LONGEST_TITLE = 256
_SCRIPT = r"""#!/bin/sh
# Sends the issues of the backlog to a repository of GitHub, each once: sh THIS_FILE OWNER/REPOSITORY
# Needs gh (signed in, https://cli.github.com) and jq. The issues are in the .json file beside this one.
set -eu
if [ $# -ne 1 ]; then echo "usage: sh $0 OWNER/REPOSITORY" >&2; exit 2; fi
data="${0%.sh}.json"
sent="${0%.sh}.sent"
touch "$sent"
count=$(jq '.issues | length' "$data")
place=0
while [ "$place" -lt "$count" ]; do
  id=$(jq -r --argjson place "$place" '.issues[$place].id' "$data")
  if ! grep -qxF -- "$id" "$sent"; then
    jq --argjson place "$place" '.issues[$place] | {title, body, labels}' "$data" |
      gh api --method POST "repos/$1/issues" --input - --silent
    printf '%s\n' "$id" >> "$sent"
  fi
  place=$((place + 1))
done
"""


def script() -> bytes:
    """The script, the same for every project; it goes on where it was interrupted."""
    return _SCRIPT.encode()


def issues(backlog: Backlog) -> bytes:
    """The data: for each item its id, and title, body and labels as GitHub's API takes them."""
    plain = {"issues": [_issue(item, backlog) for item in backlog.items]}
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def _issue(item: BacklogItem, backlog: Backlog) -> dict[str, object]:
    body = "\n\n".join(
        f"**{label}:** {_text(text)}" if label else _text(text) for label, text in lines(item, backlog)
    )
    return {
        "id": item.id,
        "title": title(item, LONGEST_TITLE),
        "body": body,
        "labels": [item.kind, *([item.sprint] if item.sprint else [])],
    }


def _text(text: str) -> str:
    r"""Text that reads back as it is: markup escaped, and no mention or reference to another issue.

    GitHub looks for mentions after it has read the markup, so that `\@name` would still call somebody; an
    empty comment keeps the sign and the name apart.
    """
    return line(text).replace("\\@", "@<!-- -->").replace("\\#", "#<!-- -->")
