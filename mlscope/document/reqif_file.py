"""The requirements as ReqIF (OMG, version 1.2), the form that tools for requirements exchange.

Numbers stay the same from file to file, so a tool that read an earlier one updates what it has.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from mlscope.catalogue import Catalogue
from mlscope.characters import printable
from mlscope.document.requirements import KINDS, TITLES, Stated, requirements
from mlscope.project import Project

_SPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"
_LONGEST = 32_000
"""Characters that the tools must keep of a text; ours are shorter by their questions."""
_CHAPTER = "ReqIF.ChapterName"
_COLUMNS = ("ReqIF.ForeignID", "ReqIF.Text", *TITLES[2:])
"""The names under which tools look for number and statement, then our own titles."""


def as_reqif(project: Project, catalogue: Catalogue) -> bytes:
    """All requirements by kind under the objectives that they serve, each linked with its own."""
    return _File(project).written(requirements(project, catalogue))


class _File:
    """One file; ids within it begin with the project's, so that they are unique in a tool's database."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.prefix = f"mlscope-{project.id}"
        self.day = f"{dt.datetime.combine(project.as_of, dt.time()).isoformat()}Z"
        self.root = ET.Element("REQ-IF", xmlns=_SPACE)

    def written(self, stated: Sequence[Stated]) -> bytes:
        self._header()
        content = _add(_add(self.root, "CORE-CONTENT"), "REQ-IF-CONTENT")
        self._types(content)
        self._requirements(content, stated)
        ET.indent(self.root)
        whole: bytes = ET.tostring(self.root, encoding="UTF-8", xml_declaration=True)
        return whole

    def _header(self) -> None:
        header = _add(_add(self.root, "THE-HEADER"), "REQ-IF-HEADER", IDENTIFIER=f"{self.prefix}-header")
        for tag, text in (
            ("CREATION-TIME", self.day),
            ("REQ-IF-TOOL-ID", "mlscope"),
            ("REQ-IF-VERSION", "1.0"),  # the schema of ReqIF 1.2 still wants it so
            ("SOURCE-TOOL-ID", "mlscope"),
            ("TITLE", printable(self.project.name)),
        ):
            _add(header, tag).text = text

    def _types(self, content: ET.Element) -> None:
        """Texts alone, in one type for requirements, objectives and chapters."""
        text = self._named(_add(content, "DATATYPES"), "DATATYPE-DEFINITION-STRING", "text", "Text")
        text.set("MAX-LENGTH", str(_LONGEST))
        types = _add(content, "SPEC-TYPES")
        kind = self._named(types, "SPEC-OBJECT-TYPE", "requirement", "Requirement")
        columns = _add(kind, "SPEC-ATTRIBUTES")
        for name in (_CHAPTER, *_COLUMNS):
            column = self._named(columns, "ATTRIBUTE-DEFINITION-STRING", _column(name), name)
            self._refer(_add(column, "TYPE"), "DATATYPE-DEFINITION-STRING-REF", "text")
        self._named(types, "SPEC-RELATION-TYPE", "serves", "Serves")
        self._named(types, "SPECIFICATION-TYPE", "specification", "Specification")

    def _requirements(self, content: ET.Element, stated: Sequence[Stated]) -> None:
        objects, relations = _add(content, "SPEC-OBJECTS"), _add(content, "SPEC-RELATIONS")
        whole = self._named(
            _add(content, "SPECIFICATIONS"), "SPECIFICATION", "requirements", printable(self.project.name)
        )
        children = _add(whole, "CHILDREN")
        self._refer(_add(whole, "TYPE"), "SPECIFICATION-TYPE-REF", "specification")
        goals = {row.name: f"objective-{row.id}" for row in self.project.problem.objectives or () if row.name}
        texts = {place: {"ReqIF.Text": name} for name, place in goals.items()}
        self._chapter(objects, children, "objectives", "Objectives", texts)
        for prefix, title in KINDS.items():
            rows = {
                one.number: dict(zip(_COLUMNS, one.cells, strict=True))
                for one in stated
                if one.number.startswith(f"{prefix}-")
            }
            self._chapter(objects, children, prefix, title, rows)
        for one in stated:
            if goal := goals.get(one.serves):
                link = self._named(relations, "SPEC-RELATION", f"{one.number}-serves", "")
                self._refer(_add(link, "SOURCE"), "SPEC-OBJECT-REF", one.number)
                self._refer(_add(link, "TARGET"), "SPEC-OBJECT-REF", goal)
                self._refer(_add(link, "TYPE"), "SPEC-RELATION-TYPE-REF", "serves")

    def _chapter(
        self,
        objects: ET.Element,
        children: ET.Element,
        place: str,
        title: str,
        rows: Mapping[str, Mapping[str, str]],
    ) -> None:
        """A heading with what stands under it, each with its texts by column; nothing without any."""
        if not rows:
            return
        below = _add(self._object(objects, children, f"chapter-{place}", {_CHAPTER: title}), "CHILDREN")
        for name, texts in rows.items():
            self._object(objects, below, name, texts)

    def _object(
        self, objects: ET.Element, children: ET.Element, place: str, texts: Mapping[str, str]
    ) -> ET.Element:
        """One object with what is said of it, and its place in the specification, which is returned."""
        made = self._named(objects, "SPEC-OBJECT", place, "")
        values = _add(made, "VALUES")
        for name, text in texts.items():
            if text:
                value = _add(values, "ATTRIBUTE-VALUE-STRING", **{"THE-VALUE": printable(text)})
                self._refer(_add(value, "DEFINITION"), "ATTRIBUTE-DEFINITION-STRING-REF", _column(name))
        self._refer(_add(made, "TYPE"), "SPEC-OBJECT-TYPE-REF", "requirement")
        stands = self._named(children, "SPEC-HIERARCHY", f"{place}-place", "")
        self._refer(_add(stands, "OBJECT"), "SPEC-OBJECT-REF", place)
        return stands

    def _named(self, parent: ET.Element, tag: str, place: str, name: str) -> ET.Element:
        """An element that others refer to by its place, under a name that people read."""
        about = {"IDENTIFIER": f"{self.prefix}-{place}", "LAST-CHANGE": self.day}
        return _add(parent, tag, **about, **({"LONG-NAME": name} if name else {}))

    def _refer(self, parent: ET.Element, tag: str, place: str) -> None:
        _add(parent, tag).text = f"{self.prefix}-{place}"


def _column(name: str) -> str:
    """A column's name as an id."""
    return "column-" + "".join(letter if letter.isalnum() else "-" for letter in name)


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)
