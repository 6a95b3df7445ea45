from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook import log
from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.cli import run as run_command
from guidebook.errors import UsageError
from guidebook.log import keep_trace, logged, masked
from tests.workspace import OCTOBER, manifest, run

PHONES = [
    "13812345678",
    "138 1234 5678",
    "138-1234-5678",
    "+86 13812345678",
    "0530-5551234",
    "05305551234",
    "4008123456",
]
EMAILS = ["li.jianxiang@qq.com", "a@b.cn", "x_1+y@mail.example.com.cn"]
ADDRESSES = ["牡丹区中山路118号", "黄堽镇张庄村3组12号", "人民街西二十一号", "幸福小区3号楼2单元"]


def entries(output: Path) -> list[dict[str, Any]]:
    text = (output / ".guidebook" / "log.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("secret", [*PHONES, *EMAILS, *ADDRESSES])
def test_what_reaches_a_person_is_masked(secret: str) -> None:
    for text in (
        secret,
        f"电话“{secret}”不对",
        f"phone={secret!r}, x",
        f"李建祥{secret}。",
        f"{secret}\n{secret}",
    ):
        found = masked(text)
        assert secret not in found
        assert "***" in found
        assert len(re.findall(r"[0-9]", found)) <= 2 * 4


@pytest.mark.parametrize(
    "text",
    [
        "371702100012", "许可证371702100012", "7f3a-91c2-04de", "2026-10-31", "20261031", "13个月", "1380000.00",
        "10月10日", "ab13812345678cd5e1f2a3", "R01/001_371702100012_某某店.pdf",
        "第13812行", "3月15日前", "一号线路 第7户",
        "12.13812345678",
    ],
)  # fmt: skip
def test_what_an_auditor_needs_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=30), st.sampled_from([*PHONES, *EMAILS]), st.text(max_size=30))
def test_a_secret_is_hidden_whatever_stands_around_it(before: str, secret: str, after: str) -> None:
    assert secret not in masked(f"{before} {secret} {after}")


def test_a_run_says_who_made_what_from_which_data(finished: Path, exports: Path) -> None:
    begin, end = entries(finished)[:2]
    assert begin["event"], end["event"] == ("begin", "end")
    assert begin["run"] == end["run"]
    assert begin["user"] == log.account()
    assert begin["command"] == sys.argv[1:]
    assert (begin["action"], begin["month"], begin["data"]) == ("make", "2026-10", str(exports))
    assert datetime.fromisoformat(begin["at"]) <= datetime.fromisoformat(end["at"])
    made = manifest(finished)
    assert end["snapshot"] == made["snapshot"]
    assert end["counts"] == made["counts"]
    assert end["ended"] == "done"


def test_the_manifests_hash_leads_to_every_files(output: Path, exports: Path) -> None:
    import hashlib

    run(exports, output)
    end = entries(output)[-1]
    content = (output / OCTOBER.text / "manifest.json").read_bytes()
    assert end["manifest_sha256"] == hashlib.sha256(content).hexdigest()


def test_what_fails_is_logged_too(tmp_path: Path) -> None:
    code = run_command(
        [
            "batch",
            "--month",
            "2026-10",
            "--data",
            str(tmp_path / "13812345678"),
            "--output",
            str(tmp_path / "out"),
        ]
    )
    assert code == 2
    begin, end = entries(tmp_path / "out")
    assert begin["data"].endswith("/138***")
    assert end["ended"].startswith("UsageError: ")
    assert "13812345678" not in (tmp_path / "out" / ".guidebook" / "log.jsonl").read_text(encoding="utf-8")


