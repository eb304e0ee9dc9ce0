"""What a self-assessment comes to, for one person and for a team. ``course/assessment.py`` shows it on the page."""
