"""The front end of the spec language: grammar, parser, messages, printer."""
