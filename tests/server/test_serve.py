"""`cephalad serve` as a program: what it prints, what it refuses, what it leaves behind."""

from __future__ import annotations

import datetime
import http.client
import json
import ssl
import stat
import warnings
from argparse import Namespace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.server.serving import served

from cephalad.cli import main
from cephalad.cli.serve import config_of
from cephalad.errors import InvalidArgument, UnreadableInput

PLAIN = {
    "demo": False,
    "data": "somewhere",
    "database": "",
    "host": "127.0.0.1",
    "port": 8000,
    "name": [],
    "tls_cert": "",
    "tls_key": "",
    "behind_proxy": "",
    "screening": "",
    "new_link": "",
}


def options(**other: Any) -> Namespace:
    """Arguments of the command, as the parser gives them."""
    return Namespace(**{**PLAIN, **other})


def got(
    address: str, context: ssl.SSLContext | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of one answer."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        opened: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, context=context, timeout=30)
    else:
        opened = http.client.HTTPConnection(host, port, timeout=30)
    try:
        opened.request("GET", parts.path or "/", headers=headers or {})
        answer = opened.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        opened.close()


def test_a_demonstration_is_one_command_and_leaves_nothing(tmp_path: Path) -> None:
    """The printed address opens a page; the cases are there; after Ctrl-C the throw-away folder is gone."""
    with served("--demo", TMPDIR=str(tmp_path)) as server:
        folder = next(tmp_path.glob("cephalad-demo-*"))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        status, headers, page = got(server.link)
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Demonstration" in page
        assert got(f"{server.origin}/health/")[::2] == (200, "ok\n")
        assert got(f"{server.origin}/account/password/")[0] in (302, 404)
    assert server.process.returncode == 0
    assert list(tmp_path.glob("cephalad-demo-*")) == []


def test_its_own_installation_is_kept_and_asks_for_the_first_account(tmp_path: Path) -> None:
    """Each start before the first account prints a new link; keys, database and logs are open to their owner only."""
    with served("--data", str(tmp_path)) as server:
        first = server.link
        assert "The first account" in got(first)[2]
    with served("--data", str(tmp_path)) as server:
        assert urlsplit(server.link).path.startswith("/link/")
        assert urlsplit(server.link).path != urlsplit(first).path
        assert got(f"{server.origin}{urlsplit(first).path}")[0] == 404
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"cephalad.sqlite3", "secret-key", "identity-key", "server.log"}
    assert [file.name for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077] == []
    lines = [json.loads(line) for line in (tmp_path / "logs" / "server.log").read_text().splitlines()]
    assert {line["status"] for line in lines if line["code"] == "answered"} == {200, 404}
    assert "/link/" not in str(lines)


def test_a_certificate_of_its_own_protects_the_traffic(tmp_path: Path) -> None:
    """ASVS 3.3.1, 3.4.1, 12.1.1: with a certificate cookies and headers are those of TLS, and old protocols fail."""
    certificate, key = _certificate(tmp_path)
    arguments = ("--data", str(tmp_path / "data"), "--tls-cert", str(certificate), "--tls-key", str(key))
    trusting = ssl.create_default_context(cafile=str(certificate))
    with served(*arguments) as server:
        assert server.link.startswith("https://localhost:")
        _, headers, _ = got(server.link, trusting)
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert headers["Set-Cookie"].startswith("__Host-csrf=")
        assert "Secure" in headers["Set-Cookie"]
        assert "upgrade-insecure-requests" in headers["Content-Security-Policy"]
        with pytest.raises(ssl.SSLError):
            got(server.link, _only_old_protocols(certificate))


def _only_old_protocols(certificate: Path) -> ssl.SSLContext:
    """A client that speaks TLS 1.1 at most."""
    old = ssl.create_default_context(cafile=str(certificate))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return old


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "cert.pem", folder / "key.pem"
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return certificate_file, key_file


def test_behind_a_proxy_plain_requests_are_sent_to_https(tmp_path: Path) -> None:
    """ASVS 4.1.2, 12.2.1: what the proxy did not take over TLS is redirected; what it did is answered."""
    arguments = ("--data", str(tmp_path), "--behind-proxy", "https://mdt.hospital.example")
    with served(*arguments) as server:
        assert server.origin == "https://mdt.hospital.example"
        port = _port(server)
        here = f"http://127.0.0.1:{port}/log-in/"
        status, headers, _ = got(here, headers={"Host": "mdt.hospital.example"})
        assert (status, headers["Location"]) == (301, "https://mdt.hospital.example/log-in/")
        forwarded = {"Host": "mdt.hospital.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.4"}
        status, headers, _ = got(here, headers=forwarded)
        assert status == 200
        assert headers["Set-Cookie"].startswith("__Host-csrf=")
        assert got(f"http://127.0.0.1:{port}/health/")[0] == 200


def _port(server: Any) -> int:
    """The port on which a process of the server listens, as the system knows it."""
    inodes = {
        target.removeprefix("socket:[").rstrip("]")
        for link in Path(f"/proc/{server.process.pid}/fd").iterdir()
        if (target := str(link.readlink())).startswith("socket:")
    }
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and fields[9] in inodes:
            return int(fields[1].partition(":")[2], 16)
    raise AssertionError("the server listens nowhere")


