from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from serving.cli.environment import ModelChoice, Ports, Secrets, Surroundings, rasa_servers
from serving.cli.layout import DataDirectory
from serving.cli.processes import process_table, write_redis_configuration
from serving.cli.refusal import Refusal
from serving.config import PROJECT_ROOT, Settings

EMBEDDED = ModelChoice.from_environment({})
ELSEWHERE = ModelChoice.from_environment(
    {"PARLEY_LLM_URL": "http://gpu:9000/v1", "PARLEY_LLM_MODEL": "big", "PARLEY_LLM_API_KEY": "theirs"}
)


def surroundings(
    data: DataDirectory, *, host: str = "127.0.0.1", model: ModelChoice = EMBEDDED
) -> Surroundings:
    return Surroundings(
        data, host=host, ports=Ports(18700), model=model, secrets=Secrets.load_or_create(data)
    )


def test_secrets_are_made_once_and_kept_private(data: DataDirectory) -> None:
    first = Secrets.load_or_create(data)
    assert Secrets.load_or_create(data) == first
    assert data.secrets_file.stat().st_mode & 0o777 == 0o600
    assert len(set(vars(first).values())) == len(vars(first))
    assert min(map(len, vars(first).values())) >= 32


def test_a_secret_that_a_later_version_needs_is_added(data: DataDirectory) -> None:
    data.secrets_file.write_text(json.dumps({"rest_key": "kept", "other": "kept too"}), encoding="utf-8")
    assert Secrets.load_or_create(data).rest_key == "kept"
    stored = json.loads(data.secrets_file.read_text(encoding="utf-8"))
    assert stored["other"] == "kept too"
    assert stored["secret_key"]


def test_one_port_moves_all_of_them(data: DataDirectory) -> None:
    ports = {process.name: process.port for process in process_table(surroundings(data))}
    assert ports == {
        "gateway": 18700,
        "rasa": 18701,
        "shop": 18703,
        "llm": 18704,
        "redis": 18705,
        "worker": None,
    }


def test_several_rasa_servers_share_everything_but_their_port(data: DataDirectory) -> None:
    around = replace(surroundings(data), ports=Ports(18700, rasa_servers=3))
    table = {process.name: process for process in process_table(around)}
    assert [table[name].port for name in ("rasa", "rasa-2", "rasa-3")] == [18701, 18706, 18707]
    assert table["rasa"].environment == table["rasa-3"].environment
    told = table["worker"].environment["PARLEY_RASA_URL"]
    assert told == "http://127.0.0.1:18701,http://127.0.0.1:18706,http://127.0.0.1:18707"


@pytest.mark.parametrize("said", ["0", "9", "two", "-1", "1.5"])
def test_a_number_of_rasa_servers_that_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(Refusal, match=f"PARLEY_RASA_SERVERS is '{said}'"):
        rasa_servers({"PARLEY_RASA_SERVERS": said})


def test_the_number_of_rasa_servers_is_said_or_comes_from_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rasa_servers({"PARLEY_RASA_SERVERS": "2"}) == 2
    for cores, servers in ((1, 1), (2, 1), (8, 2), (128, 8)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        assert rasa_servers({}) == servers


def test_only_the_gateway_listens_where_host_says(data: DataDirectory) -> None:
    for process in process_table(surroundings(data, host="0.0.0.0")):
        said = [*process.command, *process.environment.values()]
        assert ("0.0.0.0" in said) == (process.name == "gateway")


def test_a_model_server_elsewhere_is_not_started_and_gets_its_own_key(data: DataDirectory) -> None:
    around = surroundings(data, model=ELSEWHERE)
    assert "llm" not in [process.name for process in process_table(around)]
    told = around.platform()
    assert told["PARLEY_LLM_URL"] == "http://gpu:9000/v1"
    assert told["PARLEY_LLM_MODEL"] == "big"
    assert told["PARLEY_LLM_API_KEY"] == "theirs"


def test_another_model_is_served_under_its_own_name(data: DataDirectory) -> None:
    model = ModelChoice.from_environment({"PARLEY_LLM_MODEL": "some/model"})
    llm = next(p for p in process_table(surroundings(data, model=model)) if p.name == "llm")
    assert llm.command[llm.command.index("--model") + 1] == "some/model"
    assert llm.command[llm.command.index("--served-model-name") + 1] == "some/model"
    assert "HF_HUB_OFFLINE" not in llm.environment


def test_the_actions_call_a_shop_of_the_operators_own(
    data: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_SHOP_URL", "https://shop.example")
    around = surroundings(data)
    assert around.rasa()["PARLEY_SHOP_URL"] == "https://shop.example"
    assert around.shop()["PARLEY_SHOP_URL"].startswith("http://127.0.0.1:")


def test_no_secret_is_on_a_command_line(data: DataDirectory) -> None:
    around = surroundings(data)
    secrets = set(vars(around.secrets).values())
    for process in process_table(around):
        assert not secrets.intersection(" ".join(process.command).split())


def test_the_processes_get_the_variables_of_the_architecture_page(
    data: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PARLEY_DATABASE_URL", "PARLEY_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    told = {process.name: set(process.environment) for process in process_table(surroundings(data))}
    # vLLM names its key itself.
    told["llm"] |= {"PARLEY_LLM_URL", "PARLEY_LLM_MODEL", "PARLEY_LLM_API_KEY"}
    for variables, readers in documented_variables():
        for reader in readers & told.keys():
            assert variables <= told[reader], f"{reader} is not told {variables - told[reader]}"


def documented_variables() -> list[tuple[set[str], set[str]]]:
    page = (PROJECT_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`PARLEY_[^|]*) \| ([a-z, ]+) \|", page, re.MULTILINE)
    assert len(rows) >= 10
    found = []
    for names, readers in rows:
        spelled = re.findall(r"`([A-Z_]+)`", names)
        whole = {name for name in spelled if name.startswith("PARLEY_")}
        stem = spelled[0].rsplit("_", 1)[0]
        whole |= {stem + name for name in spelled if name.startswith("_")}
        everyone = {"gateway", "worker", "rasa", "shop", "llm"}
        found.append((whole, everyone if readers == "all" else set(readers.split(", "))))
    return found


def test_the_platform_reads_its_settings_from_what_it_is_told(
    data: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = surroundings(data)
    for name, value in around.platform().items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.redis_url.endswith("@127.0.0.1:18705/0")
    assert settings.encoder_path == data.encoder
    assert settings.data_dir == data.root


def test_redis_asks_for_a_password_and_keeps_an_append_only_file(data: DataDirectory) -> None:
    around = surroundings(data)
    write_redis_configuration(around)
    path = data.run / "redis.conf"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert f"requirepass {around.secrets.redis_password}" in lines
    assert "appendonly yes" in lines
    assert "bind 127.0.0.1" in lines
    assert path.stat().st_mode & 0o077 == 0


def test_the_data_directory_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert DataDirectory.at(Path("mine")).root == tmp_path / "mine"
    assert DataDirectory.at(None).root == PROJECT_ROOT / ".parley"
