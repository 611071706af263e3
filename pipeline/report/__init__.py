"""Weekly reports: one content model, rendered to any format."""

from pipeline.report.content import WeeklyContent
from pipeline.report.html import render_html
from pipeline.report.pdf import render_pdf
from pipeline.report.weekly import weekly
from pipeline.report.writing import FORMATS, write

__all__ = ["FORMATS", "WeeklyContent", "render_html", "render_pdf", "weekly", "write"]
