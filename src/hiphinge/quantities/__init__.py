"""The registry of quantities: id, unit, sign, meaning, and what can measure each; no thresholds."""

from hiphinge.quantities.record import Quantity, Scope
from hiphinge.quantities.registry import QUANTITIES, quantity

__all__ = ["QUANTITIES", "Quantity", "Scope", "quantity"]
