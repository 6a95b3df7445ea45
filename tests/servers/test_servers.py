from sqlalchemy import create_engine, text


def test_postgres_is_real_and_each_test_has_an_empty_database(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("select version()")).startswith("PostgreSQL ")
        assert connection.scalar(text("select count(*) from pg_tables where schemaname = 'public'")) == 0
        assert connection.scalar(text("show server_encoding")) == "UTF8"
    engine.dispose()


def test_mariadb_is_real_and_each_test_has_an_empty_database(mariadb_url: str) -> None:
    engine = create_engine(mariadb_url)
    with engine.connect() as connection:
        assert "MariaDB" in connection.scalar(text("select version()"))
        assert not connection.execute(text("show tables")).all()
    engine.dispose()
