"""`cosemgen lsp`: what editors ask of specs, over the Language Server Protocol.

| module | what |
| --- | --- |
| `server.py` | which request is answered by whom, and when findings are told |
| `workspace.py` | packages around the files that are open, and what compiling them gave |
| `texts.py` | lines and columns of findings as positions of editors |
| `names.py` | which names stand for the same thing, and where |
| `hovers.py`, `completion.py`, `renaming.py`, `fixes.py`, `hints.py`, `outline.py` | what is answered |
"""
