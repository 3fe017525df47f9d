"""Which bone of each rig moves which part of the body; where the back bends is decided here."""

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
        Bones from below upwards, each turning about its own head; thoracic may be none.
    lumbar_shares
        How much of a bend of the lower back each lumbar bone takes on average, from below, adding to one.
    limbs
        Part (without side) and its bone for the left and the right.
    """

    name: str
    held_out: bool
    pelvis: str
    lumbar: tuple[str, ...]
    lumbar_shares: tuple[float, ...]
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
    lumbar_shares=(0.36, 0.34, 0.30),
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
    lumbar_shares=(0.35, 0.65),
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

# Heads of its spine at 0.61, 0.67 and 0.74 of stature, its root at 0.55 with skin up to 0.64. The same bend
# shows on the skin as on the other rigs on average, yet it varies twice as much from body to body.
MIXAMO = Rig(
    name="mixamo",
    held_out=True,
    pelvis="mixamorig:Hips",
    lumbar=("mixamorig:Spine", "mixamorig:Spine1"),
    lumbar_shares=(0.45, 0.55),
    thoracic=("mixamorig:Spine2",),
    neck=("mixamorig:Neck",),
    head="mixamorig:Head",
    limbs=_sided(
        clavicle="mixamorig:{1}Shoulder",
        upper_arm="mixamorig:{1}Arm",
        forearm="mixamorig:{1}ForeArm",
        hand="mixamorig:{1}Hand",
        thigh="mixamorig:{1}UpLeg",
        shank="mixamorig:{1}Leg",
        foot="mixamorig:{1}Foot",
    ),
)

# Heads of its spine at 0.58, 0.62 and 0.67. The last one carries all from T12 to the neck: turned on its own
# it would be read as a lumbar bend (20 degrees as 17), so it moves with the one below and the thorax stays stiff.
GAME_ENGINE = Rig(
    name="game_engine",
    held_out=True,
    pelvis="pelvis",
    lumbar=("spine_01", "spine_02"),
    lumbar_shares=(0.45, 0.55),
    thoracic=(),
    neck=("neck_01",),
    head="head",
    limbs=_sided(
        clavicle="clavicle_{2}",
        upper_arm="upperarm_{2}",
        forearm="lowerarm_{2}",
        hand="hand_{2}",
        thigh="thigh_{2}",
        shank="calf_{2}",
        foot="foot_{2}",
    ),
)

RIGS = (ANNY, CMU_MB, MIXAMO, GAME_ENGINE)
