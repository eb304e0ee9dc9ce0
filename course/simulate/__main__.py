"""``python -m course.simulate``."""

from course.simulate import write

for path in write():
    print(f"Written: {path}")
