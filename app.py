"""mlscope's entry for `streamlit run app.py` and an ASGI server: the same app, guard and health endpoint as
`mlscope run`.
"""

from streamlit import App

from mlscope.server import MIDDLEWARE, ROUTES, SCRIPT, lifespan

app = App(SCRIPT, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
