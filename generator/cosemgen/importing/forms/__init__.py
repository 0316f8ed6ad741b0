"""Forms of sources, each read by a module of its own: what a source says, and what cannot be read of it."""
