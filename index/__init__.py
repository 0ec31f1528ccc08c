"""Passages to answers: vectors, words, snapshots, search."""
