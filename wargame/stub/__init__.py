"""A local OpenAI-compatible endpoint that can misbehave, for tests, teaching and dry runs.

Its replies are drawn from the JSON schema that a request carries. It imports nothing of the game.
"""

from wargame.stub.server import Stub
from wargame.stub.settings import FAULTS, Settings

__all__ = ["FAULTS", "Settings", "Stub"]
