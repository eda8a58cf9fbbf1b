"""`python -m mlscope` is the command line."""

import sys

from mlscope.cli import main

sys.exit(main())
