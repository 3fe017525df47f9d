"""The live session against recordings and exact truth: counts, bottoms, patterns, findings, and when the tone comes."""
