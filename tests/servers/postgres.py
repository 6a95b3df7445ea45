"""A PostgreSQL of the test run's own."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.servers.server import PASSWORD, finished, own_folder, program, running, unavailable

USER = "guide"
_PROGRAMS = "/usr/lib/postgresql/*/bin"
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server without data.

    Yields:
        Its URL, password included, but for the database's name: `postgresql+psycopg://…@127.0.0.1:54321/`.
    """
    initdb, server = program("initdb", _PROGRAMS), program("postgres", _PROGRAMS)
    if initdb is None or server is None:
        unavailable("PostgreSQL", "postgresql")
    with own_folder() as folder:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        data = str(folder / "data")
        options = ("--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync")
        finished([initdb, f"--pgdata={data}", f"--username={USER}", f"--pwfile={secret}", *options])
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", *_QUICK)
        told = [part for setting in settings for part in ("-c", setting)]
        with running(
            lambda port: [server, "-D", data, "-p", str(port), *told], _answers, folder / "log", signal.SIGINT
        ) as port:
            yield f"postgresql+psycopg://{USER}:{PASSWORD}@127.0.0.1:{port}/"


def _answers(port: int) -> bool:
    try:
        psycopg.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty database of a server, dropped at the end.

    Yields:
        Its URL.
    """
    address = server.replace("+psycopg", "")
    with psycopg.connect(f"{address}postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        try:
            yield f"{server}{name}"
        finally:
            connection.execute(f'drop database "{name}" with (force)')
