"""What the tests of these pages share."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image


@pytest.fixture
def count_queries():
    """`count_queries(client, path)`: how many statements the page costs, asked twice so that caches are warm."""

    def count(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def photo():
    """`photo(name)`: a photo as a phone sends it."""

    def take(name: str = "foto.jpg") -> SimpleUploadedFile:
        out = io.BytesIO()
        Image.new("RGB", (640, 480), "#3b7a57").save(out, "JPEG")
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return take
