from pathlib import Path

import pytest

from guidebook.cli import run


@pytest.fixture
def broken_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program: no such thing can be made by input."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("七")

    monkeypatch.setattr("guidebook.app.rulebook.rules", fail)


def test_a_fault_of_the_program_is_one_line_and_a_log(
    broken_rules: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["rules"]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("程序出错：ZeroDivisionError: 七\n细节在 ")
    assert "Traceback" not in captured.err
    log = (tmp_path / "output" / ".guidebook" / "crash.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "in fail" in log


def test_debug_shows_the_trace(
    broken_rules: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["rules", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_is_told(
    broken_rules: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output").touch()
    assert run(["rules"]) == 1
    assert "--debug" in capsys.readouterr().err


def test_all_faults_of_the_configuration_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("sheet: {evaluation_chras: 100}\nwares: {unit: 1234567}\n", encoding="utf-8")
    assert run(["rules", "--config", str(config)]) == 2
    told = capsys.readouterr().err
    assert "evaluation_chras" in told
    assert "wares.unit" in told


def test_an_unknown_rule_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "volume_flatt"]) == 2
    assert capsys.readouterr().err == "没有规则 volume_flatt\n怎么办：是不是 volume_flat？\n"
