"""The model as JSON, the contract for other tools, and what is made of it.

`grammar/model.schema.json` describes every document; facts that the spec does not state
are left out.
"""
