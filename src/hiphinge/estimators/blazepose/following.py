"""Following one person from frame to frame: what is known of them after each frame, and where they are looked for."""

from dataclasses import dataclass, replace

from hiphinge.estimators.blazepose.crowd import LOOK_AGAIN_S, LOOK_S, Look, people_of
from hiphinge.estimators.blazepose.looking import Expected, Looker
from hiphinge.estimators.people import PersonTrack
from hiphinge.estimators.pose import Image, PoseFrame, no_person
from hiphinge.estimators.region import Region
from hiphinge.motion import BLAZEPOSE_33

__all__ = ["NOBODY", "Known", "Step", "step"]

REMEMBERED_S = 1.0
"""How long after losing the person the same one is preferred, seconds."""
_NEVER_S = float("-inf")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the person after a frame.

    Attributes
    ----------
    region
        Where they were found in it; None where they were not.
    last, last_s
        Where and when they were found most lately.
    wanted
        Where the person to follow is, before they are found for the first time.
    track
        Where the person to follow is all the time, where that is known: then nobody else is followed.
    crowded
        Whether several people were found when the person was searched for; it counts until others were.
    counts
        How many people were found when others were searched for, each time.
    next_look_s
        When others are searched for again.
    """

    region: Region | None = None
    last: Region | None = None
    last_s: float = _NEVER_S
    wanted: Region | None = None
    track: PersonTrack | None = None
    crowded: bool = False
    counts: tuple[int, ...] = ()
    next_look_s: float = _NEVER_S

    def remembered(self, time_s: float) -> Region | None:
        """Return where the person was found not long before a time, or None."""
        return self.last if 0 <= time_s - self.last_s <= REMEMBERED_S else None

    def expected(self, time_s: float) -> Expected:
        """Return where the person is expected in the next frame."""
        return Expected(
            region=self.region,
            wanted=self.wanted,
            known=None if self.track is None else self.track.at(time_s),
            remembered=self.remembered(time_s),
            crowded=people_of(self.counts) > 1 if self.counts else self.crowded,
        )

    def mirrored(self, width_px: int) -> "Known":
        """Return what is known in frames that are mirrored, ``width_px`` wide."""
        region, last, wanted = (
            None if one is None else one.mirrored(width_px) for one in (self.region, self.last, self.wanted)
        )
        track = None if self.track is None else self.track.mirrored(width_px)
        return replace(self, region=region, last=last, wanted=wanted, track=track)

    def after(self, look: Look | None, *, time_s: float) -> "Known":
        """Return what is known after a search for others, where there was one."""
        if look is None:
            return self
        next_look_s = time_s + (LOOK_AGAIN_S if look.count > 1 else LOOK_S)
        return replace(self, counts=(*self.counts, look.count), next_look_s=next_look_s)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one frame gave: the pose, what is known after it, and what a search for others found."""

    pose: PoseFrame
    known: Known
    look: Look | None = None


NOBODY = no_person(BLAZEPOSE_33, with_world=True)


def step(looker: Looker, image: Image, known: Known, *, time_s: float, silhouette: bool = True) -> Step:
    """Find the person in the next frame, and their silhouette if it is wanted and the networks give one."""
    seen = looker.look(image, known.expected(time_s))
    body, crowded = seen.body, known.crowded or seen.people > 1
    if body is None or body.next_region is None:
        return Step(pose=NOBODY, known=replace(known, region=None, crowded=crowded))
    region = body.next_region
    found = replace(known, region=region, last=region, last_s=time_s, wanted=None, crowded=crowded)
    look = None
    if time_s >= known.next_look_s:
        look = Look(followed=region, found=looker.others(image, body))
    pose = PoseFrame(
        positions=body.positions,
        confidence=body.confidence,
        world_m=body.world_m,
        score=body.presence,
        detected=True,
        tracked=seen.followed,
        mask=looker.mask(body) if silhouette else None,
        contour=looker.contour(body) if silhouette else None,
    )
    return Step(pose=pose, known=found.after(look, time_s=time_s), look=look)
