"""A visitor without a browser: one connection that says to the app what Chromium says, and hears all of the
answer.

It opens a page by its name, keeps the state of each field that the page shows, and sends all of them with
every change, under the ids of this visit and for the page that the app named. A run that ends early to be
followed by another is not the end.
"""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)

T = TypeVar("T")


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end on a thread of its own, since Playwright has a loop running on ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Visitor:
    """An open connection; `fields` holds the state of each field that is shown, by its id, and `texts` what
    can be read.
    """

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self._address = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._url = url
        self._headers = {"Origin": url, **(headers or {})}
        self._page = self._query = self._place = ""
        self.fields: dict[str, WidgetState] = {}
        self._lists: set[str] = set()  # of which a browser sends the id also while nothing is chosen
        self.texts: list[str] = []

    async def __aenter__(self) -> "Visitor":
        self._line: ClientConnection = await connect(
            self._address, subprotocols=["streamlit"], max_size=None, additional_headers=self._headers
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._line.close()

    async def open(self, page: str, query: str = "") -> None:
        """Open a page, as by its address, and wait until it is drawn."""
        self._query, self._place = query, page
        message = self._message()
        message.rerun_script.page_name = page
        await self._run(message)

    async def change(self, key: str, text: str) -> None:
        """Type into the field whose key ends so in this visit, and wait until all that follows is drawn."""
        field = self.field(key)
        self.fields[field].string_value = text
        await self._run(self.message())

    async def press(self, key: str) -> None:
        """Press the button with this key."""
        message = self.message()
        message.rerun_script.widget_states.widgets.add(id=self.field(key), trigger_value=True)
        await self._run(message)

    def field(self, key: str) -> str:
        """The id of the one field that is shown under a key, whatever the visit's number; LookupError where
        there is none.
        """
        pattern = re.compile(rf"^\$\$ID-\w+-{re.escape(key)}(/\d+)?$")
        fitting = [name for name in self.fields if pattern.match(name)]
        if len(fitting) != 1:
            raise LookupError(f"{len(fitting)} fields under {key}")
        return fitting[0]

    def message(self) -> BackMsg:
        """What is sent when a field changed: the page, and the state of every field."""
        message = self._message()
        message.rerun_script.page_script_hash = self._page
        states = [
            state for name, state in self.fields.items() if state.WhichOneof("value") or name in self._lists
        ]
        message.rerun_script.widget_states.widgets.extend(states)
        return message

    def _message(self) -> BackMsg:
        message = BackMsg()
        script = message.rerun_script
        script.query_string = self._query
        script.widget_states.SetInParent()
        about = script.context_info
        about.timezone, about.timezone_offset, about.locale = "UTC", 0, "en-US"
        about.url, about.is_embedded, about.color_scheme = f"{self._url}/{self._place}", False, "light"
        return message

    async def _run(self, message: BackMsg) -> None:
        """Send, and read until the end of the run that it asked for; RuntimeError when the app fails."""
        await self._line.send(message.SerializeToString())
        begun, shown = False, set[str]()
        self.texts = []
        while True:
            content = await self._line.recv()
            assert isinstance(content, bytes)
            heard = ForwardMsg.FromString(content)
            match heard.WhichOneof("type"):
                case "new_session":
                    begun = True
                case "navigation":
                    self._page = heard.navigation.page_script_hash
                case "page_info_changed":
                    self._query = heard.page_info_changed.query_string
                case "delta" if heard.delta.WhichOneof("type") == "new_element":
                    self._draw(heard.delta.new_element, shown)
                case "script_finished" if begun and heard.script_finished in ENDS:
                    if heard.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        self.fields = {name: self.fields[name] for name in shown}
                    return
                case "script_finished" if heard.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the page could not be run")

    def _draw(self, element: Any, shown: set[str]) -> None:
        """Take over what an element shows, and the state of a field that the app gave or that it begins
        with.
        """
        kind = element.WhichOneof("type")
        drawn = getattr(element, kind)
        if kind == "exception":
            raise RuntimeError(drawn.message)
        if kind in ("markdown", "heading", "alert"):
            self.texts.append(drawn.body)
        name = getattr(drawn, "id", "")
        if not name:
            return
        shown.add(name)
        state = self.fields.setdefault(name, WidgetState(id=name))
        given = getattr(drawn, "set_value", False)
        if kind in ("text_input", "text_area"):
            if given or not state.WhichOneof("value"):
                state.string_value = drawn.value if given else drawn.default
        elif kind == "button_group" and given:
            state.string_array_value.data[:] = drawn.raw_values
        elif kind == "selectbox":
            self._lists.add(name)
            if given and drawn.HasField("raw_value"):
                state.string_value = drawn.raw_value
            elif not state.WhichOneof("value") and drawn.HasField("default"):
                state.string_value = drawn.options[drawn.default]
        elif kind == "file_uploader":
            state.file_uploader_state_value.SetInParent()
