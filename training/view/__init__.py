"""Training the networks for the yaw of people filmed at an angle, and for their leans, on people rendered all around."""
