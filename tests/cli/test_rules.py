import json
from pathlib import Path

import pytest

from guidebook.advice.catalogue import RULES
from guidebook.cli import run
from tests.advice.wording_folder import FOLDER, TOLD, house_wordings


def test_the_catalogue_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    page = capsys.readouterr().out
    assert all(f"  {rule.id} " in page and rule.name in page for rule in RULES)


@pytest.mark.parametrize("name", ["volume_flat", "条数平"])
def test_a_rule_is_shown_in_full_by_either_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", name]) == 0
    page = capsys.readouterr().out
    for part in (
        "为什么有它：",
        "什么时候说：",
        "什么时候不说：",
        "moved_cartons",
        "跟上月差不多",
        "volume_share",
    ):
        assert part in page


def test_the_catalogue_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in entries] == [rule.id for rule in RULES]
    assert all(entry["wordings"] for entry in entries)


def test_a_rule_shows_packs_and_phrases(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "substitute_same_price"]) == 0
    page = capsys.readouterr().out
    assert "家族：替代（substitute）" in page
    assert "花括号里的词：\n  {offer}" in page and "农网的店另有说法：" in page


def test_thresholds_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "gap_vs_peers"]) == 0
    page = capsys.readouterr().out
    assert "  common_share: 0.6" in page and "才算大家都有" in page
    assert "跟别的规则共用的阈值（config.yaml 的 stock 下可改）：" in page and "max_days" in page
    assert run(["rules", "gap_vs_peers", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["thresholds"]["common_share"] == "0.6" and entry["thresholds"]["trial_cartons"] == 2
    assert entry["meanings"].keys() == entry["thresholds"].keys() and all(entry["meanings"].values())


def test_thresholds_of_a_company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("rules: {gap_vs_peers: {common_share: 1/3, enabled: false}}\n", encoding="utf-8")
    assert run(["rules", "gap_vs_peers", "--config", str(config)]) == 0
    page = capsys.readouterr().out
    assert "common_share: 1/3" in page and "（配置里关掉了）" in page


def test_no_such_rule(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["rules", "volume_flatt"], ["rules", "volume_flatt", "--check"]):
        assert run(arguments) == 2
        assert (
            "没有规则 volume_flatt" in (error := capsys.readouterr().err) and "是不是 volume_flat？" in error
        )


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of the house's wordings, which may be spoiled."""
    folder = tmp_path / "sentences"
    folder.mkdir()
    house_wordings(folder)
    for name in ("tones.yaml", "thresholds.yaml"):
        (tmp_path / name).write_bytes((FOLDER.parent / name).read_bytes())
    return tmp_path


def checked(templates: Path, *more: str) -> int:
    return run(["rules", *more, "--check", "--templates", str(templates)])


SPOILT = f"{TOLD}plain:\n  - 平均每{{unit}}{{p}}{{yuan}}，必须降。\n  - 平均{{p}}{{yuan}}一{{unit}}。\n"


def test_faults_are_told_with_file_line_and_remedy(
    templates: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (templates / "sentences" / "price_only.yaml").write_text(SPOILT, encoding="utf-8")
    assert checked(templates) == 2
    page = capsys.readouterr().out
    assert "price_only.yaml 第2行：“plain”只有2种说法\n    怎么办：至少3种" in page
    assert "price_only.yaml 第3行：有不能印的话，N09 强求、搭售、下任务：“必须”" in page
    assert page.splitlines()[-1].endswith("处要改。")


def test_what_is_read_as_json_has_the_same_faults(
    templates: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (templates / "sentences" / "price_only.yaml").write_text(SPOILT, encoding="utf-8")
    assert checked(templates, "price_only", "--json") == 2
    report = json.loads(capsys.readouterr().out)
    assert [(fault["file"], fault["line"]) for fault in report["faults"]] == [
        ("price_only.yaml", 2),
        ("price_only.yaml", 3),
    ]
    assert all(fault["message"] and fault["remedy"] for fault in report["faults"])
    assert (report["files"], report["cases"], report["sentences"]) == (1, 1, 2)


def test_without_faults_all_is_counted(templates: Path, capsys: pytest.CaptureFixture[str]) -> None:
    third = f"{SPOILT.replace('，必须降', '')}  - 一{{unit}}平均是{{p}}{{yuan}}。\n"
    (templates / "sentences" / "price_only.yaml").write_text(third, encoding="utf-8")
    assert checked(templates, "price_only") == 0
    assert capsys.readouterr().out == "1个措辞文件，1种情形，3句话，都没有问题。\n"


def test_files_that_cannot_be_read_are_faults_too(
    templates: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (templates / "sentences" / "price_only.yaml").write_text("plain: [\n", encoding="utf-8")
    (templates / "sentences" / "price_flat.yaml").unlink()
    (templates / "tones.yaml").write_text("倔强: 您看，\n", encoding="utf-8")
    assert checked(templates) == 2
    page = capsys.readouterr().out
    for fault in (
        "price_flat.yaml：缺少这个措辞文件",
        "price_only.yaml 第2行：读不懂",
        "tones.yaml 第1行：“倔强”下面应为",
    ):
        assert fault in page


def test_a_folder_without_wordings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path) == 2
    assert "里没有 sentences 文件夹" in capsys.readouterr().err


def test_the_house_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--check"]) == 0
    assert capsys.readouterr().out.endswith("，都没有问题。\n")
