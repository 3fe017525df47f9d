"""How well somebody is measured who is filmed at an angle: rendered people, by yaw."""
