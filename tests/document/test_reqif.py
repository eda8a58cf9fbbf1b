"""Tools for requirements can read ours: valid by the schema of ReqIF, and read back by a library."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import reqif
import xmlschema
from reqif.parser import ReqIFParser

from mlscope.catalogue import Catalogue
from mlscope.characters import printable
from mlscope.document.reqif_file import as_reqif
from mlscope.document.requirements import TITLES, requirements
from mlscope.project import Project
from tests.document.conftest import SAMPLES
from tests.document.test_hostile_text import HOSTILE

Valid = Callable[[bytes], bool]


@pytest.fixture(scope="module")
def valid() -> Valid:
    """Holds a file to the schema of the OMG, which the library ships."""
    schema = xmlschema.XMLSchema(str(Path(reqif.__file__).parent / "reqif_schema" / "reqif.xsd"))
    return lambda content: schema.is_valid(io.BytesIO(content))


def read(content: bytes) -> tuple[dict[str, dict[str, str]], dict[str, list[str]], list[tuple[str, str]]]:
    """Objects with their texts by column, places under each chapter, and links, all by the ends of ids."""
    bundle = ReqIFParser.parse_from_string(content.decode())
    found = bundle.core_content.req_if_content
    names = {
        column.identifier: column.long_name
        for kind in found.spec_types
        for column in getattr(kind, "attribute_definitions", None) or ()
    }
    texts = {
        one.identifier: {names[text.definition_ref]: text.value for text in one.attributes}
        for one in found.spec_objects
    }
    chapters = {
        texts[chapter.spec_object]["ReqIF.ChapterName"]: [place.spec_object for place in chapter.children]
        for chapter in found.specifications[0].children
    }
    links = [(link.source, link.target) for link in found.spec_relations or ()]
    return texts, chapters, links


@pytest.mark.parametrize("name", SAMPLES)
def test_every_requirement_reads_back_with_its_number_and_its_objective(
    name: str, samples: dict[str, Project], catalogue: Catalogue, valid: Valid
) -> None:
    project = samples[name]
    content = as_reqif(project, catalogue)
    assert valid(content)
    texts, chapters, links = read(content)
    columns = ("ReqIF.ForeignID", "ReqIF.Text", *TITLES[2:])
    stated = requirements(project, catalogue)
    back = [texts[place] for title, places in chapters.items() if title != "Objectives" for place in places]
    assert back == [
        {name: text for name, text in zip(columns, one.cells, strict=True) if text} for one in stated
    ]
    goals = {texts[place]["ReqIF.Text"] for place in chapters["Objectives"]}
    traced = [(texts[one]["ReqIF.ForeignID"], texts[goal]["ReqIF.Text"]) for one, goal in links]
    assert traced == [(one.number, one.serves) for one in stated if one.serves in goals]


def test_a_project_without_requirements_gives_a_valid_file(
    blank: Project, catalogue: Catalogue, valid: Valid
) -> None:
    assert valid(as_reqif(blank, catalogue))


def test_what_people_wrote_is_text_in_it(catalogue: Catalogue, valid: Valid) -> None:
    texts = [*HOSTILE, "שלום עולם", "👩\u200d🔬 e\u0301", "x" * 400, "\x00\ufffe\ud800 end"]
    rows = [{"id": f"r{n}", "name": text[:200], "target": text} for n, text in enumerate(texts)]
    project = Project(name="<P> & \"'", metrics={"functional": rows})
    content = as_reqif(project, catalogue)
    assert valid(content)
    back = [one["Target"] for one in read(content)[0].values() if "Target" in one]
    assert back == [printable(text).strip() for text in texts]
