"""When it will be finished: a network of uncertain tasks, the working calendar, a week plan and sprints."""

from mlscope.plan.engine import READS, as_json, attempt, schedule

__all__ = ["READS", "as_json", "attempt", "schedule"]
