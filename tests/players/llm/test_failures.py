"""What an endpoint's refusal means is told from its status and its own words, with the way out, as hosts word it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from email.utils import formatdate

import pytest

from tests.players.llm.calls import profiles
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.failures import Failure, of_page, of_status
from wargame.players.llm.prices import Prices
from wargame.players.llm.waits import waited

SPEC = "llm:m@http://localhost:9/v1"


def met(status: int, said: str, headers: Mapping[str, str] = {}) -> Failure:
    """The failure that a refusal in these words is, for whoever has a key."""
    board = Endpoints(environ={"OPENAI_API_KEY": "sk-0815-4711"}, profiles=profiles(), prices=Prices(()))
    body = said if said.startswith(("{", "<")) else json.dumps({"error": {"message": said}})
    return of_status(board.endpoint(SPEC), status, body, headers)


SAMPLES = [
    (401, "Incorrect API key provided", "key_wrong", "does not accept the key"),
    (403, "You must accept the terms of this model first", "key_wrong", "does not let this key ask m (status 403: You"),
    (403, "<html><title>Attention Required!</title></html>", "key_wrong", "does not let this key ask m (status 403)"),
    (403, "Country, region, or territory not supported", "other", "does not serve this place"),
    (400, "User location is not supported for the API use.", "other", "does not serve this place"),
    (403, "Your account's free quota has been used up", "quota", "has nothing left"),
    (402, "Insufficient Balance", "quota", "has nothing left"),
    (400, "Your credit balance is too low to access the API.", "quota", "has nothing left"),
    (400, "Access denied, please make sure your account is in good standing.", "quota", "has nothing left"),
    (429, "You exceeded your current quota, please check your plan.", "quota", "has nothing left"),
    (404, "The API deployment for this resource does not exist.", "model_unknown", "does not know the model"),
    (404, "model 'm' not found, try pulling it first", "model_unknown", "does not know the model"),
    (400, "m is not a valid model ID", "model_unknown", "does not know the model"),
    (410, "The model m has been retired", "model_unknown", "does not know the model"),
    (404, "Not Found", "path", "has no chat completions"),
    (413, "Request Entity Too Large", "context", "too long"),
    (422, "`inputs` must have less than 4095 tokens. Given: 9000", "context", "too long"),
    (400, "The input token count (1200000) exceeds the maximum number of tokens allowed", "context", "too long"),
    (429, "Request too large for m on tokens per min (TPM): Limit 30000, Requested 40000.", "context", "too long"),
    (403, "Your input was flagged", "content", "declined the request by its content rules"),
    (400, "Your request was rejected as a result of our safety system.", "content", "declined the request"),
    (400, "Input data may contain inappropriate content.", "content", "declined the request"),
    (400, "Your prompt was flagged as potentially violating our usage policy.", "content", "declined the request"),
    (
        429,
        "Rate limit reached for requests.",
        "limited",
        "limits the rate (status 429: Rate limit reached for requests)",
    ),
    (503, "Loading model", "loading", "still loading its model"),
    (503, '{"error": "Model m is currently loading", "estimated_time": 20}', "loading", "still loading its model"),
    (529, "Overloaded", "server", "status 529: Overloaded"),
    (520, "error code: 520", "server", "status 520"),
    (424, "Failed dependency: the model's server", "server", "status 424"),
    (499, "client closed request", "server", "status 499"),
    (498, "Flex Tier Capacity Exceeded", "server", "status 498"),
    (498, "Invalid token", "key_wrong", "does not accept the key (status 498"),
    (500, "AuthenticationError: Incorrect API key provided", "key_wrong", "does not accept the key (status 500"),
    (403, "rate limited, try again later", "limited", "limits the rate (status 403"),
    (403, "Your IP address is not allowed", "other", "does not let this address in"),
    (404, "model not ready", "loading", "is still loading"),
    (404, "No endpoints found matching your data policy", "other", "No endpoints found matching your data policy"),
    (404, '{"detail": "Not Found"}', "path", "has no chat completions"),
    (404, "Unknown request URL: POST /chat/completions", "path", "has no chat completions"),
    (413, "<h1>413 Request Entity Too Large</h1>", "context", "takes no request of this size"),
    (429, "You have reached the daily limit of free requests", "quota", "nothing left"),
    (429, "Rate limit exceeded: free-models-per-day", "quota", "nothing left"),
    (429, "Limit 200 requests per day. Please try again in 7m12s", "limited", "limits the rate"),
    (451, "Unavailable for legal reasons", "other", "does not serve this place"),
    (400, "reasoning_effort is required for this model", "unclear", "give reasoning_effort a value in profiles.yaml"),
    (511, "<html>Sign in</html>", "page", "wants a sign-in"),
]
"""Status, words, and the kind of failure and a part of the sentence that they come to."""


@pytest.mark.parametrize(("status", "said", "kind", "sentence"), SAMPLES)
def test_a_refusal_is_told_as_what_it_is(status: int, said: str, kind: str, sentence: str) -> None:
    failure = met(status, said)
    assert failure.kind == kind
    assert sentence in failure.sentence
    assert "\n" not in failure.sentence
    assert failure.again == (kind in ("limited", "loading", "server")), "only what may pass is asked again"


def test_an_address_that_sends_on_to_a_sign_in_is_not_told_as_a_base_url() -> None:
    failure = met(302, "", {"location": "https://login.example.org/oauth?next=%2Fv1"})
    assert failure.kind == "path"
    assert "give https://login" not in failure.sentence


def test_json_that_holds_no_completion_is_not_told_as_none() -> None:
    board = Endpoints(environ={}, profiles=profiles(), prices=Prices(()))
    assert "answered with JSON instead of a completion" in of_page(board.endpoint(SPEC), '{"choices": null}').sentence
    assert "answered with no JSON instead" in of_page(board.endpoint(SPEC), "ready").sentence


@pytest.mark.parametrize(
    ("said", "again", "sentence"),
    [
        ('{"object": "chat.completion", "choices": []}', True, "holds no reply"),
        ('{"choices": null, "model": "m"}', True, "holds no reply"),
        ('{"id": "job-1", "status": "IN_PROGRESS"}', False, "into a queue"),
        ("upstream connect error or disconnect/reset before headers", True, "failed behind its address: upstream"),
        ("Ollama is running", False, "answered with no JSON"),
        ("\ufffd<\ufffd\x00", False, "answered with no JSON"),
    ],
)
def test_what_is_no_completion_is_asked_for_again_only_where_another_may_come(
    said: str, again: bool, sentence: str
) -> None:
    board = Endpoints(environ={}, profiles=profiles(), prices=Prices(()))
    found = of_page(board.endpoint(SPEC), said)
    assert (found.again, found.kind) == (again, "page")
    assert sentence in found.sentence


HOUR = 3600.0
NOW = time.time()
WAITS = [
    ({"retry-after": "7"}, "", 7.0),
    ({"retry-after-ms": "1500"}, "", 1.5),
    ({"retry-after": formatdate(NOW + HOUR, usegmt=True)}, "", HOUR),
    ({"retry-after": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(NOW + HOUR))}, "", HOUR),
    ({"retry-after": str(int(NOW + HOUR))}, "", HOUR),
    ({"retry-after": str(int(1000 * (NOW + HOUR)))}, "", HOUR),
    ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6h12m0s"}, "", 22_320.0),
    ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1m30.5s"}, "", 90.5),
    ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "6h12m0s"}, "", None),
    ({}, "Limit 200. Please try again in 7h12m.", 25_920.0),
    ({}, "Please try again in 20ms.", 0.02),
    ({}, "Please retry in 3 minutes.", 180.0),
    ({}, '"retryDelay": "3600s"', HOUR),
    ({"retry-after": "3600, 3600"}, "", HOUR),
    ({"retry-after": "1h30m"}, "", 5_400.0),
    ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "90"}, "", 90.0),
    ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(1000 * (NOW + HOUR)))}, "", HOUR),
    ({"ratelimit-remaining": "0", "ratelimit-reset": "7200"}, "", 7_200.0),
    ({"ratelimit-remaining": "5", "ratelimit-reset": "7200"}, "", None),
    ({"ratelimit": '"default";r=0;t=7200'}, "", 7_200.0),
    ({"ratelimit": '"default";r=10;t=7200'}, "", None),
    (
        {
            "anthropic-ratelimit-requests-remaining": "0",
            "anthropic-ratelimit-requests-reset": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(NOW + HOUR)),
        },
        "",
        HOUR,
    ),
    ({"retry-after": "-5"}, "", None),
    ({"retry-after": "soon"}, "", None),
    ({}, "Slow down.", None),
]
"""Headers and words, and the seconds that they ask to wait."""


@pytest.mark.parametrize(("headers", "said", "seconds"), WAITS)
def test_a_wait_is_known_by_headers_or_by_words(headers: dict[str, str], said: str, seconds: float | None) -> None:
    found = waited(said, headers)
    late = time.time() - NOW + 2
    assert (found is None) == (seconds is None)
    assert found is None or seconds is None or seconds - late <= found <= seconds
