"""Peers: the same networks trained on the same data by this engine and by what a user would pick instead of it."""
