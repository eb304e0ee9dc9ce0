"""``python -m course`` opens the course. PORT=8899 and BROWSER=none in the environment change how."""

import sys

from course.server import serve

if __name__ == "__main__":
    sys.exit(serve("doc/tree/notebooks/0-start/welcome.ipynb"))
