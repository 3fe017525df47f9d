"""Names for the arrays that all modules of the generator exchange."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Weights = NDArray[np.float32]
Faces = NDArray[np.int64]
Flags = NDArray[np.bool_]
Image = NDArray[np.uint8]
