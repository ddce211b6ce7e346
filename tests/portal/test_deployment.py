import re

import pytest

from tests.portal.conftest import BASE_DIR


def test_the_example_lists_every_variable_that_the_settings_read_and_no_other():
    settings = (BASE_DIR / "bnn_portal/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    listed = set(re.findall(r"^(?:# )?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), flags=re.MULTILINE))
    assert listed == read


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_every_part_of_the_portal_has_its_unit_under_an_account_without_rights(part):
    unit = (BASE_DIR / f"deploy/portal-kotan-{part}.service").read_text()
    assert "User=portal-kotan\n" in unit
    assert "EnvironmentFile=/etc/portal-kotan.env\n" in unit
    assert "NoNewPrivileges=yes\n" in unit
