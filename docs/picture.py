"""Draws the README's picture anew, from a running sample site: `make picture`."""

import tempfile
from pathlib import Path

from tests.browser import chromium
from tests.servers import environment, gunicorn, manage

HERE = Path(__file__).resolve().parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        manage(env, "migrate", "--verbosity=0")
        manage(env, "collectstatic", "--verbosity=0", "--no-input")
        manage(env, "sample_site")
        with gunicorn(env) as port, chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1130})
            page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
            page.screenshot(path=HERE / "home.png")


if __name__ == "__main__":
    main()
