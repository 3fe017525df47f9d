"""The options of ``hiphinge analyze``: names, help, and the panel of each."""

from pathlib import Path
from typing import Annotated

import typer

from hiphinge.cli.listing import complete_exercise
from hiphinge.cli.units import Units

__all__ = [
    "Analysis",
    "BlurFaces",
    "Calibration",
    "End",
    "Estimator",
    "EveryFrame",
    "Exercise",
    "Export",
    "Follow",
    "Fps",
    "FromPose",
    "JoinTo",
    "Json",
    "Load",
    "LogPerson",
    "Mass",
    "Model",
    "Neutral",
    "Out",
    "Overlay",
    "Profile",
    "Quiet",
    "Report",
    "Size",
    "Start",
    "Stature",
    "Subject",
    "Threads",
    "UnitsOfNumbers",
    "Videos",
]

_LIFT, _VIDEO, _RESULTS = "The lift and the person", "The video", "The results"
_LOG = "The training log"

Videos = Annotated[
    list[Path] | None,
    typer.Argument(metavar="VIDEO", help="Videos, pose files, or recordings of motion sensors.", show_default=False),
]
Exercise = Annotated[
    str | None,
    typer.Option(
        "--exercise",
        "-e",
        metavar="NAME",
        autocompletion=complete_exercise,
        help="The exercise; `hiphinge exercises` lists the names.",
        rich_help_panel=_LIFT,
    ),
]
Analysis = Annotated[
    str,
    typer.Argument(
        metavar="ANALYSIS",
        help="A folder that `analyze` wrote; or, of the training log, `last` or the end of a filed analysis's id.",
        show_default=False,
    ),
]
Load = Annotated[
    str | None, typer.Option("--load", metavar="MASS", help="The weight lifted: 60, 135 lb.", rich_help_panel=_LIFT)
]
PlateMm = Annotated[
    float | None,
    typer.Option(
        "--plate-mm",
        metavar="MM",
        help="Diameter of the largest plate, for the bar's path; without it, 450 is assumed where that fits.",
        rich_help_panel=_LIFT,
    ),
]
Stature = Annotated[
    str | None,
    typer.Option("--stature", metavar="LENGTH", help="Your height: 178, 1.78 m, 5'11\".", rich_help_panel=_LIFT),
]
Mass = Annotated[
    str | None, typer.Option("--mass", metavar="MASS", help="Your body mass: 74, 165 lb.", rich_help_panel=_LIFT)
]
UnitsOfNumbers = Annotated[
    Units, typer.Option("--units", help="Units of numbers without one, and of the results.", rich_help_panel=_LIFT)
]
Profile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="The name of a person whose profile is saved, or a TOML file; `hiphinge profile` prints one.",
        rich_help_panel=_LIFT,
    ),
]
Neutral = Annotated[
    Path | None,
    typer.Option(
        "--neutral",
        metavar="FILE",
        help="Another video or pose file in which you stand: measure from how you stand there.",
        rich_help_panel=_LIFT,
    ),
]
Calibration = Annotated[
    str | None,
    typer.Option(
        "--calibration",
        metavar="NAME",
        help="Your name in `hiphinge calibrate`, or its file: measure from how you stand there, and say what share of "
        "your full bend you use.",
        rich_help_panel=_LIFT,
    ),
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="TIME", help="Start at this time: 12.5, 1:15.", rich_help_panel=_VIDEO),
]
End = Annotated[str | None, typer.Option("--end", metavar="TIME", help="End before this time.", rich_help_panel=_VIDEO)]
FromPose = Annotated[
    Path | None,
    typer.Option(
        "--from-pose",
        metavar="FILE",
        help="Poses instead of a video: pose.parquet, TRC, C3D.",
        rich_help_panel=_VIDEO,
    ),
]
Subject = Annotated[
    str | None,
    typer.Option(
        "--subject",
        metavar="NAME",
        help="Whom to measure in a file of markers that holds several people (TRC, C3D).",
        rich_help_panel=_VIDEO,
    ),
]
Sensors = Annotated[
    list[str] | None,
    typer.Option(
        "--sensor",
        metavar="NAME=PLACE",
        help="Where a motion sensor was worn (T12, S2, C7, ...), for files whose names do not say it; repeat it.",
        rich_help_panel=_VIDEO,
    ),
]
WornSensors = Annotated[
    Path | None,
    typer.Option(
        "--sensors",
        metavar="PATH",
        help="Recordings of motion sensors worn in the video: both are compared, and the better one counts.",
        rich_help_panel=_VIDEO,
    ),
]
Size = Annotated[
    str | None,
    typer.Option(
        "--size",
        metavar="WxH",
        help="Width and height of the video that a pose file comes from, if the file does not say: 1080x1920.",
        rich_help_panel=_VIDEO,
    ),
]
Fps = Annotated[
    float | None,
    typer.Option(
        "--fps",
        metavar="N",
        help="Frames per second of the video that a pose file comes from, if the file does not say.",
        rich_help_panel=_VIDEO,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Network: lite, full (the default), heavy, or a file.",
        rich_help_panel=_VIDEO,
    ),
]
Estimator = Annotated[
    str, typer.Option("--estimator", metavar="NAME", help="Which estimator finds the person.", rich_help_panel=_VIDEO)
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        min=1,
        max=64,
        metavar="N",
        help="How many threads to use; the numbers stay the same.",
        rich_help_panel=_VIDEO,
    ),
]
EveryFrame = Annotated[
    bool,
    typer.Option(
        "--every-frame",
        help="Measure every frame of a video of 60 to 240 frames/s, needed or not.",
        rich_help_panel=_VIDEO,
    ),
]
Fast = Annotated[
    bool,
    typer.Option(
        "--fast",
        help="Measure every second frame while the movement is even: about a quarter less work, a little less exact.",
        rich_help_panel=_VIDEO,
    ),
]
Follow = Annotated[
    int | None,
    typer.Option(
        "--follow",
        min=1,
        help="Of several people in a video, the one to follow, counted from the left; the one who lifts if not given.",
        rich_help_panel=_VIDEO,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Folder for the results (for several videos, one in it for each); NAME.hiphinge here if not given.",
        rich_help_panel=_RESULTS,
    ),
]
Report = Annotated[bool, typer.Option("--report/--no-report", help="Write report.html.", rich_help_panel=_RESULTS)]
Overlay = Annotated[
    bool,
    typer.Option(
        "--overlay",
        help="Also write overlay.mp4: the video with the measurement drawn on it.",
        rich_help_panel=_RESULTS,
    ),
]
Export = Annotated[
    list[str] | None,
    typer.Option("--export", metavar="LIST", help="Also write: csv, trc, mot, c3d, xlsx.", rich_help_panel=_RESULTS),
]
BlurFaces = Annotated[
    bool,
    typer.Option("--blur-faces/--no-blur-faces", help="Blur the face in every frame.", rich_help_panel=_RESULTS),
]
LogPerson = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="NAME",
        help="File the result in the training log of this person, measured with their saved profile and calibration.",
        rich_help_panel=_LOG,
    ),
]
JoinTo = Annotated[
    str | None,
    typer.Option(
        "--join",
        metavar="SET",
        help="The logged set that the video shows, where its time does not tell: the end of its id.",
        rich_help_panel=_LOG,
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print analysis.json instead of the summary.", rich_help_panel=_RESULTS)
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print one line for each recording.", rich_help_panel=_RESULTS)
]
