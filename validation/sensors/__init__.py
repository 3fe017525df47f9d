"""How exact motion sensors are: against optical capture, against another system, and on lifts with known angles."""
