"""hiphinge: film a hip hinge, see it measured; nothing is loaded until it is asked for."""
