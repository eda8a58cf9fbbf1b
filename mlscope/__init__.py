"""mlscope: decide in an hour whether a machine-learning project is worth doing."""

__version__: str


def __getattr__(name: str) -> str:
    """The version, read when it is first asked for, since finding it takes a third of the time of `mlscope
    --help`.
    """
    if name != "__version__":
        raise AttributeError(f"module 'mlscope' has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("mlscope")
    except PackageNotFoundError:  # a checkout that was never installed
        found = "0.0.0"
    globals()[name] = found
    return found
