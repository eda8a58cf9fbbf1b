"""mlscope's entry for `streamlit run app.py`, an ASGI server and `mlscope run` alike: the app and its health endpoint."""

from streamlit import App

from mlscope.server import ROUTES, SCRIPT

app = App(SCRIPT, routes=ROUTES)
