"""The phone's address proves who it is: a certificate authority that is this machine's alone, and what it certifies."""

import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hiphinge.errors import InputFormatError, OutputError
from hiphinge.filesystem import locked, read_secret, write_secret
from hiphinge.server.addresses import LOCAL_NETWORKS

__all__ = ["Identity", "identity"]

_AUTHORITY, _ADDRESS = "authority.pem", "address.pem"
_AUTHORITY_LASTS, _ADDRESS_LASTS = timedelta(days=3650), timedelta(days=365)
_AUTHORITY_ENDS, _ADDRESS_ENDS = timedelta(days=400), timedelta(days=60)
"""What has less time left is renewed. Phones take a certificate of an authority that their user installed for up to
825 days."""
_CLOCKS = timedelta(days=2)
"""How far behind the phone's clock may be."""
_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the encrypted address shows of itself.

    Attributes
    ----------
    file
        Private key and certificate of the address, with the authority's certificate: PEM, for its owner alone.
    authority
        The authority's certificate, DER; public.
    fingerprint, authority_fingerprint
        SHA-256 of each certificate, in pairs of hexadecimal digits with spaces between them.
    until
        When the certificate of the address ends.
    """

    file: Path
    authority: bytes
    authority_name: str
    fingerprint: str
    authority_fingerprint: str
    until: datetime


@dataclass(frozen=True)
class _Pair:
    """A private key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + self.certificate.public_bytes(serialization.Encoding.PEM)


def identity(folder: Path, addresses: Sequence[str], *, now: datetime | None = None) -> Identity:
    """Return what is kept in a folder, renewed where it ends soon or is for other addresses.

    A private key that others could read counts as lost: another authority takes its place.

    Raises
    ------
    InputFormatError
        If a kept file is damaged.
    OutputError
        If the folder cannot be written.
    """
    now = now or datetime.now(UTC)
    _open_folder(folder)
    with locked(folder):
        authority = _kept(folder / _AUTHORITY)
        if authority is None or _ends(authority, now, _AUTHORITY_ENDS):
            authority = _new_authority(now)
            write_secret(folder / _AUTHORITY, authority.pem(), what="The certificate")
        own = _kept(folder / _ADDRESS)
        if own is None or _ends(own, now, _ADDRESS_ENDS) or not _fits(own, authority, addresses):
            own = _new_address(authority, addresses, now)
            chain = own.pem() + authority.certificate.public_bytes(serialization.Encoding.PEM)
            write_secret(folder / _ADDRESS, chain, what="The certificate")
    return Identity(
        file=folder / _ADDRESS,
        authority=authority.certificate.public_bytes(serialization.Encoding.DER),
        authority_name=str(authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value),
        fingerprint=_fingerprint(own.certificate),
        authority_fingerprint=_fingerprint(authority.certificate),
        until=own.certificate.not_valid_after_utc,
    )


def _open_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = f"The certificate should go to {folder}, but that cannot be written: {error.strerror}."
        raise OutputError(message) from error


def _kept(path: Path) -> _Pair | None:
    """Return what is in a file; None where there is none, or where others could read it."""
    text = read_secret(path, what="The certificate")
    if text is None:
        return None
    try:
        key = serialization.load_pem_private_key(text, None)
        certificate = x509.load_pem_x509_certificates(text)[0]
    except (ValueError, TypeError, IndexError) as error:
        message = (
            f"{path} should hold a private key and a certificate in PEM, as hiphinge wrote it, but is damaged. Delete "
            "it, and another one takes its place; phones that installed the authority then need the new one."
        )
        raise InputFormatError(message) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        return None
    return _Pair(key, certificate)


def _ends(pair: _Pair, now: datetime, least: timedelta) -> bool:
    certificate = pair.certificate
    return not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc - least


def _fits(own: _Pair, authority: _Pair, addresses: Sequence[str]) -> bool:
    """Tell whether a certificate is for these addresses, all and no other, and of this authority."""
    names = own.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    try:
        own.certificate.verify_directly_issued_by(authority.certificate)
    except Exception:  # noqa: BLE001  # whatever is wrong with it, another one is written
        return False
    return set(map(str, names.get_values_for_type(x509.IPAddress))) == set(addresses)


def _new_authority(now: datetime) -> _Pair:
    """Return an authority that certifies addresses of local networks and nothing else, whoever has its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"hiphinge authority {secrets.token_hex(3).upper()}")
    networks = [x509.IPAddress(one) for one in (*LOCAL_NETWORKS, *_LOOPBACK)]
    limits = x509.NameConstraints([*networks, x509.DNSName("local")], excluded_subtrees=None)
    started = _started(name, name, key, now, _AUTHORITY_LASTS)
    started = started.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    started = started.add_extension(_usage(signs=True), critical=True)
    started = started.add_extension(limits, critical=True)
    return _Pair(key, started.sign(key, hashes.SHA256()))


def _new_address(authority: _Pair, addresses: Sequence[str], now: datetime) -> _Pair:
    key, issuer = ec.generate_private_key(ec.SECP256R1()), authority.certificate
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(one)) for one in addresses])
    started = _started(_name("hiphinge on this computer"), issuer.subject, key, now, _ADDRESS_LASTS)
    started = started.add_extension(names, critical=False)
    started = started.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    started = started.add_extension(_usage(signs=False), critical=True)
    started = started.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return _Pair(key, started.add_extension(issued_by, critical=False).sign(authority.key, hashes.SHA256()))


def _started(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS)
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    unused: dict[str, Any] = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, decipher_only=False, **unused
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()
