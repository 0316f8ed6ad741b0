"""The model as JSON, the contract for other tools, and as CSV.

`grammar/model.schema.json` describes every document; facts that the spec does not state
are left out.
"""
