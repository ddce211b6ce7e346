"""Third-party files in static/vendor are exactly those of the manifest."""

import re
import runpy

from django.conf import settings


def test_vendored_files_match_their_hashes():
    update = runpy.run_path(str(settings.BASE_DIR / "static/vendor/update"))

    assert update["check"]() == []


def test_the_icons_in_use_are_the_icons_in_the_files():
    vendor = settings.BASE_DIR / "static/vendor"
    update = runpy.run_path(str(vendor / "update"))
    symbols = re.findall(r'<symbol id="([^"]+)"', (vendor / "icons.svg").read_text())
    masks = re.findall(r"^\.tag-([a-z0-9-]+)::before", (vendor / "tag-icons.css").read_text(), re.MULTILINE)

    assert set(symbols) == update["icon_names"](), "static/vendor/update --icons writes them again"
    assert set(masks) == update["tag_icon_names"](), "static/vendor/update --icons writes them again"


def test_no_stylesheet_or_script_loads_from_another_host():
    for path in (settings.BASE_DIR / "static").rglob("*.css"):
        text = path.read_text()
        assert "@import" not in text, path
        assert "url(http" not in text, path
        assert 'url("http' not in text, path
