"""Training the networks for yaw and leans of people filmed at an angle, on people rendered from all sides."""
