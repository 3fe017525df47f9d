"""Passkeys (WebAuthn): what a device is asked, and whether what it answers is right."""

import base64
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hiphinge.errors import UsageError
from hiphinge.store import Account, Store

__all__ = ["Passkeys"]

_CHALLENGE_LASTS_S: Final = 300.0
_MOST: Final = 1_000
_NOT_RIGHT = "This passkey did not work. Try again, or sign in with your password."
_LONGEST: Final = 20_000


@dataclass(frozen=True)
class Passkeys:
    """Passkeys of one site; what devices are asked is kept in memory, for minutes, and counts once.

    Parameters
    ----------
    host, origin
        The name of the site, and where its pages come from.
    """

    host: str
    origin: str
    _asked: dict[bytes, tuple[float, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked_to_add(self, store: Store, account: Account) -> dict[str, Any]:
        """Return what a browser gives to a device that should become a passkey of an account."""
        known = [_described(one.id) for one in store.signing_in.passkeys(account.id)]
        options = generate_registration_options(
            rp_id=self.host,
            rp_name="hiphinge",
            user_id=account.id.encode(),
            user_name=account.name,
            challenge=self._challenge(account.id),
            exclude_credentials=known,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
        found: dict[str, Any] = json.loads(options_to_json(options))
        return found

    def asked_to_sign_in(self) -> dict[str, Any]:
        """Return what a browser gives to whichever passkey its user chooses."""
        options = generate_authentication_options(
            rp_id=self.host, challenge=self._challenge(""), user_verification=UserVerificationRequirement.REQUIRED
        )
        found: dict[str, Any] = json.loads(options_to_json(options))
        return found

    def add(self, store: Store, account: Account, answer: str, *, name: str) -> None:
        """Keep the passkey that a device answered with.

        Raises
        ------
        UsageError
            If the answer is not right, or not to what was asked of this account.
        """
        credential = _credential(answer)
        challenge = self._answered(credential, account.id)
        try:
            found = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise UsageError(_NOT_RIGHT) from error
        shown = "".join(one for one in name if one.isprintable())[:40].strip() or "passkey"
        store.signing_in.add_passkey(
            account.id,
            id_=bytes_to_base64url(found.credential_id),
            name=shown,
            public_key=found.credential_public_key,
            sign_count=found.sign_count,
        )

    def account(self, store: Store, answer: str) -> Account:
        """Return whose passkey answered.

        Raises
        ------
        UsageError
            If the answer is not right, or was given before.
        """
        credential = _credential(answer)
        challenge = self._answered(credential, "")
        known = store.signing_in.passkey(str(credential.get("id", ""))[:400])
        if known is None:
            raise UsageError(_NOT_RIGHT)
        try:
            found = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as error:
            raise UsageError(_NOT_RIGHT) from error
        store.signing_in.passkey_used(known.id, sign_count=found.new_sign_count)
        return store.accounts.of_id(known.account)

    def _challenge(self, whose: str) -> bytes:
        now, new = time.monotonic(), secrets.token_bytes(32)
        with self._lock:
            for old in [one for one, (since, _) in self._asked.items() if now - since > _CHALLENGE_LASTS_S]:
                del self._asked[old]
            while len(self._asked) >= _MOST:
                del self._asked[next(iter(self._asked))]
            self._asked[new] = (now, whose)
        return new

    def _answered(self, credential: dict[str, Any], whose: str) -> bytes:
        """Return the challenge that an answer is to; it counts no more afterwards."""
        try:
            client = json.loads(_bytes(str(credential["response"]["clientDataJSON"])))
            challenge = _bytes(str(client["challenge"]))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise UsageError(_NOT_RIGHT) from error
        with self._lock:
            since, asked = self._asked.pop(challenge, (float("-inf"), ""))
        if asked != whose or time.monotonic() - since > _CHALLENGE_LASTS_S:
            raise UsageError(_NOT_RIGHT)
        return challenge


def _described(id_: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=_bytes(id_))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}")


def _credential(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST:
        raise UsageError(_NOT_RIGHT)
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise UsageError(_NOT_RIGHT) from error
    if not isinstance(found, dict):
        raise UsageError(_NOT_RIGHT)
    return found
