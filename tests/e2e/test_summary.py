"""What the city's leaders read in thirty seconds, and take along on one sheet."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.views.summary import LATE_ROWS

pytestmark = pytest.mark.e2e

FILL_THE_LIST = """(rows) => {
  const list = document.querySelector(".late-list");
  while (list.children.length < rows) list.append(list.lastElementChild.cloneNode(true));
  for (const link of list.querySelectorAll("a")) link.textContent = "Aksi dengan judul yang panjang sekali ".repeat(6);
  // As high as with one more bar, whose label takes two lines.
  for (const bars of document.querySelectorAll(".chart-drawing")) bars.setAttribute("height", bars.clientHeight + 92);
}"""


def test_the_summary_is_one_sheet_even_when_much_is_late(portal):
    page = portal.sign_in("official")
    page.wait_for_url("**/ringkasan/")
    assert page.get_by_role("link", name="Unduh laporan").is_visible()
    page.evaluate(FILL_THE_LIST, LATE_ROWS)
    sheets = PdfReader(BytesIO(page.pdf(format="A4", print_background=True))).pages
    assert len(sheets) == 1
    text = sheets[0].extract_text()
    assert "butir aksi selesai" in text
    assert "Unduh laporan" not in text
