"""What is known, as data files: exercises, faults, cues, drills, reasons, evidence; no rules in code."""
