"""The fit: small networks that move joints so that the angles between them come true."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from validation.joints.describing import MOVED, JointNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from validation.joints.gathering import Lesson

__all__ = ["Recipe", "learn"]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How is learnt; every number that the figures depend on.

    ``absolute`` is the weight of the error itself beside that of the error from own standing, ``still`` the price of
    moving a joint by one leg length (squared), ``robust_deg`` where errors begin to count linearly.
    """

    hidden: tuple[int, ...] = ()
    members: int = 1
    steps: int = 1500
    rate: float = 4e-3
    decay: float = 1e-4
    absolute: float = 0.15
    still: float = 200.0
    robust_deg: float = 4.0
    noise: float = 0.1
    seed: int = 7


def learn(lessons: Sequence[Lesson], recipe: Recipe, report: Callable[[int, float], None]) -> JointNetwork:
    """Return networks fitted to the lessons; the same lessons and recipe give the same networks."""
    torch.manual_seed(recipe.seed)
    told = np.concatenate([lesson.told for lesson in lessons])
    centre = np.nanmean(told, axis=0)
    spread = np.maximum(np.nanstd(told, axis=0), 1e-3)
    scaled = np.where(np.isfinite(told), np.clip((told - centre) / spread, -4, 4), 0.0)
    inputs = torch.tensor(scaled, dtype=torch.float32)
    truth = _Truth(lessons)
    layers = _begin([inputs.shape[1], *recipe.hidden, 2 * len(MOVED)], recipe.members)
    fit = torch.optim.AdamW([part for layer in layers for part in layer], lr=recipe.rate, weight_decay=recipe.decay)
    pace = torch.optim.lr_scheduler.OneCycleLR(fit, recipe.rate, total_steps=recipe.steps)
    for step in range(recipe.steps):
        fit.zero_grad()
        seen = inputs + recipe.noise * torch.randn_like(inputs)
        moved = _answer(layers, seen).reshape(recipe.members, -1, len(MOVED), 2)
        loss = truth.loss(moved, recipe)
        loss.backward()
        fit.step()
        pace.step()
        report(step, float(loss.detach()))
    kept = tuple((w.detach().numpy().astype(np.float64), b.detach().numpy().astype(np.float64)) for w, b in layers)
    return JointNetwork(centre=centre, spread=spread, layers=kept)


def _begin(sizes: list[int], members: int) -> list[tuple[Any, Any]]:
    layers = []
    for number, (before, after) in enumerate(pairwise(sizes)):
        last = number == len(sizes) - 2
        weights = torch.randn(members, before, after) / before**0.5 * (0.02 if last else 1.0)
        layers.append((weights.requires_grad_(), torch.zeros(members, 1, after).requires_grad_()))
    return layers


def _answer(layers: list[tuple[Any, Any]], value: Any) -> Any:
    value = value.expand(layers[0][0].shape[0], *value.shape)
    for number, (weights, offsets) in enumerate(layers):
        value = torch.bmm(value, weights) + offsets
        if number < len(layers) - 1:
            value = torch.tanh(value)
    return value


class _Truth:
    """Where joints and angles are, and what being off costs."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self._joints = torch.tensor(np.concatenate([x.joints for x in lessons]), dtype=torch.float32)
        self._angles = torch.tensor(np.concatenate([x.angles_deg for x in lessons]), dtype=torch.float32)
        clip: NDArray[np.intp] = np.repeat(np.arange(len(lessons)), [len(x.told) for x in lessons])
        upright = np.concatenate([x.upright for x in lessons])
        share = upright / np.maximum(np.bincount(clip, upright, len(lessons)), 1.0)[clip]
        self._clip, self._upright_share = torch.tensor(clip), torch.tensor(share, dtype=torch.float32)[:, None]
        counts = np.bincount(clip, minlength=len(lessons))
        self._weight = torch.tensor(1.0 / counts[clip] / len(lessons), dtype=torch.float32)[:, None]

    def loss(self, moved: Any, recipe: Recipe) -> Any:
        """Return the mean over clips of the squared errors, summed over networks."""
        total = 0.0
        for offsets in moved:
            error = _angles(self._joints + offsets) - self._angles
            standing = torch.zeros(int(self._clip.max()) + 1, error.shape[1])
            standing = standing.index_add(0, self._clip, error * self._upright_share)
            relative = error - standing[self._clip]
            cost = _robust(relative, recipe.robust_deg) + recipe.absolute * _robust(error, 2 * recipe.robust_deg)
            total = total + (cost * self._weight).sum() + recipe.still * (offsets**2).mean()
        return total


def _robust(error: Any, bend: float) -> Any:
    return torch.where(error.abs() < bend, error**2, 2 * bend * error.abs() - bend**2)


def _angles(joints: Any) -> Any:
    shoulder, hip, knee, ankle = (joints[:, number] for number in range(len(MOVED)))
    trunk, thigh, shank = (
        torch.rad2deg(torch.atan2(line[:, 0], line[:, 1])) for line in (shoulder - hip, hip - knee, knee - ankle)
    )
    return torch.stack([trunk, shank - thigh, shank], dim=1)
