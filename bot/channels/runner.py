"""Runs the trained graph: the nodes that Rasa has loaded, in an order that is worked out once."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

Plan = list[tuple[str, tuple[str, ...]]]


class PlannedRunner(GraphRunner):
    """Rasa's own runner asks Dask to plan the graph anew at each parse and each prediction, three or four
    times a turn; a turn's graphs are always the same two."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, Any]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._plans: dict[tuple[str, ...], Plan] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> PlannedRunner:
        return cls.taking_over(DaskGraphRunner(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def taking_over(cls, runner: DaskGraphRunner) -> PlannedRunner:
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(wanted)
        # A node takes and gives (name, value); for what nobody gives it is told the name alone.
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._plans[wanted]:
            results[name] = self._nodes[name](*(results.get(need, need) for need in needs))
        return dict(results[name] for name in wanted)

    def _plan(self, targets: tuple[str, ...]) -> Plan:
        """The nodes that the targets need, each after those that it needs itself."""
        schema = self._schema.minimal_graph_schema(list(targets)).nodes
        plan: dict[str, tuple[str, ...]] = {}

        def add(name: str) -> None:
            if name in plan or name not in schema:
                return
            for need in schema[name].needs.values():
                add(need)
            plan[name] = tuple(schema[name].needs.values())

        for target in targets:
            add(target)
        return list(plan.items())
