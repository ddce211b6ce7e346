import re

import pytest
from django.urls import reverse

from stakeholders.models import OfficeSettings

PATH = "/bantuan/"


def test_everybody_finds_the_right_channels(client, db):
    page = client.get(PATH).content.decode()
    for words in ("tel:184", "IPWL", "https://www.lapor.go.id/", "Portal ini tidak menerima pengaduan"):
        assert words in page
    assert "Sebagai" not in page


@pytest.mark.parametrize(
    ("who", "headings"),
    [
        ("staff", ["Sebagai staf P2M"]),
        ("leader", ["Sebagai Kepala", "Sebagai staf P2M"]),
        ("contact_person", ["Sebagai narahubung"]),
        ("coordinator", ["Sebagai koordinator"]),
        ("official", ["Sebagai pejabat Forkopimda"]),
    ],
)
def test_each_reads_first_how_to_do_their_own_part(request, signed_in, who, headings):
    page = signed_in(request.getfixturevalue(who)).get(PATH).content.decode()
    sections = re.findall(r'<h2 id="[a-z]+">(.+?)</h2>', page)
    assert sections[: len(headings) + 1] == [*headings, "Tempat bertanya"]
    assert page.count("Sebagai ") == len(headings)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("staff", "reports:today"),
        ("leader", "reports:report_list"),
        ("contact_person", "action_plans:task_list"),
        ("coordinator", "reports:summary"),
        ("official", "reports:summary"),
    ],
)
def test_the_steps_lead_to_where_the_work_begins(request, signed_in, who, address):
    page = signed_in(request.getfixturevalue(who)).get(PATH).content.decode()
    steps = page.partition('<ol class="steps">')[2].partition("</ol>")[0]
    assert f'href="{reverse(address)}"' in steps


def test_whom_to_ask_is_told_to_those_who_are_signed_in(client, signed_in, contact_person):
    OfficeSettings.objects.update(help_contact="Ibu Penjawab, Seksi P2M", phone="0341 000000")
    page = signed_in(contact_person).get(PATH).content.decode()
    assert "Ibu Penjawab, Seksi P2M, telepon 0341 000000." in page
    stranger = client.get(PATH).content.decode()
    assert "Ibu Penjawab" not in stranger
    assert "Telepon 0341 000000" in stranger


@pytest.mark.parametrize("who", ["staff", "leader", "contact_person", "coordinator", "official"])
def test_every_step_leads_to_a_page_that_the_reader_may_open(request, signed_in, who):
    browser = signed_in(request.getfixturevalue(who))
    main = browser.get(PATH).content.decode().split("<main")[1].split("</main>")[0]
    paths = re.findall(r'<a [^>]*href="([^"]+)"', main)
    for path in paths:
        if path.startswith("/"):
            assert browser.get(path).status_code == 200, path


def test_it_costs_few_statements(client, signed_in, contact_person, count_queries):
    assert count_queries(client, PATH) == 1
    assert count_queries(signed_in(contact_person), PATH) <= 8


def test_it_is_only_read(client, db):
    assert client.post(PATH).status_code == 405
