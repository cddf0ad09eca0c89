"""The LiteLLM proxy as the gateway's peer: installed into a cache folder, started on a free port, ended by its process."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

VERSION = "1.90.7"
FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "attendant" / f"litellm-{VERSION}"
# Two models with the same four endpoints: as its guide to load balancing has them, with retries over the deployments; and
# with a deadline for the first chunk as short as ours and short cool-downs, which have to be known of.
CONFIG = """
model_list:
{deployments}
router_settings: {{num_retries: 3, routing_strategy: simple-shuffle}}
litellm_settings: {{telemetry: false}}
general_settings: {{master_key: sk-bench}}
"""
DEPLOYMENT = """  - model_name: {model}
    litellm_params: {{model: openai/m, api_base: "{faults}/{model}/{number}/v1", api_key: k{more}}}"""
MODELS = {"litellm": "", "litellm-tuned": ", stream_timeout: 1.5, timeout: 10, cooldown_time: 2"}


def install():
    """Its program, or the reason why there is none."""
    program = FOLDER / "bin" / "litellm"
    if program.exists() and (FOLDER / "complete").exists():
        return program, None
    print(f"bench: installing litellm {VERSION} into {FOLDER} (once; some minutes)", file=sys.stderr)
    pip = [str(FOLDER / "bin" / "pip"), "install", "--quiet", "--only-binary", ":all:", f"litellm[proxy]=={VERSION}"]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True, capture_output=True, text=True)
        subprocess.run(pip, check=True, capture_output=True, text=True)
    except (subprocess.CalledProcessError, OSError) as error:
        return None, (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
    (FOLDER / "complete").touch()
    return program, None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """`with Proxy(program, faults, place) as proxy:` its URL is proxy.url; None where it did not start."""

    def __init__(self, program, faults, place):
        self.port, self.log = free_port(), Path(place) / "litellm.log"
        config = Path(place) / "litellm.yaml"
        deployments = "\n".join(DEPLOYMENT.format(model=model, more=more, faults=faults, number=number)
                                for model, more in MODELS.items() for number in range(4))
        config.write_text(CONFIG.format(deployments=deployments), encoding="utf-8")
        environment = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "NO_PROXY": "127.0.0.1"}
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(self.port)],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        self.url = f"http://127.0.0.1:{self.port}" if self.is_up(600) else None

    def is_up(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/liveliness", timeout=5):
                    return True
            except OSError:
                time.sleep(0.5)
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
