"""The entry script `./parley`, in a project of its own with a stand-in for uv that writes down its orders."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from serving.config import PROJECT_ROOT

UV = """#!/bin/sh
[ "$1" = --version ] && { echo "uv ${UV_VERSION-0.13.9} (test)"; exit 0; }
echo "$*" >> "$ORDERS"
case "$1 $2" in
    'python find') case " $PYTHONS " in *" $4 "*) exit 0 ;; *) exit 1 ;; esac ;;
    'python install') exit 1 ;;
    sync\\ *)
        mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"
        printf '#!/bin/sh\\necho "python $* with $PYTHONPATH"\\n' > "$UV_PROJECT_ENVIRONMENT/bin/python"
        chmod +x "$UV_PROJECT_ENVIRONMENT/bin/python" ;;
esac
"""
TOOLS = (
    "sh",
    "cat",
    "chmod",
    "cksum",
    "dirname",
    "grep",
    "mkdir",
    "mv",
    "readlink",
    "rm",
    "sort",
    "tr",
    "uname",
)


@dataclass(frozen=True)
class Project:
    root: Path
    tools: Path

    def parley(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        told = {"PATH": str(self.tools), "ORDERS": str(self.root / "orders"), "PYTHONS": "3.11"}
        return subprocess.run(
            [str(self.root / "parley"), *arguments],
            cwd=self.tools,
            env={**told, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def orders(self) -> list[str]:
        file = self.root / "orders"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    @property
    def syncs(self) -> list[str]:
        return [order for order in self.orders if order.startswith("sync")]

    def put(self, name: str, text: str) -> None:
        path = self.tools / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root, tools = tmp_path / "a project", tmp_path / "tools"
    root.mkdir()
    tools.mkdir()
    shutil.copy(PROJECT_ROOT / "parley", root / "parley")
    (root / "uv.lock").write_text("version = 1\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    made = Project(root, tools)
    made.put("uv", UV)
    return made


def test_the_first_command_syncs_and_hands_over(project: Project) -> None:
    done = project.parley("status", "--data", "my data")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"python -P -m serving.cli status --data my data with {project.root}\n"
    assert len(project.syncs) == 1
    assert "--frozen" in project.syncs[0]
    assert "--group dev" not in project.syncs[0]


def test_the_next_command_asks_uv_nothing(project: Project) -> None:
    project.parley("status")
    before = project.orders
    assert project.parley("status").returncode == 0
    assert project.orders == before


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_a_changed_lock_syncs_again(project: Project, changed: str) -> None:
    project.parley("status")
    (project.root / changed).write_text("# changed\n", encoding="utf-8")
    project.parley("status")
    assert len(project.syncs) == 2


def test_a_python_that_went_away_syncs_again(project: Project) -> None:
    project.parley("status")
    (project.root / ".venvs" / "serving" / "bin" / "python").unlink()
    assert project.parley("status").returncode == 0
    assert len(project.syncs) == 2


def test_only_the_tests_need_the_test_tools_and_nobody_takes_them_away(project: Project) -> None:
    project.parley("status")
    project.parley("test")
    assert project.syncs[1].endswith("--group serving --group dev")
    project.parley("status")
    assert len(project.syncs) == 2
    assert all("--inexact" in sync for sync in project.syncs)


@pytest.mark.parametrize(("here", "taken"), [("3.13 3.12", "3.12"), ("3.12 3.11", "3.11")])
def test_the_oldest_python_that_fits_is_taken(project: Project, here: str, taken: str) -> None:
    project.parley("status", PYTHONS=here)
    assert f"--python {taken}" in project.syncs[0]


def test_a_missing_python_is_one_sentence_with_the_remedy(project: Project) -> None:
    done = project.parley("up", PYTHONS="3.10")
    assert done.returncode == 2
    assert "Python 3.11 is missing" in done.stderr
    assert "pyenv install 3.11" in done.stderr
    assert project.syncs == []


def test_without_uv_and_python_the_remedy_is_named(project: Project) -> None:
    (project.tools / "uv").unlink()
    # A shim of pyenv: there, and of no use.
    project.put("python3", "#!/bin/sh\nexit 127\n")
    # An empty root has no /usr/bin/python3 either; here there may be one.
    script = (project.root / "parley").read_text(encoding="utf-8")
    (project.root / "parley").write_text(script.replace("/usr/bin/python3 ", ""), encoding="utf-8")
    done = project.parley("up")
    assert done.returncode == 2
    assert "neither uv nor python3 is here" in done.stderr


def test_an_old_uv_is_passed_over_for_our_own(project: Project) -> None:
    project.put("uv", UV.replace("0.13.9", "0.4.30"))
    own = project.root / ".venvs" / "tools" / "bin"
    own.mkdir(parents=True)
    (own / "uv").write_text(UV.replace('echo "$*"', 'echo "own $*"'), encoding="utf-8")
    (own / "uv").chmod(0o755)
    project.parley("status")
    assert any(order.startswith("own sync") for order in project.orders)


def test_uv_sees_every_python_of_pyenv(project: Project) -> None:
    project.put("pyenv", "#!/bin/sh\nprintf '2.7.18\\n3.10.13\\n3.11.7\\n'\n")
    project.put("uv", UV.replace('echo "$*"', 'echo "$PYENV_VERSION $*"'))
    project.parley("uv", "python", "list")
    assert project.orders == ["3.11.7:3.10.13 python list"]


def test_another_system_is_pointed_to_the_containers(project: Project) -> None:
    (project.tools / "uname").unlink()
    project.put("uname", "#!/bin/sh\necho Darwin arm64\n")
    done = project.parley("up")
    assert done.returncode == 2
    assert "this is Darwin arm64" in done.stderr
    assert "docker-compose.yml" in done.stderr


@pytest.fixture
def dash() -> str:
    found = shutil.which("dash")
    if found is None:
        pytest.skip("dash, the strictest common sh, is not here")
    return found


def test_the_script_is_posix_sh(dash: str, project: Project) -> None:
    done = subprocess.run([dash, "-n", str(PROJECT_ROOT / "parley")], capture_output=True, check=False)
    assert done.returncode == 0
    assert os.access(PROJECT_ROOT / "parley", os.X_OK)
