"""Third-party files in static/vendor are exactly those of the manifest."""

import runpy

from django.conf import settings


def test_vendored_files_match_their_hashes():
    update = runpy.run_path(str(settings.BASE_DIR / "static/vendor/update"))

    assert update["check"]() == []


def test_no_stylesheet_or_script_loads_from_another_host():
    for path in (settings.BASE_DIR / "static").rglob("*.css"):
        text = path.read_text()
        assert "@import" not in text, path
        assert "url(http" not in text, path
        assert 'url("http' not in text, path
