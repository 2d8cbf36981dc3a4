"""The whole site in one file, and back: the database as it was at one moment, and all pictures."""


class Refused(Exception):
    """Told to the operator, in words."""
