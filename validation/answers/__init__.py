"""How right the answer is: repetitions, pattern, exercise, findings and what is said of the back, against truth."""
