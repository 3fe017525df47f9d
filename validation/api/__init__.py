"""Whether the routes for programs answer as their description says, whatever is asked."""
