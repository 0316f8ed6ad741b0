"""Speed and memory of the codec, as ratios to the peers measured in the same run."""
