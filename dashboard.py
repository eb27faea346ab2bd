"""The door: `streamlit run dashboard.py`. Starts the screens of pages/frame.py and the plain HTTP beside them."""

import gc
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pandas  # noqa: F401  before any session: imported by twelve at once it is half-made for eleven
import plotly.graph_objects  # noqa: F401
import streamlit as st

from models.store.database import Refused
from models.store.settings import settings
from pages import addresses
from pages.door import api, guard, oidc, signin
from pages.door.first_steps import setup_code
from pages.shared.view import current_facts
from progress.say.languages import in_every_language

HERE = Path(__file__).parent


@asynccontextmanager
async def lifespan(_app):
    """Opens the database before the first visitor; what is imported by then is no garbage to look through."""
    try:
        if current_facts(settings().database_url).milestones.empty:
            setup_code()
    except Refused as refused:  # the page says it too; a door that opens later is better than none
        print(in_every_language(refused), file=sys.stderr)
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    HERE / "pages" / "frame.py",
    lifespan=lifespan,
    routes=[*api.ROUTES, *signin.ROUTES, *oidc.ROUTES],
    middleware=[*guard.MIDDLEWARE, *addresses.MIDDLEWARE],
    on_script_error=api.reported,
    exception_handlers={Refused: api.failed, Exception: api.failed},
)
