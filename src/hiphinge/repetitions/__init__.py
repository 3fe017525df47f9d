"""Where each repetition starts, turns and ends, its phases, and the attempts that are none."""
