"""Where everything lies. No other module builds a path of its own."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
ASSETS = ROOT / "assets"
EXERCISES = ASSETS / "content" / "exercises"
EXPLORERS = ASSETS / "content" / "explorers"
ESTIMATES = ASSETS / "content" / "estimates"
CHARTS = ASSETS / "content" / "charts"
DATA = ASSETS / "data"
STYLES = ASSETS / "styles"
FRONT = ROOT / "course" / "front"
