"""One module a conversation: functions and one `register(app)`; none imports another."""
