"""Campaigns that give every reader of files millions of broken ones: no traceback, no hang, no more than 2 GB."""
