"""Clients of others as transports: one small module each, which imports its client when it connects."""
