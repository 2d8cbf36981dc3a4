"""Who counts as a reader."""

import re
from functools import cache, lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from django.http import HttpRequest

from pages.past import is_staff

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


@cache
def _crawlers() -> re.Pattern:
    patterns = (entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA)
    return re.compile("|".join(one for one in patterns if not any(re.search(one, tool) for tool in TOOLS)))


@lru_cache(maxsize=4096)
def is_crawler(user_agent: str) -> bool:
    """What it says of itself is believed; a match costs most of a millisecond, hence the cache."""
    return bool(_crawlers().search(user_agent[:512]))


def is_prefetch(request: HttpRequest) -> bool:
    return any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))


def is_counted(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not is_prefetch(request)
        and not is_crawler(request.headers.get("User-Agent", ""))
        and not is_staff(request)
    )
