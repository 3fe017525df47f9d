"""Files that somebody could send to do harm, given to the running app: each is refused or fails in plain words."""
