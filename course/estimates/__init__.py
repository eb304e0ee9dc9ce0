"""What an estimate works out from a learner's own numbers. ``course/estimator.py`` shows it on the page."""
