"""mlscope: decide in an hour whether a machine-learning project is worth doing."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("mlscope")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.0.0"
