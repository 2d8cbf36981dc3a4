"""What may stand in an address; routes name these."""

from django.urls import register_converter


class Number:
    """Positive, and small enough for the database; 007 is not another name of 7."""

    regex = "[1-9][0-9]{0,17}"
    to_python = int
    to_url = str


class PagePath:
    """Words between slashes, as slugs are; what else is asked for is no page of ours."""

    regex = r"[\w-]+(?:/[\w-]+)*"
    to_python = to_url = str


register_converter(Number, "number")
register_converter(PagePath, "page")
