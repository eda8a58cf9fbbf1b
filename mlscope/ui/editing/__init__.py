"""Answers as fields, tables and assumptions; what was typed before it arrived; conflicts."""
