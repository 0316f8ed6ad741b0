"""The catalogue against the objects of real meters, and the spec against itself."""
