"""`make lab` is for this machine's reader alone, whatever the reader's own settings say."""

import json
import os
import re
import subprocess
import sys

import pytest

from helpers import ROOT

OPEN_TO_ALL = {
    "ServerApp": {
        "ip": "0.0.0.0",
        "allow_remote_access": True,
        "allow_origin": "*",
        "disable_check_xsrf": True,
        "allow_unauthenticated_access": True,
    },
    "IdentityProvider": {"token": ""},
}


@pytest.mark.slow
def test_address_and_token_are_the_projects(tmp_path):
    for name in ("jupyter_config", "jupyter_server_config", "jupyter_lab_config"):
        (tmp_path / f"{name}.json").write_text(json.dumps(OPEN_TO_ALL), encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = re.search(r"^lab: .*\n\t\$\(RUN\) (.*)$", makefile, re.MULTILINE)[1].split()
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path)}
    environment |= {"JUPYTER_CONFIG_PATH": str(ROOT / "jupyter")}
    environment.pop("JUPYTER_TOKEN", None)
    command = [sys.executable, "-X", "utf8", *words, "--show-config-json"]
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    told = json.loads(run.stdout[run.stdout.index("{") :])
    server = told["ServerApp"]
    assert server["ip"] == "127.0.0.1"
    assert not server["allow_remote_access"]
    assert not server["allow_origin"]
    assert not server["disable_check_xsrf"]
    assert not server["allow_unauthenticated_access"]
    assert len(told["IdentityProvider"]["token"]) >= 32
