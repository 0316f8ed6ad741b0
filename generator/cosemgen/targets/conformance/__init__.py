"""The conformance target."""
