"""Showing: one view model, drawn as text, page and video; nothing is computed here."""
