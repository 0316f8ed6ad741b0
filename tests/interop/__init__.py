"""Other stacks beside ours: a live target, an independent client, peer decoders."""
