"""What a browser sends of the item forms."""

from typing import Any


def checkpoint_rows(*rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The formset of measures per period; `initial` of the rows were there already."""
    data: dict[str, Any] = {"checkpoints-TOTAL_FORMS": len(rows), "checkpoints-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"checkpoints-{number}-{name}": value for name, value in row.items()}
    return data


def item_form(**changes: Any) -> dict[str, Any]:
    """A complete new item, without its lead."""
    return {
        "title": "Sosialisasi di sekolah",
        "description": "Bersama guru BK.",
        "action_class": "specific",
        "pillar": "prevention",
        "kotan_variable": "community_resilience",
        "topics": ["prevention", "youth"],
        "success_criteria": "Semua SMP pernah didatangi.",
        "indicator": "Jumlah sekolah",
        "unit": "sekolah",
        "target": "1.250,5",
        "starts_on": "2024-01-02",
        "due_on": "2024-12-31",
        "target_group": "education",
        "funding": "apbd",
        **checkpoint_rows(),
        **changes,
    }
