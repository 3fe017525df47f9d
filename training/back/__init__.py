"""Training the networks of the back on rendered people, and of the error of their estimates."""
