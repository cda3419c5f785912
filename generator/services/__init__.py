"""One paper fetched from fixed services: what was typed becomes a reference, the services' answers become records."""

from generator.services.client import Client
from generator.services.lookup import Fetched, Gathering, gather
from generator.services.references import Reference, of_paper, parse
from generator.services.registry import SERVICES, Service

__all__ = ["SERVICES", "Client", "Fetched", "Gathering", "Reference", "Service", "gather", "of_paper", "parse"]
