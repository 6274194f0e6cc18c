"""What an installation is told, and the keys that it keeps."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cephalad.errors import InvalidArgument
from cephalad.server.config import (
    Config,
    Tls,
    database_parameters,
    default_data_folder,
    local_time_zone,
    stated_database,
)
from cephalad.server.keys import IDENTITY_KEY, SECRET_KEY, KeyFault, load_keys, prepare_folder
from cephalad.server.settings import database

PASSWORD = "s3cret-word"
ADDRESS = f"postgresql://anna:{PASSWORD}@db.example:5433/cephalad?sslmode=verify-full"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104 - the very address that must not pass
        ("::", False),
        ("10.0.0.7", False),
        ("hospital.example", False),
        ("", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, expected: bool) -> None:
    """Loopback addresses and the name localhost, nothing else."""
    assert Config(Path("x"), host=host).is_loopback is expected


def test_an_address_becomes_a_database() -> None:
    """Host, port, name, person, password and options."""
    assert database_parameters(ADDRESS) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "cephalad",
        "USER": "anna",
        "PASSWORD": PASSWORD,
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_an_address_of_a_socket_and_of_odd_characters() -> None:
    """A socket's folder stands in the query; what is escaped is read back."""
    found = database_parameters("postgres://a%40b:p%2Fq@/ceph%20alad?host=/run/postgresql")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgresql", "", "ceph alad")
    assert (found["USER"], found["PASSWORD"]) == ("a@b", "p/q")


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://anna:{PASSWORD}@db/cephalad",
        f"anna:{PASSWORD}@db/cephalad",
        f"postgresql://anna:{PASSWORD}@db",
        f"postgresql://anna:{PASSWORD}@db/",
        f"postgresql://anna:{PASSWORD}@db/a/b",
        f"postgresql://anna:{PASSWORD}@db:port/cephalad",
        f"postgresql://anna:{PASSWORD}@db:99999/cephalad",
        f"postgresql://anna:{PASSWORD}@[db/cephalad",
        f"postgresql://anna:{PASSWORD}@db/cephalad?options=-c%20fsync%3Doff",
        f"postgresql://anna:{PASSWORD}@db/cephalad?sslmode",
    ],
)
def test_a_wrong_address_is_refused_without_its_password(address: str) -> None:
    """The message says what to write, and repeats nothing."""
    with pytest.raises(InvalidArgument, match="database: ") as caught:
        Config(Path("x"), database_url=address)
    assert PASSWORD not in str(caught.value)


def test_a_configuration_prints_no_password() -> None:
    """Neither itself nor inside a list."""
    assert PASSWORD not in repr([Config(Path("x"), database_url=ADDRESS)])


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    """0 to 65,535."""
    assert Config(Path("x"), port=65_535).port == 65_535
    assert Config(Path("x"), port=0).port == 0
    with pytest.raises(InvalidArgument, match="port"):
        Config(Path("x"), port=port)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"certificate": Path("c")},
        {"key": Path("k")},
        {"certificate": Path("c"), "key": Path("k"), "proxy_origin": "https://a.example"},
        {"proxy_origin": "http://a.example"},
    ],
)
def test_half_a_protection_is_refused(parts: dict[str, Any]) -> None:
    """A certificate with its key, or the https address of a proxy."""
    assert Tls(proxy_origin="https://a.example").certificate is None
    assert Tls(Path("c"), Path("k")).proxy_origin == ""
    with pytest.raises(InvalidArgument, match="tls: "):
        Tls(**parts)


def test_where_the_data_lies_by_default() -> None:
    """What the environment says, else the folder for a person's data."""
    assert default_data_folder({"CEPHALAD_DATA": "a", "XDG_DATA_HOME": "b"}) == Path("a")
    assert default_data_folder({"XDG_DATA_HOME": "b"}) == Path("b/cephalad")
    assert default_data_folder({}).parts[-3:] == (".local", "share", "cephalad")
    assert stated_database({"CEPHALAD_DATABASE": ADDRESS}) == ADDRESS
    assert stated_database({}) == ""


