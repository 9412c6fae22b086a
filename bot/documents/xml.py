"""XML from a stranger: no entities, no network, bounded in size and depth. Names are compared without namespace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from bot.documents.values import Refused

MOST_NODES = 1_000_000  # elements and attributes; some 200 MB as a tree
DEEPEST = 200

Element = Any  # lxml has no types


def parsed(part: bytes) -> Element:
    """The root of a part. Raises Refused where it declares entities, is too large a tree, too deep or broken."""
    if part.count(b"<") + part.count(b"=") > MOST_NODES:
        raise Refused("unpacks-too-big", nodes=MOST_NODES)
    # Office files have no document type; who declares one wants entities.
    if any("<!DOCTYPE".encode(encoding) in part for encoding in ("ascii", "utf-16-le", "utf-16-be")):
        raise Refused("damaged")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root: Element = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("too-deep" if "depth" in str(error) else "damaged") from None
    except (ValueError, LookupError, etree.LxmlError):
        raise Refused("damaged") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("damaged")
    return root


def local(element: Element) -> str:
    """The name without its namespace: transitional and strict files have different ones. "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along the path of names."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if local(each) == name)


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute of that name, in whichever namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def is_on(element: Element | None) -> bool:
    """A switch such as <w:vanish/>: present and not explicitly off."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}
