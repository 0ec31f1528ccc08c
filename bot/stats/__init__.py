"""Numbers: how the bot is used in a period, as a picture and as text."""
