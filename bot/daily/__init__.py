"""The daily push: a passage for each chat at its local time, once a day."""
