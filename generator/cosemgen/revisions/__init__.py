"""Specs as they were: in git, in releases, in what is installed; and the next release."""
