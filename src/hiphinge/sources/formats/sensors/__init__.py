"""Recordings of motion sensors on the body: tables of any brand, a folder of them, and APDM's HDF5."""
