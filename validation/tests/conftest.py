"""What the generator's tests share holds here too: a closed network and an empty cache of bodies."""

from tools.tests.conftest import _closed_network, cache

__all__ = ["_closed_network", "cache"]
