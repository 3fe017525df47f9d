import numpy as np
import pytest

from hiphinge.signals import DenseNetwork, NetworkEnsemble

LAYERS = DenseNetwork(
    matrices=(np.array([[1.0, -1.0], [0.0, 2.0]]), np.array([[1.0], [10.0]])),
    offsets=(np.array([0.0, 0.5]), np.array([0.25])),
)
NETWORKS = NetworkEnsemble(
    mean=np.array([1.0, 0.0]), deviation=np.array([2.0, 1.0]), unit=20.0, members=(LAYERS, LAYERS)
)


def test_layers_rectify_between_and_not_after() -> None:
    assert LAYERS(np.array([[2.0, 0.0]])).item() == pytest.approx(2.25)
    assert LAYERS(np.array([[-1.0, 0.0]])).item() == pytest.approx(10 * 1.5 + 0.25)
    assert LAYERS(np.array([[0.0, -1.0]])).item() == pytest.approx(0.25)


def test_inputs_are_scaled_and_outputs_have_a_unit() -> None:
    answers = NETWORKS(np.array([[5.0, 0.0]]))
    assert answers.shape == (2, 1, 1)
    assert answers[0].item() == pytest.approx(20 * 2.25)


def test_an_extreme_input_is_cut_off() -> None:
    assert NETWORKS(np.array([[1e9, 0.0]])) == pytest.approx(NETWORKS(np.array([[9.0, 0.0]])))


def test_distance_from_training_is_in_standard_deviations() -> None:
    assert NETWORKS.distance_from_training(np.array([[1.0, 0.0], [3.0, 1.0]])) == pytest.approx([0.0, 1.0])


def test_a_file_gives_the_same_networks_back() -> None:
    again = NetworkEnsemble.from_arrays(NETWORKS.to_arrays(name="back"), name="back")
    some = np.random.default_rng(1).normal(size=(5, 2))
    assert again(some) == pytest.approx(NETWORKS(some), abs=0.1)
    assert len(again.members) == 2