def test_today_is_meant_where_the_installation_stands(tmp_path: Path) -> None:
    """The machine's time zone by its name, else UTC; another may be stated."""
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Shanghai")
    assert local_time_zone({}, str(link)) == "Asia/Shanghai"
    assert local_time_zone({"TZ": ":Europe/Berlin"}, str(link)) == "Europe/Berlin"
    assert local_time_zone({"TZ": "nowhere"}, str(tmp_path / "none")) == "UTC"
    assert Config(tmp_path, time_zone="Asia/Shanghai").time_zone == "Asia/Shanghai"
    with pytest.raises(InvalidArgument, match="time zone"):
        Config(tmp_path, time_zone="Shanghai")


def test_an_acknowledged_write_is_on_the_disk() -> None:
    """SQLite waits for the disk, begins as a writer and overwrites what is deleted."""
    options = database(Config(Path("x")))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        assert pragma in options["init_command"]


# --- keys -------------------------------------------------------------------------------------------------------------


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    """ASVS 13.3.2: the second start reads what the first one made, and no other account of the machine can."""
    config = Config(tmp_path / "data")
    first = load_keys(config, {})
    assert load_keys(config, {}) == first
    assert (len(first.secret_key), len(first.identity_key)) == (64, 32)
    modes = {file.name: file.stat().st_mode & 0o777 for file in config.key_folder.iterdir()}
    assert modes == {"secret-key": 0o600, "identity-key": 0o600}
    assert config.key_folder.stat().st_mode & 0o777 == 0o700
    assert load_keys(Config(tmp_path / "other"), {}) != first


def test_keys_are_not_printed(tmp_path: Path) -> None:
    """Neither of the two."""
    keys = load_keys(Config(tmp_path), {})
    assert keys.secret_key not in repr(keys)
    assert "identity" not in repr(keys)


def test_keys_may_come_from_the_environment(tmp_path: Path) -> None:
    """No file is made then."""
    stated = {SECRET_KEY: "0123456789abcdefghij" * 3, IDENTITY_KEY: bytes(range(32)).hex()}
    keys = load_keys(Config(tmp_path), stated)
    assert (keys.secret_key, keys.identity_key) == (stated[SECRET_KEY], bytes(range(32)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (SECRET_KEY, "short"),
        (SECRET_KEY, "0123456789abcdefg" * 2 + "0123456789abcde"),
        (SECRET_KEY, "ab" * 40),
        (IDENTITY_KEY, "ab" * 32),
        (IDENTITY_KEY, bytes(range(31)).hex()),
        (IDENTITY_KEY, bytes(range(33)).hex()),
        (IDENTITY_KEY, "not hexadecimal"),
    ],
)
def test_a_weak_key_is_refused_without_being_repeated(tmp_path: Path, name: str, value: str) -> None:
    """Too short, too long, or the same again and again."""
    with pytest.raises(KeyFault) as caught:
        load_keys(Config(tmp_path), {name: value})
    assert value not in str(caught.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o700 | 0o010])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """What to type is said."""
    config = Config(tmp_path)
    load_keys(config, {})
    (config.key_folder / "identity-key").chmod(mode)
    with pytest.raises(KeyFault, match="chmod 600"):
        load_keys(config, {})
    (config.key_folder / "identity-key").chmod(0o400)
    assert load_keys(config, {}).identity_key


def test_no_new_identity_key_is_made_for_a_store_that_is_there(tmp_path: Path) -> None:
    """It would open nothing; the right one has to be put back."""
    config = Config(tmp_path)
    load_keys(config, {})
    config.database_file.touch()
    (config.key_folder / "secret-key").unlink()
    load_keys(config, {})
    (config.key_folder / "identity-key").unlink()
    with pytest.raises(KeyFault, match="put the file back"):
        load_keys(config, {})
    assert not (config.key_folder / "identity-key").exists()


def test_a_key_file_that_is_none_is_told(tmp_path: Path) -> None:
    """A folder, and bytes that are no text."""
    config = Config(tmp_path)
    load_keys(config, {})
    file = config.key_folder / "secret-key"
    file.write_bytes(b"\xff" * 64)
    with pytest.raises(KeyFault, match="no key file"):
        load_keys(config, {})
    file.unlink()
    file.mkdir()
    with pytest.raises(KeyFault, match="cannot be read"):
        load_keys(config, {})


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where a file stands already."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KeyFault, match="cannot be made"):
        prepare_folder(tmp_path / "file" / "data")
    prepare_folder(tmp_path / "data" / "deep")
    assert os.stat(tmp_path / "data" / "deep").st_mode & 0o777 == 0o700
