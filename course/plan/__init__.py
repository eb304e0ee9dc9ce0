"""The action plan: what a learner kept for it, the plan itself, and both as documents to take away."""