def test_postgresql_is_one_address(tmp_path: Path, databases: Any) -> None:
    """With the address of an empty PostgreSQL database the tables are made and the first link works."""
    import psycopg

    address = databases.server()
    with psycopg.connect(address, autocommit=True) as opened:
        opened.execute("CREATE DATABASE served")
    with served("--data", str(tmp_path), CEPHALAD_DATABASE=address.replace("/postgres?", "/served?")) as server:
        assert "The first account" in got(server.link)[2]
    assert not (tmp_path / "cephalad.sqlite3").exists()


@pytest.mark.parametrize("arguments", [["--host", "0.0.0.0"], ["--demo", "--host", "192.0.2.1"]])  # noqa: S104
def test_a_public_address_without_protection_is_a_wrong_call(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ASVS 12.2.1: nothing is started, nothing is made, and the message says what to add."""
    folder = tmp_path / "data"
    assert main(["serve", "--data", str(folder), *arguments]) == 2
    assert "host:" in capsys.readouterr().err
    assert not folder.exists()


@pytest.mark.parametrize(
    ("other", "fault", "words"),
    [
        ({"tls_cert": "no.pem", "tls_key": "no.pem"}, UnreadableInput, "no such file"),
        ({"tls_cert": __file__}, InvalidArgument, "belong together"),
        ({"behind_proxy": "http://mdt.example"}, InvalidArgument, "https://"),
        ({"behind_proxy": "https://a.example", "tls_cert": __file__, "tls_key": __file__}, InvalidArgument, "not both"),
        ({"demo": True, "database": "postgresql://x/y"}, InvalidArgument, "demonstration"),
        ({"demo": True, "new_link": "anna"}, InvalidArgument, "demonstration"),
        ({"port": 70_000}, InvalidArgument, "port"),
        ({"screening": "nowhere"}, UnreadableInput, "holds no finished run"),
        ({"screening": __file__}, UnreadableInput, "holds no finished run"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(
    other: dict[str, Any], fault: type[Exception], words: str
) -> None:
    """Each combination that makes no sense is named before anything starts."""
    with pytest.raises(fault, match=words):
        config_of(options(**other))


def test_another_server_of_a_host_is_told_by_the_environment(tmp_path: Path) -> None:
    """For a WSGI server the data folder and the proxy's origin stand in variables; without an origin it is local."""
    from cephalad.server.wsgi import of_environment

    behind = of_environment({"CEPHALAD_DATA": str(tmp_path), "CEPHALAD_ORIGIN": "https://mdt.example"})
    assert (behind.data_folder, behind.allowed_hosts) == (tmp_path, ("mdt.example",))
    assert behind.tls is not None
    assert of_environment({"CEPHALAD_DATA": str(tmp_path)}).tls is None
    with pytest.raises(InvalidArgument, match="https://"):
        of_environment({"CEPHALAD_ORIGIN": "http://mdt.example"})


def test_names_by_which_browsers_come_are_allowed() -> None:
    """The proxy's name, every stated name and an address of one's own are allowed; all addresses together are none."""
    behind = config_of(options(behind_proxy="https://mdt.example/", name=["b.example"]))
    assert behind.allowed_hosts == ("b.example", "mdt.example", "127.0.0.1")
    everywhere = config_of(options(host="0.0.0.0", name=["b.example"], tls_cert=__file__, tls_key=__file__))  # noqa: S104
    assert everywhere.allowed_hosts == ("b.example",)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """Where somebody listens already, the call ends at once and says which option helps."""
    import socket

    from cephalad.server.config import Config
    from cephalad.server.listen import check_port

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InvalidArgument, match="--port"):
            check_port(Config(tmp_path, port=port))
    check_port(Config(tmp_path, port=port))


@pytest.mark.usefixtures("sqlite_store")
def test_a_demonstration_never_opens_patients_of_an_installation(tmp_path: Path) -> None:
    """A store with rows but without the demonstration's account is refused as a demonstration, and the reverse."""
    from cephalad.server.accounts.links import demo_account
    from cephalad.server.config import Config
    from cephalad.server.demo import refuse_mixed
    from cephalad.server.store.append import append

    refuse_mixed(Config(tmp_path, demo=True))
    append("log-in", "", {}, "anna")
    with pytest.raises(InvalidArgument, match="with patients"):
        refuse_mixed(Config(tmp_path, demo=True))
    refuse_mixed(Config(tmp_path))
    demo_account()
    refuse_mixed(Config(tmp_path, demo=True))
    with pytest.raises(InvalidArgument, match="add --demo"):
        refuse_mixed(Config(tmp_path))


@pytest.mark.usefixtures("sqlite_store")
def test_the_demonstration_holds_every_shipped_case_once() -> None:
    """The reference patient and all published cases are there; a second start adds none."""
    from cephalad.record import example_names
    from cephalad.server.demo import fill
    from cephalad.server.store.cases import pseudonyms

    assert fill() == len(example_names())
    assert fill() == 0
    assert sorted(pseudonyms().values()) == sorted(example_names())
