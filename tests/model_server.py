"""A real vLLM for every test that asks, started once: about a minute on two cores."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from serving.config import PROJECT_ROOT
from tests.services import free_port

MODEL_PYTHON = PROJECT_ROOT / ".venvs" / "model" / "bin" / "python"
START_TIMEOUT_S = 600  # a minute where nothing else runs
STOP_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class ModelServer:
    """`url` ends in /v1; `port` is on 127.0.0.1."""

    port: int
    name: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    """PARLEY_TEST_LLM_PORT names one that runs already; PARLEY_TEST_MODEL another model's folder."""
    name = "parley-embedded"
    if running := os.environ.get("PARLEY_TEST_LLM_PORT"):
        yield ModelServer(int(running), name)
        return
    model = os.environ.get("PARLEY_TEST_MODEL", str(PROJECT_ROOT / "models" / "embedded"))
    server = ModelServer(free_port(), name)
    with tempfile.TemporaryDirectory(prefix="parley-vllm-") as folder:
        log = Path(folder) / "vllm.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                _command(model, server),
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(),
                start_new_session=True,
            )
        try:
            _wait_until_ready(server, process, log)
            yield server
        finally:
            _stop(process)


def _command(model: str, server: ModelServer) -> list[str]:
    options = {
        "--model": model,
        "--served-model-name": server.name,
        "--host": "127.0.0.1",
        "--port": str(server.port),
        "--max-model-len": "4096",
    }
    flags = [part for option in options.items() for part in option]
    entry = "vllm.entrypoints.openai.api_server"
    # A test sends its own template to see what of a request reaches the model.
    switches = ["--enforce-eager", "--enable-prefix-caching", "--trust-request-chat-template"]
    return [str(MODEL_PYTHON), "-m", entry, *switches, *flags]


def _environment() -> dict[str, str]:
    return os.environ | {"VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_NO_USAGE_STATS": "1", "HF_HUB_OFFLINE": "1"}


def _wait_until_ready(server: ModelServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"http://127.0.0.1:{server.port}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise RuntimeError(f"vLLM did not come up:\n{log.read_text(errors='replace')[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The engine is a process of its own: whoever does not go is killed with the group."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_TIMEOUT_S)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
