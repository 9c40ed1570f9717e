from __future__ import annotations

from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families


@dataclass(frozen=True, slots=True)
class ModelMetrics:
    """What vLLM says of itself. `kv_cache_usage`: 0 to 1; `prefix_*`: tokens since its start."""

    running: int
    waiting: int
    kv_cache_usage: float
    prefix_queries: int
    prefix_hits: int


def parse_metrics(text: str) -> ModelMetrics:
    """Sums over the server's engines. Raises KeyError where a metric is missing."""
    totals: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            totals[sample.name] = totals.get(sample.name, 0.0) + sample.value
    return ModelMetrics(
        running=int(totals["vllm:num_requests_running"]),
        waiting=int(totals["vllm:num_requests_waiting"]),
        kv_cache_usage=totals["vllm:kv_cache_usage_perc"],
        prefix_queries=int(totals["vllm:prefix_cache_queries_total"]),
        prefix_hits=int(totals["vllm:prefix_cache_hits_total"]),
    )
