"""Hostile octets against every decoder: a CosemError is all that may come out."""
