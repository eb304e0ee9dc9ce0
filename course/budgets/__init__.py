"""Balance the budget: what a plan of measures saves and what it leaves for whom. ``course/budgeter.py`` shows it."""
