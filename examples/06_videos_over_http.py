"""Sends the videos of a folder to a running hiphinge, waits, and writes a row for each repetition.

Start ``hiphinge serve`` first, and give the token that ``hiphinge token`` prints in the variable TOKEN::

    TOKEN=$(hiphinge token) python 06_videos_over_http.py http://127.0.0.1:8765 videos
"""

import csv
import os
import sys
from pathlib import Path

from hiphinge.client import Client

QUANTITIES = ("trunk_inclination_deg", "knee_flexion_deg", "lumbar_flexion_deg")

address, folder = sys.argv[1:]
client = Client(address, token=os.environ["TOKEN"])
videos = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in {".mp4", ".mov"})

# Everything is sent before anything is waited for. What the server has already is not sent again.
jobs = {video.name: client.upload(video)["id"] for video in videos}

with Path("repetitions.csv").open("w", newline="", encoding="utf-8") as file:
    table = csv.writer(file)
    table.writerow(("video", "repetition", "pattern", *QUANTITIES))
    for name, job_id in jobs.items():
        job = client.wait(job_id)
        if job["state"] != "done":
            print(f"{name}: {job['state']}: {job['reason']}")
            continue
        rows = 0
        for repetition in client.repetitions(job["analysis"]):
            measured = repetition["measurements"]
            values = [measured.get(quantity, {}).get("value") for quantity in QUANTITIES]
            table.writerow((name, repetition["index"], repetition["pattern"]["label"], *values))
            rows += 1
        print(f"{name}: {rows} repetitions")
