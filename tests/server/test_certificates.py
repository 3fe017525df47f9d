"""The phones' address has a certificate of its own authority: for its addresses alone, kept closed, renewed in time."""

import ipaddress
import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from hiphinge.errors import InputFormatError, OutputError
from hiphinge.server.certificates import Identity, identity

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOME = ["192.168.1.20", "fd00::2"]


def certificates(found: Identity) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(found.file.read_bytes())


def names(found: Identity) -> set[str]:
    own = certificates(found)[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(one) for one in own.get_values_for_type(x509.IPAddress)}


def test_it_is_for_the_addresses_and_of_the_authority(tmp_path: Path) -> None:
    found = identity(tmp_path / "phone", HOME, now=NOW)
    own, authority = certificates(found)
    assert names(found) == set(HOME)
    own.verify_directly_issued_by(authority)
    assert authority == x509.load_der_x509_certificate(found.authority)
    assert bytes.fromhex(found.fingerprint) != bytes.fromhex(found.authority_fingerprint)
    lasts = own.not_valid_after_utc - own.not_valid_before_utc
    assert lasts < timedelta(days=398), "phones take no longer one"
    assert own.not_valid_before_utc < NOW - timedelta(days=1), "the phone's clock may be behind"


def test_it_stays_the_same_from_start_to_start(tmp_path: Path) -> None:
    assert identity(tmp_path, HOME, now=NOW) == identity(tmp_path, HOME[::-1], now=NOW + timedelta(days=200))


def test_it_is_renewed_before_it_ends_and_phones_need_no_new_authority(tmp_path: Path) -> None:
    first = identity(tmp_path, HOME, now=NOW)
    later = identity(tmp_path, HOME, now=NOW + timedelta(days=310))
    assert later.fingerprint != first.fingerprint
    assert later.until > first.until
    assert later.authority == first.authority


def test_it_is_renewed_when_the_addresses_change(tmp_path: Path) -> None:
    first = identity(tmp_path, HOME, now=NOW)
    other = identity(tmp_path, ["10.0.0.5"], now=NOW)
    assert names(other) == {"10.0.0.5"}
    assert other.authority == first.authority


def test_the_authority_is_renewed_before_it_ends(tmp_path: Path) -> None:
    first = identity(tmp_path, HOME, now=NOW)
    later = identity(tmp_path, HOME, now=NOW + timedelta(days=3300))
    assert later.authority != first.authority
    certificates(later)[0].verify_directly_issued_by(certificates(later)[1])


def test_a_clock_that_was_wrong_leaves_nothing_that_counts_later_only(tmp_path: Path) -> None:
    ahead = identity(tmp_path, HOME, now=NOW + timedelta(days=2000))
    assert identity(tmp_path, HOME, now=NOW).authority != ahead.authority


def test_the_authority_certifies_local_addresses_alone(tmp_path: Path) -> None:
    authority = x509.load_der_x509_certificate(identity(tmp_path, HOME, now=NOW).authority)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    permitted = limits.value.permitted_subtrees or []
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    assert [one.value for one in permitted if isinstance(one, x509.DNSName)] == ["local"]
    for outside in ("8.8.8.8", "172.32.0.1", "2001:4860::1"):
        address = ipaddress.ip_address(outside)
        assert not any(isinstance(net, ipaddress._BaseNetwork) and address in net for net in networks)
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.value.ca, basic.value.path_length) == (True, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has other rights")
def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    identity(folder, HOME, now=NOW)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.glob("*.pem")} == {
        "authority.pem": 0o600,
        "address.pem": 0o600,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has other rights")
def test_a_key_that_others_could_read_is_not_used_any_more(tmp_path: Path) -> None:
    first = identity(tmp_path, HOME, now=NOW)
    (tmp_path / "authority.pem").chmod(0o644)
    second = identity(tmp_path, HOME, now=NOW)
    assert second.authority != first.authority
    assert (tmp_path / "authority.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"no PEM", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_file_is_said_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    identity(tmp_path, HOME, now=NOW)
    path = tmp_path / "authority.pem"
    path.write_bytes(content)
    with pytest.raises(InputFormatError, match="Delete it") as said:
        identity(tmp_path, HOME, now=NOW)
    assert str(path) in str(said.value)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        identity(tmp_path / "file" / "phone", HOME, now=NOW)


def test_a_server_takes_it(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity(tmp_path, HOME, now=NOW).file)
