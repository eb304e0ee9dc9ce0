"""The ways through the course: its list of pages, what is suggested to whom, and how far a learner has come."""
