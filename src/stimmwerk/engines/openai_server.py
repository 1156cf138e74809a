"""Where a server of ``POST /v1/audio/speech`` is, and which key it is told: keys come from the environment alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from stimmwerk.errors import EngineError

CLOUD = "https://api.openai.com/v1"

#: Another server for all that speak this protocol, as OpenAI's own libraries read it.
ADDRESS_VARIABLE = "OPENAI_BASE_URL"

#: The key for OpenAI, and for the server that the environment names ...
KEY_VARIABLE = "OPENAI_API_KEY"

#: ... and for a server that a show names: whoever wrote the show shall not get the other one.
SHOWS_KEY_VARIABLE = "STIMMWERK_OPENAI_KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """address: without a slash at its end; key: None where there is none; key_variable: where it is looked for."""

    address: str
    key_variable: str
    key: str | None = field(default=None, repr=False)

    @property
    def is_cloud(self) -> bool:
        """Whether it is OpenAI's own, with known voices, models and prices."""
        return self.address == CLOUD

    def check(self) -> None:
        """Raises EngineError where the server needs a key that there is not, or would get it for all to read."""
        if self.key is None:
            if self.is_cloud:
                raise EngineError(
                    f"there is no key for {CLOUD}: the environment variable {self.key_variable} is not set",
                    hint=f"set it, or name another server: base_url under [engines.openai] of show.toml, or "
                    f"{ADDRESS_VARIABLE}",
                )
            return
        if not (self.key.isascii() and self.key.isprintable()) or " " in self.key:
            raise EngineError(f"what {self.key_variable} holds is no key", hint="it is one word of plain letters")
        if urlsplit(self.address).scheme == "http" and not _is_here(urlsplit(self.address).hostname or ""):
            raise EngineError(
                f"the key of {self.key_variable} would go to {self.address} unencrypted",
                hint=f"use https, or unset {self.key_variable} if that server needs none",
            )

    def without_key(self, told: str) -> str:
        """What a server says, without the key, should it say that."""
        return told.replace(self.key, "(the key)") if self.key else told


def server_of(named: str | None, environment: Mapping[str, str]) -> Server:
    """The server to ask; named: by the show, which counts before the environment's.

    Raises EngineError for what is no address of a server.
    """
    address = named or environment.get(ADDRESS_VARIABLE, "").strip() or CLOUD
    variable = SHOWS_KEY_VARIABLE if named and named.rstrip("/") != CLOUD else KEY_VARIABLE
    parts = urlsplit(address)
    try:
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        well_formed = False
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        # Not shown: what is too much in it may be a secret.
        raise EngineError(
            f"the address of the server at {parts.hostname!r} has more in it than an address",
            hint=f"write it without name, password and ?; a key comes from {variable}",
        )
    if not well_formed:
        raise EngineError(f"{address!r} is no address of a server", hint="such as http://localhost:8880/v1")
    return Server(address=address.rstrip("/"), key_variable=variable, key=environment.get(variable, "").strip() or None)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
