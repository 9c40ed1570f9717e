"""What each process is told: the secrets, made once, and the variables of docs/architecture.md."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from urllib.parse import quote

from serving.cli.layout import DataDirectory, write_private
from serving.cli.refusal import Refusal

EMBEDDED_MODEL_NAME = "parley-embedded"
DEFAULT_PORT = 8000


# A Rasa server keeps one core busy, beside the worker, the gateway and the model server.
CORES_A_RASA_SERVER = 4
MOST_RASA_SERVERS = 8


def rasa_servers(environ: Mapping[str, str]) -> int:
    """How many Rasa servers share the turns: PARLEY_RASA_SERVERS, else as many as the cores can feed."""
    said = environ.get("PARLEY_RASA_SERVERS")
    if not said:
        return max(1, min(MOST_RASA_SERVERS, len(os.sched_getaffinity(0)) // CORES_A_RASA_SERVER))
    if not said.isascii() or not said.isdecimal() or not 1 <= int(said) <= MOST_RASA_SERVERS:
        raise Refusal(f"PARLEY_RASA_SERVERS is {said!r}: give a number from 1 to {MOST_RASA_SERVERS}.")
    return int(said)


@dataclass(frozen=True)
class Ports:
    gateway: int
    rasa_servers: int = 1

    @property
    def rasa(self) -> Sequence[int]:
        """The first is beside the gateway's; the others come after all the rest."""
        return (self.gateway + 1, *range(self.redis + 1, self.redis + self.rasa_servers))

    @property
    def shop(self) -> int:
        return self.gateway + 3

    @property
    def llm(self) -> int:
        return self.gateway + 4

    @property
    def redis(self) -> int:
        return self.gateway + 5


@dataclass(frozen=True)
class Secrets:
    secret_key: str
    redis_password: str
    rasa_token: str
    shop_key: str
    llm_key: str
    rest_key: str  # of the `rest` inbox: what `./parley ask` shows

    @classmethod
    def load_or_create(cls, data: DataDirectory) -> Secrets:
        known = _read(data)
        names = [field.name for field in fields(cls)]
        made = cls(**{name: known.get(name) or secrets.token_urlsafe(32) for name in names})
        if asdict(made) != known:
            write_private(data.secrets_file, json.dumps({**known, **asdict(made)}, indent=2) + "\n")
        return made


def _read(data: DataDirectory) -> dict[str, str]:
    try:
        known = json.loads(data.secrets_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Refusal(
            f"{data.secrets_file} is not JSON ({error}): restore it from a backup, or remove it and every "
            "session and API key made with it becomes invalid."
        ) from error
    return known if isinstance(known, dict) else {}


@dataclass(frozen=True)
class ModelChoice:
    """Which model server answers: ours (`external_url` is None) or one that somebody else runs."""

    name: str
    external_url: str | None
    api_key: str | None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> ModelChoice:
        url = environ.get("PARLEY_LLM_URL") or None
        name = environ.get("PARLEY_LLM_MODEL") or None
        if url and not name:
            raise Refusal(
                f"PARLEY_LLM_URL names a model server ({url}) but PARLEY_LLM_MODEL does not say which of its "
                "models to ask: set PARLEY_LLM_MODEL to a name that its /models lists."
            )
        key = environ.get("PARLEY_LLM_API_KEY") or None
        return cls(name=name or EMBEDDED_MODEL_NAME, external_url=url, api_key=key)

    @property
    def embedded(self) -> bool:
        return self.external_url is None and self.name == EMBEDDED_MODEL_NAME


@dataclass(frozen=True)
class Surroundings:
    """Everything that decides the environment of the processes of one platform."""

    data: DataDirectory
    host: str
    ports: Ports
    model: ModelChoice
    secrets: Secrets

    @property
    def public_url(self) -> str:
        given = os.environ.get("PARLEY_PUBLIC_URL")
        reachable = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return given or f"http://{reachable}:{self.ports.gateway}"

    @property
    def llm_key(self) -> str:
        if self.model.external_url:
            return self.model.api_key or ""
        return self.secrets.llm_key

    def common(self) -> dict[str, str]:
        return {"PARLEY_DATA_DIR": str(self.data.root), "PYTHONUNBUFFERED": "1"}

    def platform(self) -> dict[str, str]:
        """For the gateway, the worker and what runs beside them once (bootstrap, ingestion)."""
        password = quote(self.secrets.redis_password, safe="")
        database = os.environ.get("PARLEY_DATABASE_URL") or f"sqlite+aiosqlite:///{self.data.database}"
        return {
            **self.common(),
            "PARLEY_DATABASE_URL": database,
            "PARLEY_REDIS_URL": f"redis://:{password}@127.0.0.1:{self.ports.redis}/0",
            "PARLEY_SECRET_KEY": self.secrets.secret_key,
            "PARLEY_RASA_URL": ",".join(f"http://127.0.0.1:{port}" for port in self.ports.rasa),
            "PARLEY_RASA_TOKEN": self.secrets.rasa_token,
            "PARLEY_LLM_URL": self.model.external_url or f"http://127.0.0.1:{self.ports.llm}/v1",
            "PARLEY_LLM_MODEL": self.model.name,
            "PARLEY_LLM_API_KEY": self.llm_key,
            "PARLEY_ENCODER_PATH": str(self.data.encoder),
            "PARLEY_PUBLIC_URL": self.public_url,
        }

    def bot(self) -> dict[str, str]:
        """For training; Rasa itself gets more."""
        return {
            **self.common(),
            "PARLEY_ENCODER_PATH": str(self.data.encoder),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            "MPLBACKEND": "Agg",
            # Rasa's SQLAlchemy 1.4 announces 2.0 at every import.
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        }

    def rasa(self) -> dict[str, str]:
        return {
            **self.bot(),
            "PARLEY_REDIS_HOST": "127.0.0.1",
            "PARLEY_REDIS_PORT": str(self.ports.redis),
            "PARLEY_REDIS_PASSWORD": self.secrets.redis_password,
            "PARLEY_RASA_TOKEN": self.secrets.rasa_token,
            **self._shop_of_actions(),
            # A second thread would spin for milliseconds after each small product (docs/performance.md).
            "OPENBLAS_NUM_THREADS": "1",
        }

    def shop(self) -> dict[str, str]:
        return {
            **self.common(),
            "PARLEY_SHOP_URL": f"http://127.0.0.1:{self.ports.shop}",
            "PARLEY_SHOP_KEY": self.secrets.shop_key,
        }

    def _shop_of_actions(self) -> dict[str, str]:
        """The sample shop, or one of the operator's own."""
        sample = self.shop()
        return {name: os.environ.get(name, sample[name]) for name in ("PARLEY_SHOP_URL", "PARLEY_SHOP_KEY")}

    def llm(self) -> dict[str, str]:
        offline = {"HF_HUB_OFFLINE": "1"} if self.model.embedded else {}
        return {
            **self.common(),
            **offline,
            "VLLM_API_KEY": self.llm_key,
            "VLLM_CPU_KVCACHE_SPACE": "1" if self.model.embedded else "4",  # GiB
            "VLLM_NO_USAGE_STATS": "1",
            "DO_NOT_TRACK": "1",
        }


def inherited() -> dict[str, str]:
    """Our own environment without what would make another Python look in the wrong place."""
    misleading = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYENV_VERSION")
    return {name: value for name, value in os.environ.items() if name not in misleading}
