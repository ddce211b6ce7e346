import re
from gzip import compress
from pathlib import Path

import pytest
from django.conf import settings

from action_plans.models import ActionItem
from tests.factories import ActionItemFactory, WorkshopFactory

# What one visit may carry over a bad line.
MOST_BYTES = 200_000
STATIC = Path(settings.BASE_DIR) / "static"


def test_it_says_what_was_promised_and_how_far_it_is(client, items):
    page = client.get("/").content.decode()
    assert "1 dari 5 butir aksi selesai, 4 terlambat." in page
    assert "1 di antaranya terbatas" in page
    assert "Operasi rahasia" not in page
    assert "Sosialisasi di sekolah" in page


def test_every_figure_is_a_door_to_the_list_it_counts(client, items):
    page = client.get("/").content.decode()
    doors = re.findall(r'class="stat tone-\w+"\s+href="([^"]+)"><strong>(\d+)</strong>', page)
    assert [int(number) for _url, number in doors] == [5, 1, 2, 4]
    for url, number in doors:
        listed = client.get(url.replace("&amp;", "&"))
        told = listed.context["page_obj"].paginator.count + listed.context["restricted"]
        assert told == int(number), url


def test_the_bars_by_field_are_doors_too(client, items):
    page = client.get("/")
    for pillar, url in page.context["pillars"]:
        listed = client.get(url)
        assert listed.context["page_obj"].paginator.count + listed.context["restricted"] == pillar.total


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("contact_person", "/tugas/"),
        ("outsider", "/tugas/"),
        ("coordinator", "/ringkasan/"),
    ],
)
def test_who_is_signed_in_goes_to_the_page_one_comes_for(request, signed_in, who, path):
    assert signed_in(request.getfixturevalue(who)).get("/").url == path


@pytest.mark.parametrize("who", ["staff", "leader", "official"])
def test_nobody_signed_in_stays_here(request, signed_in, who):
    assert signed_in(request.getfixturevalue(who)).get("/").status_code == 302


def test_it_may_be_kept_a_minute_unless_it_is_somebodys_own(client, db):
    assert client.get("/").headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in client.get("/").headers["Vary"]
    assert not client.get("/").cookies
    client.cookies["messages"] = "x"
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"


def test_it_introduces_itself_to_a_messenger(client, items, settings):
    settings.PORTAL_URL = "https://portal.example"
    page = client.get("/").content.decode()
    assert '<meta property="og:title" content="Kota Malang Tanggap Ancaman Narkoba">' in page
    assert '<meta property="og:image" content="https://portal.example/static/img/share.png">' in page
    assert "https://wa.me/?text=%2AKota+Malang" in page
    assert "portal.example%2F" in page


def test_who_shares_invented_data_says_so(client, items):
    items["done"].plan.workshop.__class__.objects.update(is_sample=True)
    page = client.get("/").content.decode()
    assert "%28DATA+CONTOH%2C" in page
    assert 'content="[Data contoh] Kota Malang' in page
    assert '<meta name="robots" content="noindex">' in page


def test_it_is_whole_without_any_data(client, db):
    page = client.get("/").content.decode()
    assert "Belum ada butir aksi yang berlaku." in page
    assert "Belum ada kegiatan yang diumumkan." in page


def test_it_is_light(client, items):
    """What a first visit transfers, as the portal compresses it; fonts and pictures are compressed already."""
    page = client.get("/").content
    total = len(compress(page))
    for path in set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode())):
        content = (STATIC / path).read_bytes()
        total += len(content) if path.endswith("woff2") else len(compress(content))
    assert total < MOST_BYTES / 2


def test_the_number_of_statements_is_constant(client, count_queries, plan, dinas):
    def add(count):
        for _ in range(count):
            ActionItemFactory(plan=plan, lead=dinas)
            WorkshopFactory(is_public=True)

    add(1)
    one = count_queries(client, "/")
    add(2)
    assert count_queries(client, "/") == one
    add(47)
    assert count_queries(client, "/") == one <= 8
    assert ActionItem.objects.count() == 50


def test_it_is_only_read(client, db):
    assert client.post("/").status_code == 405
