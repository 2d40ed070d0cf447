"""Shared set-up: plots without a screen, hypothesis without a clock."""

import os

from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "agg"
pytest_plugins = ["pytester"]

# A shared machine may stall: an example has no deadline, but their number is bounded.
settings.register_profile(
    "khungtin",
    deadline=None,
    max_examples=100,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("khungtin")
