"""What members ask: recorded without names, judged by them, settled by the owners."""
