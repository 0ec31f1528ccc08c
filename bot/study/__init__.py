"""The documents that a chat has chosen to study."""
