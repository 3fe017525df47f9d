"""Paper: a set, a session or a whole plan as PDF, on a page for a lifter, or two for a coach or physio."""

from hiphinge.reports.pdf.of_plan import cycle_sheet, session_sheet
from hiphinge.reports.pdf.of_set import set_sheet
from hiphinge.reports.pdf.setting import pdf_of
from hiphinge.reports.pdf.sheet import READERS, PaperSheet, Reader

__all__ = ["READERS", "PaperSheet", "Reader", "cycle_sheet", "pdf_of", "session_sheet", "set_sheet"]
