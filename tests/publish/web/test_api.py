"""The JSON API under random requests: no request of any shape makes the server fail."""

import pytest
from site_of_tests import hostile_articles  # noqa: F401 (the folder is on the path)

from tellings.publish.web.app import create_app
from tellings.publish.web.library import Library
from tellings.publish.web.reading import collate_with
from tellings.store import Store

# Requests for each operation, in a fixed order; more find the same.
EXAMPLES = 12


@pytest.mark.filterwarnings("ignore")
def test_no_request_makes_the_server_fail(web_store: Store) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415

    library = Library(web_store)
    library.refresh()
    app = create_app(library, collate_with(web_store))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "localhost"})
    asked: dict[str, int] = {}
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
                  phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
        def ask(case) -> None:  # type: ignore[no-untyped-def]
            answer = case.call(headers={"host": "localhost"})
            assert answer.status_code < 500, (case.operation.label, answer.text[:300])
            asked[case.operation.label] = asked.get(case.operation.label, 0) + 1

        ask()
    assert len(asked) >= 8
    assert all(asked.values())


def test_openapi_names_every_route_and_its_answers(web_store: Store) -> None:
    from starlette.testclient import TestClient  # noqa: PLC0415

    library = Library(web_store)
    library.refresh()
    site = TestClient(create_app(library, collate_with(web_store)), base_url="http://localhost")
    spec = site.get("/api/openapi.json").json()
    assert set(spec["paths"]) == {
        "/api/stories", "/api/story/{story}", "/api/story/{story}/statement/{number}", "/api/search", "/api/check",
        "/feed.atom", "/feed.json",
    }  # fmt: skip
    properties = spec["components"]["schemas"]["StatementView"]["properties"]
    assert {"speaker", "parts", "table", "witnesses"} <= set(properties)
