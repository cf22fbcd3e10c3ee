"""A notes app for the terminal on the notes core."""
