"""Targets: what is generated from the model."""
