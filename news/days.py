"""The day on which something is read, in the site's time zone; asked for with every view, worked out once a day."""

import time
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone


class _Day(NamedTuple):
    zone: object
    begin: float
    end: float
    date: date


_today = _Day(None, 0.0, 0.0, date.min)


def today() -> date:
    global _today
    now, zone = time.time(), timezone.get_default_timezone()
    if _today.zone is not zone or not _today.begin <= now < _today.end:
        day = datetime.fromtimestamp(now, zone).date()
        midnights = (datetime.combine(day + n * timedelta(days=1), datetime.min.time(), zone) for n in (0, 1))
        _today = _Day(zone, *(midnight.timestamp() for midnight in midnights), day)
    return _today.date
