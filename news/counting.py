"""Who counts as a reader, and the number that readers see."""

import re
from functools import cache, lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from news.models import ArticleRevision
from news.models.clicks import Total
from news.tally import tally
from pages.store.page import Headers

# A person may read with any of these, so what the list says of them does not count.
TOOLS = (
    "curl/8.5.0",
    "Wget/1.21.4",
    "python-requests/2.32.3",
    "python-httpx/0.28.1",
    "Python-urllib/3.11",
    "Python/3.11 aiohttp/3.9.1",
    "Go-http-client/2.0",
    "okhttp/4.12.0",
    "Apache-HttpClient/4.5.14 (Java/17.0.9)",
    "Java/17.0.9",
    "libwww-perl/6.72",
    "axios/1.7.9",
    "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    "HTTPie/3.2.2",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Chrome-Lighthouse",
)

LONGEST = 256  # bytes of a program's name that are looked at


@cache
def _crawlers() -> re.Pattern:
    patterns = (entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA)
    return re.compile("|".join(one for one in patterns if not any(re.search(one, tool) for tool in TOOLS)))


@lru_cache(maxsize=4096)
def is_crawler(user_agent: bytes) -> bool:
    """What it says of itself is believed; a match costs most of a millisecond, hence the cache."""
    return bool(_crawlers().search(user_agent.decode("latin-1")))


def is_reader(headers: Headers) -> bool:
    """Of somebody who is not of the staff."""
    is_ahead = any(b"prefetch" in headers.get(name, b"") for name in (b"sec-purpose", b"purpose", b"x-moz"))
    return not is_ahead and not is_crawler(headers.get(b"user-agent", b"")[:LONGEST])


class ArticleMeter:
    """The number of an article's page: what an older site had, and what was counted here."""

    def __init__(self, revision: ArticleRevision):
        self._before = revision.article.clicks_before
        self._known = tally.about(Total(revision.article_id, revision.counted, revision.counted_with))

    def take(self, headers: Headers) -> int:
        return self._before + tally.note(self._known) if is_reader(headers) else self.show()

    def show(self) -> int:
        return self._before + self._known.count()
