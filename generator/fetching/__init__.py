"""One paper fetched from fixed services: what was typed becomes a reference, the services' answers become records."""

from generator.fetching.asking import Asking
from generator.fetching.gathering import Fetched, Gathering, gather
from generator.fetching.references import Reference, of_paper, parse
from generator.fetching.services import SERVICES, Service

__all__ = ["SERVICES", "Asking", "Fetched", "Gathering", "Reference", "Service", "gather", "of_paper", "parse"]
