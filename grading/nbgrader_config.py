"""nbgrader's settings for this course. Read by formgrader, ``nbgrader`` and ``python -m grading`` alike."""

from typing import Any

from grading import layout

get_config: Any
c = get_config()  # noqa: F821

layout.put_scripts_on_path()
layout.root().mkdir(parents=True, exist_ok=True)  # The gradebook is a file in it.

c.CourseDirectory.course_id = layout.COURSE_ID
c.CourseDirectory.root = str(layout.root())

# Answers are marked without a kernel and without running anything that a learner sent.
c.Autograde.pre_convert_hook = "grading.preprocessors.restore_sheets"
c.Autograde.sanitize_preprocessors = ["grading.preprocessors.PristineSheet"]
c.Autograde.autograde_preprocessors = [
    "grading.preprocessors.MarkAnswers",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]

c.ExportApp.plugin_class = "grading.export.MarksPlugin"
