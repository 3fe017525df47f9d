"""Small synthetic hinges with exact truth, for tests, documentation and demos; never used at run time."""
