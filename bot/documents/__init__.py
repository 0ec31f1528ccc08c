"""The corpus kept from the chat: documents added, replaced, renamed, removed."""
