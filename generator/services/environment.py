"""What the environment says of the services: other addresses, keys, whom to contact. Nothing else reads a key."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from generator.problems import Problem, ShelfError
from generator.services.registry import SERVICES, Service

CONTACT = "SHELF_CONTACT"
_KEY = re.compile(r"[\x21-\x7e]{1,300}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


def bases(services: Mapping[str, Service] = SERVICES) -> dict[str, str]:
    """Return each service's address, from the environment or built in. Raises ShelfError with ``add.base``."""
    found = {}
    for name, service in services.items():
        base = os.environ.get(service.variable) or service.base
        try:
            parts = urlsplit(base)
            right = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
            right = right and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
        except ValueError:
            right = False
        if not right:
            message, hint = f"{base!r} is not the address of a server", f"set it like {service.base}, or unset it"
            raise ShelfError(Problem(path=service.variable, code="add.base", message=message, hint=hint))
        found[name] = base.rstrip("/")
    return found


def is_configured(service: Service) -> bool:
    """Whether the environment sets the service's address."""
    return bool(os.environ.get(service.variable))


def keys(services: Mapping[str, Service] = SERVICES) -> dict[str, str]:
    """Return the keys that are set, by the name of their service. Raises ShelfError with ``add.key``."""
    found = {}
    for name, service in services.items():
        if key := os.environ.get(service.key_variable) if service.key_variable else None:
            if not _KEY.fullmatch(key):
                message = "this is no key: it contains a space, a line break or another character that keys do not have"
                hint = f"copy the key of {service.title} again, or unset the variable"
                raise ShelfError(Problem(path=service.key_variable, code="add.key", message=message, hint=hint))
            found[name] = key
    return found


def contact() -> str:
    """Return the e-mail address that services may write to; "" if none is set. Raises ShelfError with ``add.contact``."""
    given = os.environ.get(CONTACT) or ""
    if given and not _EMAIL.fullmatch(given):
        message, hint = f"{given[:100]!r} is not an e-mail address", "set it like me@example.org, or unset it"
        raise ShelfError(Problem(path=CONTACT, code="add.contact", message=message, hint=hint))
    return given
