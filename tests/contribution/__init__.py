"""What CONTRIBUTING.md says, done."""
