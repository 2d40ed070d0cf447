"""How `make lab` opens JupyterLab: at the first notebook, for this machine's reader alone."""

import os
import secrets
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterLab hands it to this file)

# Kernels run in the notebooks' folder: a path that began elsewhere must be whole.
if os.environ.get("KHUNGTIN_CORPUS"):
    os.environ["KHUNGTIN_CORPUS"] = str(Path(os.environ["KHUNGTIN_CORPUS"]).resolve())

# Whatever the reader's own settings say: heard by this machine alone, and by who has the token.
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.local_hostnames = ["localhost"]
c.ServerApp.allow_remote_access = False
c.ServerApp.allow_unauthenticated_access = False
c.ServerApp.allow_origin = ""
c.ServerApp.allow_origin_pat = ""
c.ServerApp.disable_check_xsrf = False
c.ServerApp.identity_provider_class = "jupyter_server.auth.identity.IdentityProvider"
c.IdentityProvider.token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)

c.ServerApp.root_dir = str(Path(__file__).resolve().parents[1])
c.LabApp.default_url = "/lab/tree/notebooks/00_corpus.ipynb"
# No news from its makers (labconfig/default_setting_overrides.json keeps it from offering them).
c.LabApp.news_url = None
# No question after a newer version: requirements.lock decides on that.
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
# No list of what else could be installed: it would come from a package registry.
c.LabApp.extension_manager = "readonly"
