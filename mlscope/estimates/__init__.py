"""Uncertain amounts: what they are, how they are written, drawn, and said in words."""
