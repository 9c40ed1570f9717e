"""The pipelines that are measured: the one that ships, and the one that Rasa gives by default."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parents[1] / "config.yml"


def pipeline(name: str, *, peer_epochs: int | None = None) -> dict[str, Any]:
    """A configuration for training without policies."""
    text = SHIPPED.read_text(encoding="utf-8") if name == "ours" else _rasa_default()
    config = yaml.safe_load(text)
    for component in config["pipeline"]:
        if peer_epochs and "epochs" in component:
            component["epochs"] = peer_epochs
    return {key: config[key] for key in ("recipe", "assistant_id", "language", "pipeline")}


def _rasa_default() -> str:
    default = files("rasa.engine.recipes") / "config_files" / "default_config.yml"
    return default.read_text(encoding="utf-8")
