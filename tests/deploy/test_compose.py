"""docker-compose.yml against the Compose specification, and against what we promise of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from serving.config import PROJECT_ROOT
from tests.cli.test_environment import documented_variables

COMPOSE_FILE = PROJECT_ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = {"bootstrap"}
# Processes of docs/architecture.md by the services that run them.
ROLES = {
    "gateway": ["gateway"],
    "worker": ["worker"],
    "rasa": ["rasa"],
    "shop": ["shop"],
    "llm": ["vllm-cpu", "vllm-gpu"],
}

every_service = pytest.mark.parametrize("name", SERVICES)


def environment(name: str) -> dict[str, str]:
    return dict(SERVICES[name].get("environment", {}))


def test_it_is_valid_by_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(COMPOSE_FILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_each_profile_is_the_whole_platform_with_one_model_server(profile: str) -> None:
    chosen = {name for name, service in SERVICES.items() if profile in service["profiles"]}
    assert chosen == {
        *("redis", "postgres", "bootstrap", "shop", "rasa", "worker", "gateway"),
        f"vllm-{profile}",
    }


@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_whatever_a_service_waits_for_is_in_its_profile(profile: str) -> None:
    for name, service in SERVICES.items():
        if profile in service["profiles"]:
            for needed, how in service.get("depends_on", {}).items():
                assert profile in SERVICES[needed]["profiles"], f"{name} waits for {needed}"
                finished = how["condition"] == "service_completed_successfully"
                assert finished == (needed in ONCE)
                assert finished or how["condition"] == "service_healthy"


@every_service
def test_images_are_pinned(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].rpartition(":")
    assert re.search(r"\d+\.\d+", tag), f"{name} floats on {tag!r}"
    assert "latest" not in tag


@every_service
def test_services_are_watched(name: str) -> None:
    health = SERVICES[name]["healthcheck"]
    if name in ONCE:
        assert health == {"disable": True}
        assert SERVICES[name]["restart"] == "no"
    else:
        assert health["test"][0] in ("CMD", "CMD-SHELL")
        assert SERVICES[name]["restart"] == "unless-stopped"


@every_service
def test_services_are_hardened(name: str) -> None:
    service = SERVICES[name]
    user, _, group = service["user"].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@every_service
def test_only_the_gateway_is_published_and_only_here_unless_told(name: str) -> None:
    ports = SERVICES[name].get("ports", [])
    assert ports == (["${PARLEY_BIND:-127.0.0.1}:${PARLEY_PORT:-8000}:8000"] if name == "gateway" else [])


def test_only_what_speaks_to_the_outside_can_reach_it() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in SERVICES.keys() - {"gateway", "worker"}:
        assert list(SERVICES[name]["networks"]) == ["inside"]


def test_named_volumes_are_declared_and_the_rest_is_read_only() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source, _, target = volume.partition(":")
            if source.startswith("."):
                assert target.endswith(":ro")
            else:
                assert source in COMPOSE["volumes"]


def test_no_secret_has_a_default() -> None:
    secret = re.compile(r"\$\{([A-Z_]*(?:KEY|TOKEN|PASSWORD)[A-Z_]*)([^}]*)\}")
    found = secret.findall(COMPOSE_FILE.read_text(encoding="utf-8"))
    assert len(found) > 5
    for name, rest in found:
        assert rest.startswith(":?run deploy/make-env.sh"), f"{name}{rest}"


def test_each_service_gets_the_variables_of_the_architecture_page() -> None:
    for variables, readers in documented_variables():
        for reader in readers & ROLES.keys():
            for service in ROLES[reader]:
                told = set(environment(service))
                if reader == "llm":
                    # The image's own names: VLLM_API_KEY, --served-model-name; it keeps no data of ours.
                    told |= {"PARLEY_LLM_URL", "PARLEY_LLM_MODEL", "PARLEY_LLM_API_KEY", "PARLEY_DATA_DIR"}
                assert variables <= told, f"{service} is not told {variables - told}"


def test_addresses_name_services_that_exist() -> None:
    aliases = {"llm"} | SERVICES.keys()
    for name in SERVICES:
        for key, value in environment(name).items():
            for host in re.findall(r"(?:://|@)(?:[^@/\s]*@)?([a-z-]+):\d+", str(value)):
                assert host in aliases, f"{name}: {key} names {host}"


def test_make_env_writes_every_required_secret_once(tmp_path: Path) -> None:
    script = tmp_path / "deploy" / "make-env.sh"
    script.parent.mkdir()
    script.write_bytes((PROJECT_ROOT / "deploy" / "make-env.sh").read_bytes())

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", str(script)], capture_output=True, text=True, check=False)

    assert run().returncode == 0
    written = dict(line.split("=", 1) for line in (tmp_path / ".env").read_text("utf-8").splitlines())
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE_FILE.read_text(encoding="utf-8")))
    assert set(written) == required
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in written.values())
    assert len(set(written.values())) == len(written)
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0

    again = run()
    assert again.returncode == 2
    assert "already" in again.stderr


def test_git_does_not_see_the_secrets() -> None:
    done = subprocess.run(["git", "check-ignore", "--quiet", ".env"], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == 0 or not (PROJECT_ROOT / ".git").exists()


def test_compose_itself_reads_it_where_it_is_installed(tmp_path: Path) -> None:
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if plugin.returncode != 0:
        pytest.skip("docker has no compose plugin here")
    secrets = dict.fromkeys(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE_FILE.read_text(encoding="utf-8")), "x")
    done = subprocess.run(
        ["docker", "compose", "--profile", "cpu", "config", "--quiet"],
        cwd=PROJECT_ROOT,
        env={**os.environ, **secrets},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
