"""The deadline reader against the gold set, scored by the set's own script."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

DATES = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "dates"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not DATES.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    spec = importlib.util.spec_from_file_location("score_dates", DATES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    result = tmp_path_factory.mktemp("dates") / "figures.json"
    subsets = "gold,duckling-vi,chrono-vi"
    script.main(["--func", "benchmarks.adapters:deadlines", "--subset", subsets, "--json", str(result)])
    found: dict[str, Any] = json.loads(result.read_text("utf-8"))["subsets"]
    return found


def test_deadlines_of_the_gold_set_are_read_exactly(figures: dict[str, Any]) -> None:
    assert figures["gold"]["exact_f1"] >= 0.97
    assert figures["gold"]["neg_hit"] <= 0.04
    assert figures["gold"]["invented"] == 0


def test_the_cases_of_other_readers_are_covered(figures: dict[str, Any]) -> None:
    assert figures["duckling-vi"]["exact"] >= 0.70
    assert figures["chrono-vi"]["exact"] >= 0.55
