"""Image operations on one thread, for a process that shares the machine with others of its kind."""

__all__ = ["use_one_thread"]


def use_one_thread() -> None:
    """Let image operations of this process use no further thread; their values stay the same."""
    import cv2  # noqa: PLC0415 - heavy, and only needed here

    cv2.setNumThreads(1)
