"""Writes when it was filmed into a video, as phones do."""

from datetime import datetime
from pathlib import Path

import av


def stamped(video: Path, target: Path, moment: datetime, *, key: str = "creation_time") -> Path:
    """Return a copy of a video whose container says when it was filmed."""
    with av.open(str(video)) as source, av.open(str(target), "w", options={"movflags": "use_metadata_tags"}) as copy:
        copy.metadata[key] = moment.isoformat()
        stream = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    return target
