"""The report of invented items; these tests have no database, so a question to it would fail them."""

import io
import re

from django.core.management import call_command
from pypdf import PdfReader

from reports.management.commands.render_sample import compose_sample


def test_the_sample_is_the_same_each_time(tmp_path):
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    said = io.StringIO()
    for file in files:
        call_command("render_sample", items=3, output=file, stdout=said)
    one, two = (file.read_bytes() for file in files)
    assert one == two
    assert "/StructTreeRoot" in PdfReader(files[0]).trailer["/Root"]
    assert f"{len(one)} bytes" in said.getvalue()


def test_it_can_be_drawn_without_tags(tmp_path):
    file = tmp_path / "plain.pdf"
    call_command("render_sample", items=3, output=file, untagged=True, stdout=io.StringIO())
    assert "/StructTreeRoot" not in PdfReader(file).trailer["/Root"]


def test_it_tells_of_as_many_items_as_asked():
    told = set(re.findall(r"RA-2026-\d+", compose_sample(50).html))
    assert len(told) == 49  # one in fifty is restricted: counted, and told nowhere
