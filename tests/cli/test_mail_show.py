import pytest

from guidebook.app.mailing.sending import Preview
from guidebook.cli.mail_show import show_preview


def preview(due: int, later: int) -> Preview:
    return Preview("127.0.0.1:25", "guide@example.com", due, due, later, 100, due, (), None)


def shown(due: int, later: int, capsys: pytest.CaptureFixture[str]) -> str:
    show_preview(preview(due, later))
    return capsys.readouterr().out


def test_where_no_mail_waits_it_is_told_how_one_comes_to(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(0, 0, capsys)
    assert "没有等着寄的信" in page and "guidebook mail plan" in page
    assert "该寄" not in page


def test_mails_that_wait_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert "该寄2封；这一回寄2封" in shown(2, 0, capsys)
    assert "该寄0封，另有3封没到时候" in shown(0, 3, capsys)
