"""Path converters."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A row id. More digits than any id has match no route: 404 instead of an error of the database."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")
