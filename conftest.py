"""For tests and notebooks alike: plots without a screen, and the shipped corpus."""

import os

os.environ["MPLBACKEND"] = "agg"
# The suite is about the shipped corpus, whatever the shell has set.
os.environ.pop("KHUNGTIN_CORPUS", None)
