"""What is lifted: the bar's path in metres, from the plate that a camera follows."""

from hiphinge.loads.bar import BarPath, bar_path
from hiphinge.loads.plate import PLATE_MM
from hiphinge.loads.rise import Rise, rise_of

__all__ = ["PLATE_MM", "BarPath", "Rise", "bar_path", "rise_of"]
