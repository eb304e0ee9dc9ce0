"""nbgrader's settings for this course. Read by formgrader, ``nbgrader`` and ``python -m grading`` alike."""

import os
from typing import Any

from grading import layout
from grading.sheets import TEXT_STUB

get_config: Any
c = get_config()  # noqa: F821

layout.put_scripts_on_path()
layout.root().mkdir(parents=True, exist_ok=True)  # The gradebook is a file in it.

c.CourseDirectory.course_id = layout.COURSE_ID
c.CourseDirectory.root = str(layout.root())

# nbgrader's exchange, on a shared hub: a learner's newest submission is collected, and of it what marking needs.
if exchange := os.environ.get("GRADING_EXCHANGE"):
    c.Exchange.root = exchange
c.ExchangeCollect.update = True
c.CourseDirectory.include = ["*.ipynb", "*.json", "*.txt"]

c.ClearSolutions.text_stub = TEXT_STUB

# Answers are marked without a kernel and without running anything that a learner sent.
c.Autograde.pre_convert_hook = "grading.preprocessors.restore_sheets"
c.Autograde.sanitize_preprocessors = ["grading.preprocessors.PristineSheet"]
c.Autograde.autograde_preprocessors = [
    "grading.preprocessors.MarkAnswers",
    "grading.preprocessors.SaveMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# The button and `nbgrader generate_feedback` give the same file as `python -m grading feedback`.
c.GenerateFeedback.exporter_class = "grading.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
c.GenerateFeedback.post_convert_hook = "grading.feedback.complete"

c.ExportApp.plugin_class = "grading.export.MarksPlugin"
