"""A-XDR to tagged values and back, one by one or many of one shape at once."""
