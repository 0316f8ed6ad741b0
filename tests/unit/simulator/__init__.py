"""Meters that are not there."""
