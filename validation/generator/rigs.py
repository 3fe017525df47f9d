"""Which bone of each rig plays which part of the body; where the back bends is decided here."""

from __future__ import annotations

from dataclasses import dataclass

SIDES = ("left", "right")


@dataclass(frozen=True)
class Rig:
    """A rig of the body model, read as parts of a body.

    Parameters
    ----------
    name
        Name of the rig, as the body model knows it.
    held_out
        True where the rig is kept for testing and must never be trained on.
    pelvis
        The bone at the root. What no part names moves with the part above it, so the pelvis
        takes with it every bone at the height of the hip joint, ``spine05`` of rig ``anny`` too.
    lumbar, thoracic, neck
        Bones from below upwards, each turning about its own head.
    limbs
        Part (without side) and its bone for the left and the right.
    """

    name: str
    held_out: bool
    pelvis: str
    lumbar: tuple[str, ...]
    thoracic: tuple[str, ...]
    neck: tuple[str, ...]
    head: str
    limbs: tuple[tuple[str, str, str], ...]

    def parts(self) -> dict[str, str]:
        """Name of every part and the bone that moves it."""
        found = {"pelvis": self.pelvis, "head": self.head}
        for region, bones in (("lumbar", self.lumbar), ("thoracic", self.thoracic), ("neck", self.neck)):
            found |= {f"{region}_{index}": bone for index, bone in enumerate(bones)}
        for part, left, right in self.limbs:
            found |= {f"{part}_left": left, f"{part}_right": right}
        return found


def _sided(**bones: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((part, bone.format("L", "Left", "l"), bone.format("R", "Right", "r")) for part, bone in bones.items())


ANNY = Rig(
    name="anny",
    held_out=False,
    pelvis="root",
    lumbar=("spine04", "spine03", "spine02"),
    thoracic=("spine01",),
    neck=("neck01", "neck02", "neck03"),
    head="head",
    limbs=_sided(
        clavicle="clavicle.{0}",
        scapula="shoulder01.{0}",
        upper_arm="upperarm01.{0}",
        forearm="lowerarm01.{0}",
        hand="wrist.{0}",
        thigh="upperleg01.{0}",
        shank="lowerleg01.{0}",
        foot="foot.{0}",
    ),
)

CMU_MB = Rig(
    name="cmu_mb",
    held_out=True,
    pelvis="Hips",
    lumbar=("LowerBack", "Spine"),
    thoracic=("Spine1",),
    neck=("Neck", "Neck1"),
    head="Head",
    limbs=_sided(
        clavicle="{1}Shoulder",
        upper_arm="{1}Arm",
        forearm="{1}ForeArm",
        hand="{1}Hand",
        thigh="{1}UpLeg",
        shank="{1}Leg",
        foot="{1}Foot",
    ),
)
