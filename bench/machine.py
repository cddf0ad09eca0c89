"""The conditions of a measurement: the same figures mean little without them."""

import os
import platform
import subprocess
from pathlib import Path


def first_line(path, default="unknown"):
    try:
        return Path(path).read_text(encoding="utf-8").split("\n", 1)[0]
    except OSError:
        return default


def cpu_model():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def program_version(program):
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return (shown.stdout or shown.stderr).strip().split("\n")[0] if shown.returncode == 0 else "unknown"


def commit():
    shown = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return shown.stdout.strip() or "unknown"


def engines():
    """Where tools/fetch-models puts them."""
    return Path(os.environ.get("ATTENDANT_ENGINES") or Path.home() / ".cache/attendant/engines")


def load():
    return [round(value, 2) for value in os.getloadavg()]


def conditions(program):
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "load": load(),
        "governor": first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "not shown by this machine"),
        "kernel": platform.release(),
        "version": program_version(program),
        "commit": commit(),
    }
