"""JSON Schemas of single values and of objects, in the form of `cosem.to_json`."""
