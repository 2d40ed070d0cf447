"""How `make lab` opens JupyterLab: at the first notebook, and without asking the network."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterLab hands it to this file)

# Kernels run in the notebooks' folder: a path that began elsewhere must be whole.
if os.environ.get("KHUNGTIN_CORPUS"):
    os.environ["KHUNGTIN_CORPUS"] = str(Path(os.environ["KHUNGTIN_CORPUS"]).resolve())

c.ServerApp.root_dir = str(Path(__file__).resolve().parents[1])
c.LabApp.default_url = "/lab/tree/notebooks/00_corpus.ipynb"
# No news from its makers (labconfig/default_setting_overrides.json keeps it from offering them).
c.LabApp.news_url = None
# No question after a newer version: requirements.lock decides on that.
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
# No list of what else could be installed: it would come from a package registry.
c.LabApp.extension_manager = "readonly"
