"""Where everything of one platform lives, and the note that lets every command find it again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from serving.config import PROJECT_ROOT

ENVIRONMENTS = PROJECT_ROOT / ".venvs"
DEFAULT_DATA = PROJECT_ROOT / ".parley"


@dataclass(frozen=True)
class DataDirectory:
    root: Path

    @classmethod
    def at(cls, path: Path | None) -> DataDirectory:
        return cls((path or DEFAULT_DATA).expanduser().resolve())

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def database(self) -> Path:
        return self.root / "parley.db"

    @property
    def encoder(self) -> Path:
        return self.root / "models" / "minilm"

    @property
    def dialogue_models(self) -> Path:
        return self.root / "models" / "rasa"

    @property
    def training(self) -> Path:
        """What reviews add to the project's own training data; `./parley train` writes it."""
        return self.root / "training"

    @property
    def review_tests(self) -> Path:
        return self.training / "tests.yml"

    @property
    def secrets_file(self) -> Path:
        return self.root / "secrets.json"

    @property
    def platform_file(self) -> Path:
        return self.run / "platform.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def create(self) -> None:
        if not self.root.exists():
            self.root.mkdir(parents=True)
            # Customers' words are kept here. A directory that was there already keeps its mode.
            self.root.chmod(0o700)
        for folder in (self.run, self.logs, self.redis, self.dialogue_models):
            folder.mkdir(parents=True, exist_ok=True)
        # Configuration with passwords is written here.
        self.run.chmod(0o700)


@dataclass(frozen=True)
class PlatformNote:
    """`<data>/run/platform.json`: a running platform, or what is left of one that was killed."""

    supervisor_pid: int
    supervisor_started: int  # clock ticks since the boot, to tell a reused pid
    boot_id: str
    socket: str
    host: str
    port: int
    public_url: str
    processes: dict[str, int | None]  # name to port

    def save(self, data: DataDirectory) -> None:
        fresh = data.platform_file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        fresh.replace(data.platform_file)

    @classmethod
    def load(cls, data: DataDirectory) -> PlatformNote | None:
        try:
            return cls(**json.loads(data.platform_file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            # Cut short by a full disk or written by another version: nothing in it can be trusted.
            return None


def boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def write_private(path: Path, text: str, *, executable: bool = False) -> None:
    """Writes a file that only this user may read, whatever the umask."""
    mode = 0o700 if executable else 0o600
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
