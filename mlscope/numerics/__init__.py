"""Numerical methods that leave `scipy.stats`, `scipy.optimize` and `scipy.integrate` unloaded, which take a
second to import.
"""
