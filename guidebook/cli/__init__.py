"""The command line: parse, call, show, exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

_INTERRUPTED = 130
_DEBUG = "--debug"


def main() -> None:
    """Run the command of this process and exit with its code (design.md, "Exit codes")."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command; return its exit code.  No traceback is ever shown unasked.

    Args:
        arguments: The command line without the program's name.
    """
    import typer

    from guidebook.cli.chinese import in_chinese
    from guidebook.cli.commands import app
    from guidebook.errors import ConfigError, GuidebookError
    from guidebook.log import masked

    plain = [argument for argument in arguments if argument != _DEBUG]
    try:
        code = app(args=plain, prog_name="guidebook", standalone_mode=False) or 0
    except typer.TyperException as error:
        commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
        commands |= {group.name for group in app.registered_groups if group.name}
        usage = " ".join(["guidebook", *[word for word in plain[:1] if word in commands], "--help"])
        typer.echo(f"{in_chinese(error.format_message())}（用法：{usage}）", err=True)
        return error.exit_code
    except GuidebookError as error:
        for line in error.faults if isinstance(error, ConfigError) else (error.message,):
            typer.echo(masked(line), err=True)
        if error.remedy:
            typer.echo(f"怎么办：{masked(error.remedy)}", err=True)
        if error.exit_code == 1:
            _keep_trace(error, arguments)
        return error.exit_code
    except BrokenPipeError:
        return 1
    except Exception as error:
        typer.echo(masked(f"程序出错：{type(error).__name__}: {error}"), err=True)
        _keep_trace(error, arguments)
        return 1
    if code == _INTERRUPTED:
        again = "去掉 --fresh 再运行一次" if "--fresh" in plain else "同样的命令再运行一次"
        typer.echo(f"停下了。已做好的都还在，{again}就接着做。", err=True)
    return int(code)


def _keep_trace(error: Exception, arguments: Sequence[str]) -> None:
    """Put the trace of a fault of the program where the maintainer finds it; show it only with --debug."""
    import traceback

    import typer

    from guidebook.errors import UsageError
    from guidebook.log import CRASH_LOG, keep_trace, masked
    from guidebook.storage import state_folder

    trace = getattr(error, "trace", "") + "".join(traceback.format_exception(error))
    if _DEBUG in arguments:
        typer.echo(masked(trace), err=True)
    output = _output(arguments)
    try:
        path = keep_trace(output, f"guidebook {' '.join(arguments)}\n{trace}")
    except (UsageError, OSError):
        path = state_folder(output) / CRASH_LOG
        typer.echo(f"细节没能写进 {path}；加 --debug 再运行可以看到。", err=True)
        return
    typer.echo(f"细节在 {path}，请发给维护的人。", err=True)


def _output(arguments: Sequence[str]) -> Path:
    """The output folder of a command line that may have failed anywhere."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == "--output" and following:
            return Path(following)
        if argument.startswith("--output="):
            return Path(argument.removeprefix("--output="))
    return Path("output")
