"""How Sphinx builds these pages: ``scripts/docs`` runs it with warnings as errors."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "hiphinge"
author = "the hiphinge contributors"
release = installed("hiphinge")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
extensions += ["reference_pages", "catalogue_pages", "api_pages"]
exclude_patterns = ["_build"]
nitpicky = True
# What is named hiphinge.* has to be found; the standard library, numpy and short names in prose are not looked up.
nitpick_ignore_regex = [("py:.*", r"(?!hiphinge\.).*")]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

smartquotes = False  # what people type stays as it is typed

autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_ivar = True  # attributes are described with their class, and are no targets of their own

html_theme = "furo"
html_title = "hiphinge"
html_static_path = ["_static"]
html_show_copyright = False
