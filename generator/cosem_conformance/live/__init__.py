"""Reading a meter through a client that the user has installed."""
