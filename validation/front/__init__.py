"""How well somebody is measured who is filmed from the front or from behind: rendered people."""
