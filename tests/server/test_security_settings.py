"""What an installation is told to be: never open to others without encryption, cookies bound, passwords costly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cephalad.errors import InvalidArgument
from cephalad.server.config import Config, Tls
from cephalad.server.security import MIDDLEWARE, POLICY, refuse_unsafe, security_settings

PROXY = Tls(proxy_origin="https://mdt.hospital.example")
OWN = Tls(Path("cert.pem"), Path("key.pem"))


def accepted(config: Config) -> bool:
    """True, unless it is refused."""
    refuse_unsafe(config)
    return True


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.0.1"])
@pytest.mark.parametrize("demo", [True, False])
def test_this_machine_alone_needs_no_encryption(host: str, demo: bool) -> None:
    """An address that only this machine reaches is accepted without TLS, for a demonstration too."""
    assert accepted(Config(Path("data"), host=host, demo=demo))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "mdt.hospital.example"])  # noqa: S104
def test_others_are_let_in_only_over_tls(host: str) -> None:
    """ASVS 12.2.1: an address that others reach is refused without TLS, and accepted with a certificate or a proxy."""
    with pytest.raises(InvalidArgument, match="encrypted"):
        refuse_unsafe(Config(Path("data"), host=host))
    assert accepted(Config(Path("data"), host=host, tls=OWN))
    assert accepted(Config(Path("data"), host=host, tls=PROXY))


def test_a_demonstration_is_never_public() -> None:
    """A demonstration has no accounts, and so others never reach it, encrypted or not."""
    with pytest.raises(InvalidArgument, match="demonstration"):
        refuse_unsafe(Config(Path("data"), host="192.0.2.1", demo=True, tls=OWN))


@pytest.mark.parametrize("tls", [OWN, PROXY])
def test_cookies_are_bound_to_the_host_where_there_is_tls(tls: Tls) -> None:
    """ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4: with TLS cookies are ``__Host-``, secure, and read by no script."""
    settings = security_settings(Config(Path("data"), tls=tls))
    for kind in ("SESSION", "CSRF"):
        assert settings[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert settings[f"{kind}_COOKIE_SECURE"] is True
        assert settings[f"{kind}_COOKIE_HTTPONLY"] is True
        assert settings[f"{kind}_COOKIE_SAMESITE"] in ("Lax", "Strict")


def test_a_year_of_encryption_is_promised_only_where_there_is_some() -> None:
    """ASVS 3.4.1: with TLS browsers are told for a year to come back encrypted; without, nothing is promised."""
    assert security_settings(Config(Path("data"), tls=OWN))["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "SECURE_HSTS_SECONDS" not in security_settings(Config(Path("data")))


def test_only_a_proxy_is_believed_about_encryption_and_addresses() -> None:
    """ASVS 4.1.3: headers of a proxy count only where there is one; its plain requests are sent to https."""
    behind, alone = security_settings(Config(Path("data"), tls=PROXY)), security_settings(Config(Path("data"), tls=OWN))
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert behind["SECURE_SSL_REDIRECT"] is True
    assert behind["CSRF_TRUSTED_ORIGINS"] == ["https://mdt.hospital.example"]
    assert not {"SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT"} & alone.keys()


def test_the_policy_allows_nothing_unsafe() -> None:
    """ASVS 3.4.3, 3.4.6: nothing inline, nothing evaluated, no other host, no frame, no plug-in, no base address."""
    sources = {source for listed in POLICY.values() for source in listed}
    assert sources == {"'self'", "'none'"}
    assert POLICY["default-src"] == POLICY["frame-ancestors"] == POLICY["object-src"] == ["'none'"]
    assert POLICY["base-uri"] == ["'none'"]


def test_passwords_are_long_and_their_digest_is_costly() -> None:
    """ASVS 6.2.1, 11.4.2: twelve characters at least, kept as Argon2id and as nothing else."""
    settings: dict[str, Any] = security_settings(Config(Path("data")))
    assert settings["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    lengths = [each.get("OPTIONS", {}).get("min_length") for each in settings["AUTH_PASSWORD_VALIDATORS"]]
    assert 12 in lengths


def test_headers_and_limits_stand_before_everything_else() -> None:
    """A refusal by an inner layer still passes the layers that add headers, an id and a line in the log."""
    names = [name.rpartition(".")[2] for name in MIDDLEWARE]
    outer = ["NamedAndLogged", "SecurityMiddleware", "CSPMiddleware", "MoreHeaders"]
    assert names[:4] == outer
    assert names.index("SmallBodies") < names.index("CsrfViewMiddleware")
    assert names.index("SessionLimits") < names.index("SignedInRequired") < names.index("SecondFactorRequired")
