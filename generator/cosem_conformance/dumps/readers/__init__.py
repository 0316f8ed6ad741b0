"""Readers of forms that others write, each in a module of its own."""
