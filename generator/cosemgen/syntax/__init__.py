"""Spec files as text and as trees: the tree, the parser and the printer."""
