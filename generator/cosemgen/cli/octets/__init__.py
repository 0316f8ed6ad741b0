"""Octets as people have them: which forms their text has, and where in them a mistake is."""
