"""``make evaluate`` where there is no data room, and the parts that need none."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="evaluation with baselines needs the extra train")

from models import evaluate, speed  # noqa: E402
from models.public_sets import LABELS  # noqa: E402
from pipeline.enrich import encoder  # noqa: E402
from pipeline.enrich.classifiers import Neural  # noqa: E402
from pipeline.enrich.registry import ROLES  # noqa: E402
from pipeline.settings import MODELS  # noqa: E402
from tests.models.checkpoint import exported  # noqa: E402


@pytest.fixture(scope="module")
def linear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with the linear models alone, and a checkpoint that is lost."""
    folder = tmp_path_factory.mktemp("models")
    (folder / "linear").symlink_to(MODELS / "linear")
    active = "".join(f'{role} = "{role}-linear"\n' for role in ROLES)
    entries = "".join(
        f'[model.{role}-linear]\nrole = "{role}"\nkind = "linear"\nfolder = "linear/{role}"\n'
        for role in ROLES
    )
    lost = '[model.lost]\nrole = "tone"\nkind = "onnx"\nfolder = "lost"\n'
    (folder / "registry.toml").write_text(f"[active]\n{active}{entries}{lost}", encoding="utf-8")
    return folder


def test_without_a_data_room_the_newsroom_is_shown_and_nothing_written(
    linear: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SOROT_DATA_ROOM", str(tmp_path / "none"))
    monkeypatch.setattr(evaluate, "MODELS", linear)
    before = sorted(linear.iterdir())
    evaluate.main()
    shown, told = capsys.readouterr()
    assert all(f"newsroom: {role}" in shown for role in ROLES)
    assert "newsroom: topics, first level" in shown
    assert "gold test:" not in shown
    assert "gold test and public sets left out" in told
    assert "left out: a model is missing" in told
    assert sorted(linear.iterdir()) == before


def test_speed_is_told_of_every_model_that_can_be_loaded(linear: Path) -> None:
    took = speed.milliseconds(linear)
    assert set(took) == {f"{role}-linear" for role in ROLES}
    assert all(0 < milliseconds < 1_000 for milliseconds in took.values())


def test_an_encoder_answers_public_sets_it_has_learned_and_no_others() -> None:
    made = encoder.load(str(exported()))
    models = [Neural(made, role, {}) for role in ("tone", "sentiment")]
    (head,) = evaluate.heads("smsa", [*models]).values()
    assert sorted(head.labels) == sorted(LABELS)
    assert evaluate.heads("reviews", [*models]) == {}
