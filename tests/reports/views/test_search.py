from datetime import date

import pytest

from action_plans.models import ActionItem, ActionPlan
from stakeholders.models import UrbanVillage
from tests.factories import ActionItemFactory, ActionPlanFactory, InstitutionFactory, WorkshopFactory

URL = "/cari/"


@pytest.fixture
def search():
    """`search(browser, words)`: the titles that are found, by group."""

    def ask(browser, words: str) -> dict[str, list[str]]:
        response = browser.get(URL, {"q": words})
        assert response.status_code == 200
        return {group.title: [finding.title for finding in group.findings] for group in response.context["groups"]}

    return ask


@pytest.fixture
def found(search, signed_in, staff):
    browser = signed_in(staff)
    return lambda words: search(browser, words)


def test_it_finds_workshops_items_and_institutions_in_groups(found):
    WorkshopFactory(theme="Workshop tes urine", venue="Balai Kota")
    ActionItemFactory(title="Tes urine pegawai")
    InstitutionFactory(name="Laboratorium Tes Urine", short_name="Lab")
    assert found("tes urine") == {
        "Workshop": ["Workshop tes urine"],
        "Butir aksi": ["Tes urine pegawai"],
        "Instansi": ["Laboratorium Tes Urine"],
    }


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        # stems
        ("menyosialisasikan", "Sosialisasi bahaya narkotika"),
        ("penyuluhan", "Menyuluh warga"),
        ("pelaksanaan", "Melaksanakan tes urine"),
        # typing errors
        ("sosialisai", "Sosialisasi bahaya narkotika"),
        ("narkotka", "Tes narkotika pelajar"),
        ("sosialisai narkotka", "Sosialisasi bahaya narkotika"),
        ("narkotuka", "Tes narkotika pelajar"),
        ("penyuluan", "Penyuluhan di sekolah"),
        # letters that changed places
        ("sosailisasi", "Sosialisasi bahaya narkotika"),
        ("narktoika", "Tes narkotika pelajar"),
        ("Kedugnkandang", "Patroli Kedungkandang"),
        ("kedugn kandang", "Patroli Kedungkandang"),
        ("urnie", "Tes urine pelajar"),
        ("skeolah", "Penyuluhan di sekolah"),
        # together or apart
        ("kedung kandang", "Patroli Kedungkandang"),
        ("kedungkandang", "Patroli Kedung Kandang"),
        # capitals, parts of words, and what is no word
        ("TES URINE", "Tes urine pelajar"),
        ("sekol", "Penyuluhan di sekolah"),
        ("'urine\" & | !", "Tes urine pelajar"),
    ],
)
def test_words_are_found_as_people_write_them(found, typed, title):
    ActionItemFactory(title=title)
    ActionItemFactory(title="Gerak jalan sehat")
    assert found(typed) == {"Butir aksi": [title]}


def test_a_word_that_only_begins_alike_is_another_word(found):
    ActionItemFactory(title="Melatih pelatih")
    assert found("pelajar") == {}


def test_every_word_must_be_found(found):
    ActionItemFactory(title="Tes urine pelajar", description="Bersama puskesmas")
    assert found("urine puskesmas") == {"Butir aksi": ["Tes urine pelajar"]}
    assert found("urine konser") == {}


def test_items_are_found_by_their_number_and_by_the_kelurahan_or_kecamatan_that_they_name(found):
    item = ActionItemFactory(title="Gerak jalan", code="RA-2024-00042")
    item.areas.add(UrbanVillage.objects.get(name="Kedungkandang"))
    for typed in ("RA-2024-00042", "ra-2024-00042", "00042", "kedung kandang", "Kedungkndang"):
        assert found(typed).get("Butir aksi") == ["Gerak jalan"], typed
    village = UrbanVillage.objects.exclude(name="Kedungkandang").filter(district__name="Kedungkandang").first()
    item.areas.set([village])
    assert found("kedungkandang")["Butir aksi"] == ["Gerak jalan"]
    assert found("klojen").get("Butir aksi") is None


def test_the_likest_comes_first(found):
    ActionItemFactory(title="Sosial dan sehat", description="Sosialisasi")
    ActionItemFactory(title="Sosialisasi bahaya narkotika")
    assert found("sosialisasi")["Butir aksi"][0] == "Sosialisasi bahaya narkotika"


