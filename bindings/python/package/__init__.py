"""The core of an app: the records and stores of its schema, and the errors, filters and options of Larder.

`larder bindings --language python` writes this package. Import what you need from here.
"""

# First as well as last: a type checker keeps the first meaning of a name, Python the last.
from ._database import Database as Database
from ._live import LiveValues as LiveValues
from .larder import *
from .core import *  # type: ignore[assignment]
from ._database import Database as Database
