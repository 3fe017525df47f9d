"""The registry of quantities: id, unit, sign, meaning, and what can measure each; no thresholds."""

from dataclasses import replace

from hiphinge.errors import UnknownIdError
from hiphinge.quantities.from_the_front import FROM_THE_FRONT
from hiphinge.quantities.from_the_side import FROM_THE_SIDE
from hiphinge.quantities.quantity import Quantity, Scope

__all__ = ["QUANTITIES", "Quantity", "Scope", "quantity"]

_FRONT = ("front", "back")
_AT_AN_ANGLE = {
    *("trunk_inclination_deg", "shank_inclination_deg", "knee_flexion_deg", "trunk_thigh_angle_deg"),
    *("hip_back_travel", "hip_drop", "descent_s", "bottom_s", "ascent_s"),
}
"""What can be measured of somebody who is filmed at an angle; the accuracy of each is the catalogue's."""

_FROM_ANYWHERE = {"descent_s", "bottom_s", "ascent_s"}
_FROM_BEHIND_TOO = {"weight_aside"}
"""What people rendered from behind show as well as those from the front."""


def _with_views(q: Quantity) -> Quantity:
    if q.id in _FROM_ANYWHERE:
        return replace(q, views=("side", "oblique", *_FRONT))
    if q in FROM_THE_FRONT:
        return replace(q, views=_FRONT if q.id in _FROM_BEHIND_TOO else _FRONT[:1])
    return replace(q, views=("side", "oblique")) if q.id in _AT_AN_ANGLE else q


QUANTITIES = {q.id: _with_views(q) for q in (*FROM_THE_SIDE, *FROM_THE_FRONT)}
"""Every quantity by id."""


def quantity(id_: str) -> Quantity:
    """Return a quantity by id.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    try:
        return QUANTITIES[id_]
    except KeyError:
        raise UnknownIdError.of(id_, kind="quantity", known=QUANTITIES) from None
