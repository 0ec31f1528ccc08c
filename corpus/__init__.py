"""Documents to passages: readers, cleaning, outline, references."""
