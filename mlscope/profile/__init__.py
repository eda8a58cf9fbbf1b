"""What a sample of the data says about the data step; the sample itself is never kept."""

from mlscope.profile.engine import profile
from mlscope.profile.facts import Fact, facts, unanswered
from mlscope.profile.findings import Column, PersonalColumn, Profile, TimeSpan, as_json, different, with_label
from mlscope.profile.sentences import extent, sentences

__all__ = [
    "Column",
    "Fact",
    "PersonalColumn",
    "Profile",
    "TimeSpan",
    "as_json",
    "different",
    "extent",
    "facts",
    "profile",
    "sentences",
    "unanswered",
    "with_label",
]
