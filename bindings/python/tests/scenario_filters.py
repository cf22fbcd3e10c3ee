"""Turns the filters and orders of a scenario into those of the bindings, from model to model along its relations."""

from __future__ import annotations

from typing import Any

from notes_core import SortOrder, larder, notes
from scenario_values import Form, fields, snake, value

FILTERS = {
    "str": "Text",
    "int": "Int",
    "float": "Float",
    "bool": "Bool",
    "bytes": "Bytes",
    "larder.DateTime": "DateTime",
    "larder.Decimal": "Decimal",
    "larder.Json": "Json",
    "larder.Uuid": "Uuid",
}
"""How the filter of each scalar begins."""

RELATIONS = {
    "Notebook": {"notes": "Note"},
    "Note": {"notebook": "Notebook", "attachments": "Attachment", "tags": "NoteTag"},
    "Tag": {"notes": "NoteTag"},
    "NoteTag": {"note": "Note", "tag": "Tag"},
    "Attachment": {"note": "Note"},
}
"""The model that each relation leads to: the generated variants do not say what they hold."""


def where(model: str, form: Form) -> Any:
    """Gives the filter on the rows of a model."""
    kind = getattr(notes, f"{model}Where")
    match form:
        case {"and": list() as parts}:
            return kind.AND([where(model, each) for each in parts])
        case {"or": list() as parts}:
            return kind.OR([where(model, each) for each in parts])
        case {"not": part}:
            return kind.NOT(where(model, part))
    ((field, asked),) = form.items()
    ((operator, operand),) = asked.items()
    related = RELATIONS.get(model, {}).get(field)
    variant = snake(operator).upper()
    asks = _of_related(related, variant, operand) if related else _of_field(model, field, variant, operand)
    return getattr(kind, snake(field).upper())(asks)


def order(model: str, form: Form) -> Any:
    """Gives a step of the order of a model's rows."""
    ((field, way),) = form.items()
    variant = getattr(getattr(notes, f"{model}Order"), snake(field).upper())
    if isinstance(way, list):
        path, direction = way
        return variant(path, SortOrder[snake(direction).upper()])
    related = RELATIONS.get(model, {}).get(field)
    return variant(order(related, way) if related else SortOrder[snake(way).upper()])


def _of_related(model: str, operator: str, operand: Form) -> Any:
    match operator:
        case "IS_NONE" | "IS_SOME":
            return getattr(getattr(notes, f"{model}Filter"), operator)()
        case "IS":
            return getattr(notes, f"{model}Filter").IS(where(model, operand))
    return getattr(getattr(notes, f"{model}ListFilter"), operator)(where(model, operand))


def _of_field(model: str, field: str, operator: str, operand: Form) -> Any:
    written = fields(getattr(notes, model))[snake(field)]
    bare = written.removeprefix("typing.Optional[").removesuffix("]")
    name = ("" if bare == written else "Optional") + FILTERS.get(bare, bare) + "Filter"
    variant = getattr(getattr(notes, name, None) or getattr(larder, name), operator)
    match operator:
        case "IS_NULL" | "IS_NOT_NULL" | "IS_TRUE" | "IS_FALSE":
            return variant()
        case "IN" | "NOT_IN":
            return variant([value(bare, each) for each in operand])
        case "BETWEEN":
            return variant(*(value(bare, each) for each in operand))
        case "PATH":
            path, condition = operand
            return variant(path, _inside(condition))
        case "HAS_KEY":
            return variant(operand)
    return variant(value(bare, operand))


def _inside(form: Form) -> Any:
    """Gives what is asked of a value in a document."""
    ((operator, operand),) = form.items()
    variant = getattr(larder.JsonCondition, snake(operator).upper())
    if operand is True:
        return variant()
    if isinstance(operand, str):
        return variant(operand)
    ((kind, compared),) = operand.items()
    return variant(getattr(larder.JsonValue, kind.upper())(compared))
