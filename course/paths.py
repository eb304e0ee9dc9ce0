"""Where everything lies. No other module builds a path of its own."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
ASSETS = ROOT / "assets"
EXERCISES = ASSETS / "content" / "exercises"
EXPLORERS = ASSETS / "content" / "explorers"
ESTIMATES = ASSETS / "content" / "estimates"
ASSESSMENTS = ASSETS / "content" / "assessments"
SCENARIOS = ASSETS / "content" / "scenarios"
BUDGETS = ASSETS / "content" / "budgets"
BUDGET_WORDS = ASSETS / "content" / "budget.yaml"
IMPACT = ASSETS / "content" / "impact-analysis.yaml"
CHARTS = ASSETS / "content" / "charts"
CASES = ASSETS / "content" / "case-studies"
FACTORS = ASSETS / "content" / "success-factors.yaml"
DATA = ASSETS / "data"
STYLES = ASSETS / "styles"
FRONT = ROOT / "course" / "front"