def test_a_killed_run_leaves_its_first_line(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\nfrom guidebook.log import logged\n"
        "with logged(pathlib.Path(sys.argv[1]), 'make'):\n    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -9
    (only,) = entries(tmp_path)
    assert only["event"] == "begin"


def test_lines_are_added_and_never_changed(tmp_path: Path) -> None:
    for number in range(3):
        before = (tmp_path / ".guidebook" / "log.jsonl").read_bytes() if number else b""
        with logged(
            tmp_path, "check", place="中山路118号", nested={"a": ["13812345678"]}, path=Path("x")
        ) as entry:
            entry.tell(count=13812345678, note="li@qq.com", none=None)
        after = (tmp_path / ".guidebook" / "log.jsonl").read_bytes()
        assert after.startswith(before)
        assert after.count(b"\n") == 2 * (number + 1)
    begin, end = entries(tmp_path)[-2:]
    assert (begin["place"], begin["nested"], begin["path"]) == ("中山路***", {"a": ["138***"]}, "x")
    assert (end["count"], end["note"], end["none"]) == (13812345678, "l***", None)


def test_nothing_is_done_that_cant_be_logged(tmp_path: Path) -> None:
    (tmp_path / ".guidebook").write_text("in the way")
    done = []
    with pytest.raises(UsageError, match="写不进"), logged(tmp_path, "make"):
        done.append(1)
    assert not done


def test_traces_are_masked_and_private(tmp_path: Path) -> None:
    path = keep_trace(tmp_path, "ValueError: Retailer(phone='138 1234 5678', email='li@qq.com')\ud800")
    text = path.read_text(encoding="utf-8")
    assert "ValueError: Retailer(phone='138***', email='l***')" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_shows_no_telephone_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from guidebook.app import checking

    def fail(*_: object) -> None:
        raise ValueError("bad row: 李建祥 13812345678 li@qq.com 中山路118号")

    monkeypatch.setattr(checking, "check", fail)
    assert run_command(["check", "--month", "2026-10", "--output", str(tmp_path), "--debug"]) == 1
    shown = capsys.readouterr()
    logs = [path.read_text(encoding="utf-8") for path in (tmp_path / ".guidebook").iterdir()]
    for text in (shown.err, shown.out, *logs):
        for secret in ("13812345678", "li@qq.com", "118号"):
            assert secret not in text
    assert "138***" in shown.err


def test_every_file_is_its_owners_alone(exports: Path, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        make_month(Request(OCTOBER, data=exports, output=tmp_path / "output"), workers=2)
    finally:
        os.umask(before)
    rights = {
        path: stat.S_IMODE(path.stat().st_mode)
        for path in [tmp_path / "output", *tmp_path.glob("output/**/*")]
    }
    assert len(rights) > 20
    assert {rights[path] for path in rights if path.is_dir()} == {0o700}
    assert {rights[path] for path in rights if path.is_file()} == {0o600}


def test_also_those_of_a_command_that_only_looks(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        run_command(["mail", "status", "--month", "2026-10", "--output", str(tmp_path / "output")])
    finally:
        os.umask(before)
    found = [tmp_path / "output", *(tmp_path / "output").rglob("*")]
    assert tmp_path / "output" / ".guidebook" / "ledger.db" in found
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()} == {0o600}


def test_a_shared_folder_is_its_groups(exports: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    output.chmod(0o2770)
    command = [
        "-m",
        "guidebook",
        "batch",
        "--month",
        "2026-10",
        "--data",
        str(exports),
        "--output",
        str(output),
    ]
    subprocess.run([sys.executable, *command], check=False, capture_output=True, cwd=tmp_path)
    assert (output / "2026-10" / "manifest.json").exists()
    for path in output.rglob("*"):
        rights = stat.S_IMODE(path.stat().st_mode)
        private = path.name in ("alerts.csv", "仅限专卖") or path.parent.name == "仅限专卖"
        assert rights & 0o007 == 0, path
        assert private or rights & 0o060 == 0o060, path
        assert path.stat().st_gid == output.stat().st_gid


def test_the_processs_own_rights_come_back(finished: Path, exports: Path, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        run(exports, tmp_path / "output", workers=0)
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
