"""Checks of results: what looks like a gain, ratio or count, and leaderboards that do not fit together."""

from pathlib import Path

import pytest

from generator import yaml_files
from generator.content import catalogue
from generator.model import Paper, Result


def found(folder: Path, **papers: Result | tuple[Result, ...]) -> list[tuple[str, str]]:
    """Return code and place of each problem with papers of one or several results."""
    (folder / "papers").mkdir(parents=True)
    for key, results in papers.items():
        paper = Paper(title=f"On {key}", results=results if isinstance(results, tuple) else (results,))
        (folder / f"papers/{key}.yml").write_text(yaml_files.dump(paper), encoding="utf-8")
    _, problems = catalogue.inspect(folder)
    assert all(problem.severity == "warning" and problem.hint for problem in problems)
    return [
        (problem.code, Path(problem.path).read_text("utf-8").splitlines()[problem.line - 1][problem.column - 1 :])
        for problem in problems
    ]


@pytest.mark.parametrize(
    ("result", "place"),
    [
        (Result(benchmark="GLUE", value=3, unit="x"), "x"),
        (Result(benchmark="GLUE", value=3, unit="×"), "'×'"),
        (Result(benchmark="GLUE", value=3, unit="times faster"), "times faster"),
        (Result(benchmark="Speedup over BERT", value=3), "Speedup over BERT"),
        (Result(benchmark="Decoding", metric="speed-up", value=3), "speed-up"),
        (Result(benchmark="Model size", value=24, unit="% smaller"), "'% smaller'"),
        (Result(benchmark="Cost", value=24, unit="points less"), "points less"),
        (Result(benchmark="Accuracy gain over BERT", value=2, unit="%"), "Accuracy gain over BERT"),
        (Result(benchmark="GLUE", metric="relative improvement", value=2, unit="%"), "relative improvement"),
        (
            Result(benchmark="VCR", value=3.7, unit="%", note="absolute gain; first of all"),
            "absolute gain; first of all",
        ),
        (Result(benchmark="NLP tasks won", value=54, unit="tasks"), "tasks"),
        (Result(benchmark="Inference", value=4, unit="RTX 3090 GPUs"), "RTX 3090 GPUs"),
        (Result(benchmark="Size", value=6.5, unit="billion parameters"), "billion parameters"),
    ],
)
def test_a_score_that_looks_like_something_else(tmp_path: Path, result: Result, place: str) -> None:
    """The warning is at the words that show it; a result that says its kind gets none."""
    assert found(tmp_path, a=result) == [("result.kind", place)]
    kinds = tuple(result.model_copy(update={"kind": kind}) for kind in ("gain", "ratio", "count"))
    assert found(tmp_path / "said", a=kinds) == []


@pytest.mark.parametrize(
    "result",
    [
        Result(benchmark="SuperGLUE", metric="average score", value=90.6, unit="%", note="gained a lot"),
        Result(benchmark="Ranking", metric="normalized discounted cumulative gain", value=0.5),
        Result(benchmark="Information gain", value=0.5),
        Result(benchmark="Noise reduction in images", metric="PSNR", value=31.5, unit="dB"),
        Result(benchmark="Dimensionality Reduction of MNIST", value=0.5),
        Result(benchmark="Agents", metric="tasks solved", value=23, unit="tasks"),
        Result(benchmark="Boost", value=0.5, unit="points"),
        Result(benchmark="Throughput", value=120, unit="tokens per second"),
        Result(benchmark="Distance", value=5, unit="10x10 km"),
        Result(benchmark="SuperGLUE", value=90, note="a gain of 2 over the leader"),
    ],
)
def test_what_could_be_a_score_is_left_alone(tmp_path: Path, result: Result) -> None:
    """Nothing is guessed: names of benchmarks and metrics may have such words."""
    assert found(tmp_path, a=result) == []


@pytest.mark.parametrize(
    "metric", ["FID", "perplexity", "WER", "word error rate", "test loss", "RMSE", "validation error"]
)
def test_a_metric_of_which_lower_is_better(tmp_path: Path, metric: str) -> None:
    """Without better: lower, the worst paper would be called the best."""
    assert found(tmp_path, a=Result(benchmark="B", metric=metric, value=3.5)) == [("result.better", metric)]
    assert found(tmp_path / "said", a=Result(benchmark="B", metric=metric, value=3.5, better="lower")) == []


@pytest.mark.parametrize("metric", ["accuracy", "error correction rate", "F1", "lossless", "winner", "corder"])
def test_other_metrics_are_left_alone(tmp_path: Path, metric: str) -> None:
    """Only a name that is known is questioned."""
    assert found(tmp_path, a=Result(benchmark="B", metric=metric, value=3.5)) == []


def test_a_leaderboard_of_two_directions(tmp_path: Path) -> None:
    """The minority is reported, in any spelling of the names; of one each, the one that left the line out."""
    low = Result(benchmark="Pond-QA", metric="regret", value=3, better="lower")
    high = Result(benchmark="pond qa", metric="Regret", value=4)
    assert found(tmp_path, a=high, b=low) == [("result.directions", "benchmark: pond qa")]
    assert found(tmp_path / "most", a=high, b=high, c=low) == [("result.directions", "lower")]
    assert found(tmp_path / "apart", a=low, b=high.model_copy(update={"setting": "dry"})) == []


def test_a_leaderboard_of_two_units(tmp_path: Path) -> None:
    """A possible fraction beside percentages is reported; percentages without their sign are not, nor one paper's own."""
    percent = Result(benchmark="Q", metric="F1", value=90.6, unit="%")
    fraction = Result(benchmark="Q", metric="F1", value=0.906)
    assert found(tmp_path, a=percent, b=percent, c=fraction) == [("result.units", "0.906")]
    bare = percent.model_copy(update={"unit": None})
    assert found(tmp_path / "bare", a=percent, b=bare) == []
    assert found(tmp_path / "own", a=(percent, fraction)) == []


def test_a_faulty_result_has_only_its_own_problem(tmp_path: Path) -> None:
    """A result without a value takes part in nothing, and the sound ones of its file are checked."""
    (tmp_path / "papers").mkdir()
    text = "title: T\nresults:\n  - benchmark: Q\n  - benchmark: Q\n    value: 3\n    unit: x\n"
    (tmp_path / "papers/a.yml").write_text(text, encoding="utf-8")
    _, problems = catalogue.inspect(tmp_path)
    assert [(problem.code, problem.line) for problem in problems] == [("field.missing", 3), ("result.kind", 6)]


def test_the_same_result_twice(tmp_path: Path) -> None:
    """The second one is reported, of any kind; results that differ in a note are two."""
    score = Result(benchmark="GLUE", value=80.5, unit="%")
    count = Result(benchmark="Tasks", value=54, kind="count")
    assert found(tmp_path, a=(score, count, score, count)) == [("result.twice", "GLUE"), ("result.twice", "Tasks")]
    assert found(tmp_path / "two", a=(score, score.model_copy(update={"note": "one model"}))) == []
