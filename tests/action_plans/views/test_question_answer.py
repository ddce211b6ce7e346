import pytest

from action_plans.models import Question
from action_plans.services import answer_question, ask_question

TEXT = "Dua sekolah lagi menyusul bulan depan."


@pytest.fixture
def question(in_force, official):
    return ask_question(in_force, "Mengapa baru empat sekolah?", by=official)


def url(question):
    return f"/rencana-aksi/pertanyaan/{question.pk}/"


def working_page(question):
    return f"/rencana-aksi/butir/{question.item_id}/"


def test_the_contact_person_finds_it_and_answers(signed_in, contact_person, official, question):
    browser = signed_in(contact_person)
    assert f'href="{url(question)}"' in browser.get("/tugas/").content.decode()
    assert f'href="{url(question)}"' in browser.get(working_page(question)).content.decode()
    page = browser.get(url(question)).content.decode()
    assert question.text in page
    assert "Jangan menulis nama" in page
    assert browser.post(url(question), {"text": TEXT}).url == working_page(question)
    page = browser.get(working_page(question)).content.decode()
    assert TEXT in page
    assert url(question) not in page
    assert url(question) not in browser.get("/tugas/").content.decode()
    facts = signed_in(official).get(f"/rencana-aksi/butir/{question.item_id}/fakta/").content.decode()
    assert TEXT in facts
    assert contact_person.name not in facts


def test_bnn_answers_too(signed_in, staff, question):
    assert signed_in(staff).post(url(question), {"text": TEXT}).status_code == 302


def test_an_empty_answer_is_refused(signed_in, contact_person, question):
    response = signed_in(contact_person).post(url(question), {"text": " "})
    assert response.status_code == 422
    assert "Wajib diisi." in response.content.decode()


@pytest.mark.parametrize("who", ["official", "coordinator"])
def test_readers_without_a_part_in_it_may_not_answer(request, signed_in, question, who):
    assert signed_in(request.getfixturevalue(who)).get(url(question)).status_code == 403


def test_for_others_it_does_not_exist(client, signed_in, outsider, question):
    assert signed_in(outsider).get(url(question)).status_code == 404
    assert client.get(url(question)).status_code == 302


def test_the_coordinator_reads_it_on_the_working_page(signed_in, coordinator, question):
    page = signed_in(coordinator).get(working_page(question)).content.decode()
    assert question.text in page
    assert url(question) not in page


@pytest.mark.parametrize("page", ["working", "facts", "tasks"])
def test_the_number_of_statements_does_not_grow(
    count_queries, signed_in, contact_person, official, in_force, dinas, page
):
    path = {
        "working": f"/rencana-aksi/butir/{in_force.pk}/",
        "facts": f"/rencana-aksi/butir/{in_force.pk}/fakta/",
        "tasks": "/tugas/",
    }[page]
    browser = signed_in(official if page == "facts" else contact_person)

    def add(count):
        for number in range(count):
            ask_question(in_force, f"Bagaimana, ke-{number} dari {count}?", by=official)
            answer_question(ask_question(in_force, "Kapan?", by=official), "Besok.", by=contact_person)

    add(1)
    one = count_queries(browser, path)
    add(2)
    assert count_queries(browser, path) == one
    add(47)
    assert count_queries(browser, path) == one
    assert Question.objects.count() == 100
    assert page != "facts" or one <= 8
