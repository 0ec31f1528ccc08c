"""Renewing the index from the chat: preview, build, gate, versions, rollback, watching."""
