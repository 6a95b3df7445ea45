"""A MariaDB of the test run's own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pymysql

from tests.servers.server import PASSWORD, finished, own_folder, program, running, unavailable

USER = "guide"
_QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=16M",
    "--innodb-doublewrite=0",
    "--performance-schema=off",
)


@contextmanager
def mariadb() -> Iterator[str]:
    """Start a server without data.

    Yields:
        Its URL, password included, but for the database's name: `mysql+pymysql://…@127.0.0.1:54321/`.
    """
    install, server = program("mariadb-install-db"), program("mariadbd", "/usr/sbin")
    if install is None or server is None or program("my_print_defaults") is None:
        unavailable("MariaDB", "mariadb-server-core mariadb-client-core")
    with own_folder() as folder:
        begin = folder / "begin.sql"
        begin.write_text(
            f"create user '{USER}'@'127.0.0.1' identified by '{PASSWORD}';\n"
            f"grant all on *.* to '{USER}'@'127.0.0.1';\n"
        )
        begin.chmod(0o644)
        data = f"--datadir={folder / 'data'}"
        finished(
            [install, "--no-defaults", data, "--skip-test-db", "--auth-root-authentication-method=normal"]
        )
        settings = (
            f"--init-file={begin}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            f"--socket={folder / 'socket'}",
            f"--pid-file={folder / 'pid'}",
            *_QUICK,
        )
        with running(
            lambda port: [server, "--no-defaults", data, f"--port={port}", *settings],
            _answers,
            folder / "log",
            signal.SIGTERM,
        ) as port:
            yield f"mysql+pymysql://{USER}:{PASSWORD}@127.0.0.1:{port}/"


def _connected(port: int) -> pymysql.Connection:
    return pymysql.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, autocommit=True)


def _answers(port: int) -> bool:
    try:
        _connected(port).close()
    except pymysql.OperationalError:
        return False
    return True


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty database of a server, dropped at the end.

    Yields:
        Its URL.
    """
    port = int(server.rstrip("/").rpartition(":")[2])
    with (
        closing(_connected(port)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(f"create database `{name}` character set utf8mb4 collate utf8mb4_bin")
        try:
            yield f"{server}{name}?charset=utf8mb4"
        finally:
            cursor.execute(f"drop database `{name}`")
