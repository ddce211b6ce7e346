"""The guides of docs/panduan tell what is on the screens: a renamed button or a missing picture fails here."""

import re
import runpy
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "docs/panduan"
GUIDES = sorted(FOLDER.glob("*.md"))
MOST_STEPS = 7
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def on_screen() -> str:
    """Everything that a screen may say: templates and the Python of the apps."""
    apps = ("bnn_portal", "stakeholders", "workshops", "action_plans", "reports")
    files = [*(settings.BASE_DIR / "templates").rglob("*.html")]
    files += [path for app in apps for path in (settings.BASE_DIR / app).rglob("*.py")]
    return " ".join(path.read_text() for path in files)


def targets(text: str) -> list[str]:
    """The files that a guide points at, pictures included, without the part after “#”."""
    return [target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text)]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_word_in_bold_is_on_a_screen(guide: Path, on_screen: str):
    # The README names one such word to say what bold means.
    labels = set(re.findall(r"\*\*(.+?)\*\*", guide.read_text())) - {"tebal"}
    assert [label for label in sorted(labels) if not re.search(rf"(?<!\w){re.escape(label)}(?!\w)", on_screen)] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_file_it_names_is_there(guide: Path):
    assert [target for target in targets(guide.read_text()) if not (FOLDER / target).is_file()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_no_task_takes_more_than_seven_steps(guide: Path):
    tasks = re.split(r"^## ", guide.read_text(), flags=re.MULTILINE)[1:]
    assert tasks
    assert [
        task.splitlines()[0] for task in tasks if len(re.findall(r"^\d+\. ", task, re.MULTILINE)) > MOST_STEPS
    ] == []


def test_every_guide_is_in_the_index():
    named = set(targets((FOLDER / "README.md").read_text()))
    assert {guide.name for guide in GUIDES} - {"README.md"} <= named


def test_every_picture_is_shown_and_is_taken_by_the_script():
    pictures = {path.relative_to(FOLDER.parent).as_posix() for path in FOLDER.rglob("*.png")}
    shown = {
        f"panduan/{target}" for guide in GUIDES for target in targets(guide.read_text()) if target.endswith(".png")
    }
    script = runpy.run_path(str(FOLDER.parent / "screenshots/take.py"))
    assert pictures == shown == {name for name in script["PICTURES"] if name.startswith("panduan/")}


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.png")) < MOST_BYTES
