"""Who runs the bot: claiming it, the owners, and the log of what was done."""
