"""When it will be finished: a network of uncertain tasks, the working calendar, a week plan and sprints."""

from mlscope.plan.calendar import refused_place
from mlscope.plan.engine import READS, as_json, attempt, schedule

__all__ = ["READS", "as_json", "attempt", "refused_place", "schedule"]
