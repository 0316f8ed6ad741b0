"""The build engine: from the files of the targets to a tree on disk."""
