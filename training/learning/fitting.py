"""Networks of two hidden layers: of the mean, robustly, and of quantiles of an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from hiphinge.signals import DenseNetwork, NetworkEnsemble
from hiphinge.signals.networks import MAX_DEVIATION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray

__all__ = ["Recipe", "Sample", "fit_means", "fit_quantiles", "folds", "keep"]

BATCH = 256
UNIT = 20.0
MIN_DEVIATION = 1e-4


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How networks are fitted; every number on which the weights depend.

    ``noise`` is added to standardised inputs, ``dropout`` after the first layer, ``members`` are fitted from
    different beginnings.
    """

    hidden: tuple[int, int] = (192, 96)
    members: int = 3
    epochs: int = 30
    rate: float = 1.5e-3
    decay: float = 1.0
    dropout: float = 0.1
    noise: float = 0.05
    seed: int = 7


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Training data: ``inputs`` [row, number], ``targets`` [row, output], ``weights`` [row]."""

    inputs: FloatArray
    targets: FloatArray
    weights: FloatArray


def fit_means(sample: Sample, recipe: Recipe) -> NetworkEnsemble:
    """Return networks fitted by the robust (Huber) error; the same sample and recipe give the same networks."""
    scaled = torch.nn.functional.smooth_l1_loss

    def loss(answer: Any, wanted: Any) -> Any:
        return scaled(answer, wanted, reduction="none")

    return _fit(sample, recipe, outputs=sample.targets.shape[1], loss=loss)


def fit_quantiles(sample: Sample, recipe: Recipe, *, low: float, high: float) -> NetworkEnsemble:
    """Return networks of the low and then the high quantile of every target (pinball loss)."""
    count = sample.targets.shape[1]
    shares = torch.tensor([low] * count + [high] * count, dtype=torch.float32)

    def loss(answer: Any, wanted: Any) -> Any:
        over = torch.cat([wanted, wanted], dim=1) - answer
        return torch.maximum(shares * over, (shares - 1) * over)

    return _fit(sample, recipe, outputs=2 * count, loss=loss)


def _fit(sample: Sample, recipe: Recipe, *, outputs: int, loss: Callable[[Any, Any], Any]) -> NetworkEnsemble:
    mean = sample.inputs.mean(axis=0)
    deviation = sample.inputs.std(axis=0) + MIN_DEVIATION
    scaled = np.clip((sample.inputs - mean) / deviation, -MAX_DEVIATION, MAX_DEVIATION)
    inputs, wanted, weights = (
        torch.tensor(values, dtype=torch.float32)
        for values in (scaled, sample.targets / UNIT, sample.weights[:, None] / sample.weights.mean())
    )
    members = []
    for member in range(recipe.members):
        torch.manual_seed(recipe.seed + member)
        network = _begin(inputs.shape[1], outputs, recipe)
        _train(network, (inputs, wanted, weights), recipe, loss)
        members.append(_layers(network))
    return NetworkEnsemble(mean=mean, deviation=deviation, unit=UNIT, members=tuple(members))


def _begin(count: int, outputs: int, recipe: Recipe) -> Any:
    first, second = recipe.hidden
    return torch.nn.Sequential(
        torch.nn.Linear(count, first),
        torch.nn.ReLU(),
        torch.nn.Dropout(recipe.dropout),
        torch.nn.Linear(first, second),
        torch.nn.ReLU(),
        torch.nn.Linear(second, outputs),
    )


def _train(network: Any, data: tuple[Any, Any, Any], recipe: Recipe, loss: Callable[[Any, Any], Any]) -> None:
    inputs, wanted, weights = data
    steps = max(recipe.epochs * (len(inputs) // BATCH), 1)
    fit = torch.optim.AdamW(network.parameters(), recipe.rate, weight_decay=recipe.decay)
    pace = torch.optim.lr_scheduler.OneCycleLR(fit, recipe.rate, total_steps=steps)
    for _ in range(steps):
        rows = torch.randint(0, len(inputs), (BATCH,))
        noisy = inputs[rows] + recipe.noise * torch.randn(BATCH, inputs.shape[1])
        cost = (weights[rows] * loss(network(noisy), wanted[rows])).mean()
        fit.zero_grad()
        cost.backward()
        fit.step()
        pace.step()
    network.eval()


def _layers(network: Any) -> DenseNetwork:
    linear = [part for part in network if isinstance(part, torch.nn.Linear)]
    return DenseNetwork(
        matrices=tuple(part.weight.detach().numpy().T.astype(np.float64) for part in linear),
        offsets=tuple(part.bias.detach().numpy().astype(np.float64) for part in linear),
    )


def keep(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write weights, whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    part.replace(path)


def folds(names: Sequence[str], count: int) -> NDArray[np.intp]:
    """Return which fold each name is in ``[name]``; the same name is always in the same one."""
    order = {name: place for place, name in enumerate(sorted(set(names)))}
    return np.array([order[name] % count for name in names], dtype=np.intp)
