"""MuJoCo's inverse dynamics of the same chain gives the same moments; needs the group ``validation``."""

from validation.dynamics.mujoco_people import chain_agreement


def test_the_chain_agrees_with_mujoco_to_one_per_cent() -> None:
    for found in chain_agreement(10):
        assert found.largest < 0.01
