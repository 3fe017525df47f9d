"""How far the repetitions of one set differ: what a change has to exceed before anything is said of it."""
