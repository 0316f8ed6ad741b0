"""Hostile input against all that takes any: a CosemError is all that may come out."""
