"""A report inside the app leads to the pages of its findings, drills and sources, and these lead back to it."""

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests.reports.conftest import build

from hiphinge.reports import build_report, html_page
from hiphinge.reports.page import report_values
from hiphinge.server.site import new_templates

if TYPE_CHECKING:
    from tests.server.conftest import Opened

ID = "c" * 32


def test_each_finding_leads_to_its_page_and_back(opened: "Opened") -> None:
    report = build_report(build())
    recording = SimpleNamespace(analysis=ID)
    body = new_templates().get_template("report_body.html.j2")
    text = body.render(**report_values(report), recording=recording, beside=True)
    assert report.findings
    for finding in report.findings:
        assert f'href="/library/faults/{finding.id}?from={ID}"' in text
        assert f'id="found-{finding.id}"' in text
        page = opened.browser.get(f"/library/faults/{finding.id}?from={ID}").text
        assert f'href="/analyses/{ID}#found-{finding.id}"' in page
    led_to = set(re.findall(r'href="(/library[^"]*)"', text))
    assert any(path.startswith("/library/evidence/") for path in led_to)
    for path in led_to:
        assert opened.browser.get(path).status_code == 200, path


def test_a_report_that_is_sent_leads_nowhere_else() -> None:
    assert "/library" not in html_page(build_report(build()))
