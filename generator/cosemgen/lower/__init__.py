"""Lowering: syntax trees become the model.

Names are looked up, versions that are written as differences are written out, short names are computed.  Lowering is
tolerant: a name that means nothing is reported and stands for any value from then on, so that one mistake neither
hides others nor echoes.
"""
