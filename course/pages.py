"""The pages of the course: notebooks, each in the folder of its part."""

import json
from functools import cache

from course import paths


@cache
def page_title(part: str, page: str) -> str:
    """The first heading of a page; the name of its file if that is there no more."""
    try:
        cells = json.loads((paths.NOTEBOOKS / part / f"{page}.ipynb").read_bytes())["cells"]
    except FileNotFoundError:
        return page
    lines = (line for cell in cells if cell["cell_type"] == "markdown" for line in "".join(cell["source"]).splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), page)
