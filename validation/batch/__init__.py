"""A batch over real clips whose processes are killed at random moments: are the rows those of an undisturbed one."""
