"""What a person reads of a refusal, for the tests of whatever refuses."""

import re
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from models.store.database import Refused
from progress.say.languages import EN, VI


@contextmanager
def refused(sentence: str = "") -> Generator[pytest.ExceptionInfo[Refused]]:
    """Raises `Refused`, whose Vietnamese sentence matches; every language has one."""
    with pytest.raises(Refused) as caught:
        yield caught
    assert re.search(sentence, VI.refusal(caught.value)) and EN.refusal(caught.value)
