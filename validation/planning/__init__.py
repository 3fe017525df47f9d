"""Runs plans against simulated lifters, whose model shares nothing with the planner's rules."""
