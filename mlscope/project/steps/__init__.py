"""The typed answers of the ten steps, one module each."""
