"""A mapping that cannot be written to, and that can be copied, pickled and sent to another process."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

__all__ = ["FrozenMapping"]

K = TypeVar("K")
V = TypeVar("V")


class FrozenMapping(Mapping[K, V], Generic[K, V]):
    """A read-only copy of a mapping, in the same order; equal to any mapping with the same items.

    `types.MappingProxyType` does the same for constants, but cannot be pickled or deep-copied. Results use this type.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V:
        """Return the value of a key."""
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        """Return the keys in order."""
        return iter(self._items)

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def __or__(self, other: Mapping[K, V]) -> dict[K, V]:
        """Return a new dict with the items of both; those of ``other`` win."""
        return {**self._items, **other}

    def __ror__(self, other: Mapping[K, V]) -> dict[K, V]:
        """Return a new dict with the items of both; those of this mapping win."""
        return {**other, **self._items}

    def __reduce__(self) -> "tuple[type[FrozenMapping[K, V]], tuple[dict[K, V]]]":
        """Return what `pickle` and `copy` build an equal mapping from."""
        return type(self), (self._items,)

    def __repr__(self) -> str:
        """Return the items as a dict shows them."""
        return f"FrozenMapping({self._items!r})"
