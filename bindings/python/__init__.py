"""The core of an app: the records and stores of its schema, and the errors, filters and options of Larder.

`larder bindings --language python` writes this package. Import what you need from here.
"""

from .larder import *
from .core import *
from ._database import Database as Database  # With transactions; it takes the place of the generated one.
