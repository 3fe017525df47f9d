"""Stream kept poses and print how far the stream agrees with the recordings, its lags and its cost."""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from hiphinge.sources.formats import read_motion
from validation.streaming.endurance import endurance, looped
from validation.streaming.compared import Compared, compared, final_equal, streamed


def main() -> None:
    """Read ``FOLDER/NAME/pose.parquet``, stream each and print the table."""
    parser = argparse.ArgumentParser(prog="python -m validation.streaming", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of folders with a pose.parquet each")
    parser.add_argument("--differences", action="store_true", help="print each repetition that differs")
    parser.add_argument("--only", default="", help="only names that contain this")
    parser.add_argument("--minutes", type=float, help="loop each for so long and print cost and memory instead")
    parser.add_argument("--times", type=int, default=1, help="repeat each recording so many times: a long set")
    given = parser.parse_args()
    if given.minutes:
        for place in sorted(given.folder.glob(f"*{given.only}*/pose.parquet")):
            print(place.parent.name)
            for part in endurance(read_motion(place), minutes=given.minutes):
                share = part.mean_s / part.inference_s
                print(f"{part.until_s / 60:3.0f} min: {1e3 * part.mean_s:.2f} ms a frame, {share:.2f} of an inference of {1e3 * part.inference_s:.1f} ms, largest {1e3 * part.largest_s:.0f} ms, {part.memory_mib:.0f} MiB, {part.repetitions} movements", flush=True)
        return
    every: list[Compared] = []
    costs: list[float] = []
    equal = 0
    lags: dict[str, list[float]] = defaultdict(list)
    for place in sorted(given.folder.glob(f"*{given.only}*/pose.parquet")):
        motion = looped(read_motion(place), times=given.times)
        ran = streamed(motion)
        one = compared(motion, ran)
        from hiphinge.analysis import analyse

        equal += final_equal(ran.analysis, analyse(motion))
        every.append(one)
        costs += ran.cost_s
        for name, values in one.lags_s.items():
            lags[name] += values
        if given.differences:
            print(place.parent.name, one.batch, one.given, "first", one.alike_at_first, "end", one.alike_at_end, "rev", one.revised, f"{1e3 * np.mean(ran.cost_s):.1f} ms max {1e3 * max(ran.cost_s):.0f}", flush=True)
            for line in one.differences:
                print("   ", line)
    total = {name: sum(getattr(one, name) for one in every) for name in ("batch", "given", "found", "pattern", "findings", "bottoms", "alike_at_first", "alike_at_end", "revised")}
    print(f"{len(every)} recordings, final analyses equal in {equal}")
    for name, value in total.items():
        print(f"{name:16} {value:5} {100 * value / max(total['batch'], 1):6.1f} % of the batch's repetitions")
    for name, values in lags.items():
        if values:
            print(f"lag of {name:16} median {np.median(values):.2f} s, p95 {np.percentile(values, 95):.2f} s, {len(values)} events")
    print(f"cost per frame: mean {1e3 * np.mean(costs):.2f} ms, p95 {1e3 * np.percentile(costs, 95):.1f}, largest {1e3 * max(costs):.0f}")


if __name__ == "__main__":
    main()
