def test_it_says_whom_to_ask(client, db):
    page = client.get("/masuk/nonaktif/")
    assert page.status_code == 200
    assert "hubungi Seksi P2M" in page.content.decode()


def test_only_get(client, db):
    assert client.post("/masuk/nonaktif/").status_code == 405
