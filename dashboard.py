"""The door: `streamlit run dashboard.py`. Starts the screens of pages/frame.py and the plain HTTP beside them."""

import gc
from contextlib import asynccontextmanager
from pathlib import Path

import pandas  # noqa: F401  before any session: imported by twelve at once it is half-made for eleven
import plotly.graph_objects  # noqa: F401
import streamlit as st

from models.settings import settings
from pages.routes import MIDDLEWARE, ROUTES, reported
from pages.view import store

HERE = Path(__file__).parent


@asynccontextmanager
async def lifespan(_app):
    """Opens the database before the first visitor; what is imported by then is no garbage to look through."""
    store(settings().database_url)
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    HERE / "pages" / "frame.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=reported,
)
