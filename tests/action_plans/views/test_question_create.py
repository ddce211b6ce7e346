import pytest

from action_plans.models import ActionItem, Question

TEXT = "Mengapa baru empat sekolah?"


def url(item):
    return f"/rencana-aksi/butir/{item.pk}/tanya/"


def facts(item):
    return f"/rencana-aksi/butir/{item.pk}/fakta/"


@pytest.mark.parametrize("who", ["official", "staff", "leader"])
def test_officials_and_bnn_ask_on_the_page_of_the_facts(request, signed_in, in_force, who):
    browser = signed_in(request.getfixturevalue(who))
    page = browser.get(facts(in_force)).content.decode()
    assert url(in_force) in page
    assert "Jangan menulis nama" in page
    assert browser.post(url(in_force), {"text": TEXT}).url == facts(in_force)
    assert Question.objects.get().text == TEXT
    page = browser.get(facts(in_force)).content.decode()
    assert TEXT in page
    assert "Menunggu jawaban" in page


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_clicks_ask_once(signed_in, official, in_force, at_once):
    first, second = signed_in(official), signed_in(official)
    send = [lambda browser=browser: browser.post(url(in_force), {"text": TEXT}) for browser in (first, second)]
    assert [response.status_code for response in at_once(*send)] == [302, 302]
    assert Question.objects.count() == 1


def test_what_cannot_be_sent_is_kept(signed_in, official, in_force):
    response = signed_in(official).post(url(in_force), {"text": "panjang " * 200})
    assert response.status_code == 422
    page = response.content.decode()
    assert "panjang panjang" in page
    assert 'role="alert"' in page
    assert in_force.title in page
    assert not Question.objects.exists()


def test_a_plan_that_is_not_in_force_is_not_asked_about(signed_in, staff, offered):
    assert url(offered) not in signed_in(staff).get(facts(offered)).content.decode()
    response = signed_in(staff).post(url(offered), {"text": TEXT})
    assert response.status_code == 422
    assert "berstatus" in response.content.decode()


def test_a_restricted_item_does_not_exist(signed_in, official, in_force):
    ActionItem.objects.filter(pk=in_force.pk).update(is_restricted=True)
    assert signed_in(official).post(url(in_force), {"text": TEXT}).status_code == 404


@pytest.mark.parametrize("who", ["contact_person", "coordinator", "outsider"])
def test_others_who_read_the_facts_may_not_ask(request, signed_in, in_force, who):
    browser = signed_in(request.getfixturevalue(who))
    assert url(in_force) not in browser.get(facts(in_force)).content.decode()
    assert browser.post(url(in_force), {"text": TEXT}).status_code == 403


def test_a_get_is_refused(signed_in, official, in_force):
    assert signed_in(official).get(url(in_force)).status_code == 405
