"""What the live coach says aloud: the sentences that are rendered ahead, for browsers without a voice of their own."""

from hiphinge.catalogue import load

__all__ = ["spoken_texts"]

MOST_COUNTED = 30
COUNTDOWNS_S = (3, 5, 10)
SET_DONE = "Set done."


def spoken_texts() -> tuple[str, ...]:
    """Return every sentence, in order: the live phrases without a number in them, counts, and the cues of faults."""
    catalogue = load()
    live = [phrase.text for id_, phrase in catalogue.phrases.items() if id_.startswith("live_")]
    starting = catalogue.phrases["live_countdown"]
    return tuple(
        dict.fromkeys(
            [
                *(text for text in live if "{" not in text),
                *(starting.say(seconds=seconds) for seconds in COUNTDOWNS_S),
                SET_DONE,
                *map(str, range(1, MOST_COUNTED + 1)),
                *(fault.cue for fault in catalogue.faults.values()),
            ]
        )
    )
