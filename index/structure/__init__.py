"""Questions about the structure: lists from the outline, and what a numbered formula counts."""