def test_each_finds_the_items_of_the_own_lists(
    search, signed_in, staff, contact_person, coordinator, outsider, official, dinas
):
    ActionItemFactory(title="Tes urine berlaku", lead=dinas)
    ActionItemFactory(title="Tes urine terbatas", lead=dinas, is_restricted=True)
    ActionItemFactory(title="Tes urine draf", lead=dinas, plan=ActionPlanFactory(status=ActionPlan.Status.DRAFT))
    everything = {"Tes urine berlaku", "Tes urine terbatas", "Tes urine draf"}
    for user, titles in [
        (staff, everything),
        (contact_person, everything - {"Tes urine draf"}),
        (coordinator, everything - {"Tes urine draf"}),
        (outsider, set()),
        (official, {"Tes urine berlaku"}),
    ]:
        assert set(search(signed_in(user), "tes urine").get("Butir aksi", [])) == titles, user


def test_whoever_only_reads_facts_is_led_to_the_facts(signed_in, official, staff, dinas):
    item = ActionItemFactory(title="Tes urine", lead=dinas)
    assert f"/rencana-aksi/butir/{item.pk}/fakta/" in signed_in(official).get(URL + "?q=urine").content.decode()
    assert f'/rencana-aksi/butir/{item.pk}/"' in signed_in(staff).get(URL + "?q=urine").content.decode()


def test_workshops_are_found_by_those_who_see_them_and_by_their_minutes_for_bnn_alone(
    search, signed_in, staff, contact_person
):
    WorkshopFactory(theme="Rapat umum", is_public=True, minutes="Penjagaan pintu gerbang")
    WorkshopFactory(theme="Rapat tertutup", venue="Gerbang Timur")
    assert set(search(signed_in(staff), "gerbang")["Workshop"]) == {"Rapat umum", "Rapat tertutup"}
    assert search(signed_in(contact_person), "gerbang") == {}
    assert search(signed_in(contact_person), "rapat") == {"Workshop": ["Rapat umum"]}


def test_ten_of_a_kind_are_shown_and_the_rest_stands_in_the_list(signed_in, staff, dinas):
    browser = signed_in(staff)
    plan = ActionPlanFactory()
    for number in range(11):
        ActionItemFactory(plan=plan, title=f"Tes urine {number}")
    page = browser.get(URL, {"q": "tes & urine"})
    [group] = page.context["groups"]
    assert len(group.findings) == 10
    assert group.url == "/rencana-aksi/butir/?q=tes+%26+urine"
    assert "Lihat semua" in page.content.decode()
    assert browser.get(group.url).context["paginator"].count == 11
    ActionItem.objects.first().delete()
    assert "Lihat semua" not in browser.get(URL, {"q": "tes urine"}).content.decode()


HOSTILE = ["", "   ", "!?&|()'\"\\:*<->", "_", "dan di", "\x00", "\x00urine\x00", "x " * 10_000, "x" * 100_000]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_answered(signed_in, staff, typed):
    response = signed_in(staff).get(URL, {"q": typed})
    assert response.status_code == 200
    assert response.context["groups"] == []


def test_an_empty_page_says_what_to_do(signed_in, staff):
    browser = signed_in(staff)
    assert "Tulis kata dari tema atau judul" in browser.get(URL).content.decode()
    assert "Tidak ada yang cocok" in browser.get(URL + "?q=tidakadaapapun").content.decode()


def test_the_box_stands_in_every_page_of_an_account_once(signed_in, staff, client):
    assert signed_in(staff).get("/rencana-aksi/").content.decode().count("data-search") == 1
    assert signed_in(staff).get(URL).content.decode().count("data-search") == 1
    assert "data-search" not in client.get("/masuk/").content.decode()


@pytest.mark.parametrize("who", ["staff", "contact_person", "official"])
def test_it_costs_the_same_however_much_is_found(request, who, signed_in, dinas, count_queries):
    browser = signed_in(request.getfixturevalue(who))
    counts = []
    for count in (1, 2, 47):
        for _ in range(count):
            plan = ActionPlanFactory(workshop__theme="Rapat tes urine", workshop__is_public=True)
            ActionItemFactory(title="Tes urine", plan=plan, lead=dinas, due_on=date(2024, 5, 1))
            InstitutionFactory(name=f"Lembaga tes urine {InstitutionFactory.create().pk}")
        counts.append(count_queries(browser, URL + "?q=tes+urine"))
    assert counts[0] == counts[-1] <= 8


@pytest.mark.parametrize("path", [URL, "/rencana-aksi/butir/"])
def test_words_that_one_may_not_read_find_nothing(path, signed_in, staff, contact_person, official, dinas):
    """The description stands on the working page alone: a hit would tell an official what it says."""
    item = ActionItemFactory(title="Sosialisasi di sekolah", description="Anggaran bergeser ke pengawasan", lead=dinas)
    shows = {
        user: item.title in signed_in(user).get(path, {"q": "pengawasan"}).content.decode()
        for user in (staff, contact_person, official)
    }
    assert shows == {staff: True, contact_person: True, official: False}
    assert item.title in signed_in(official).get(path, {"q": "sosialisasi"}).content.decode()
