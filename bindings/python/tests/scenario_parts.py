"""Turns what a step asks beside its filter and its order into the bindings' own: columns, related rows, places of pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Callable
from uuid import UUID

from notes_core import SortOrder, larder, notes
from scenario_filters import RELATIONS
from scenario_values import Form, snake

Query = Callable[[str, Form], Any]
"""Makes the query of a model from its form."""


def column(model: str, form: Form) -> Any:
    """Gives a column of an answer: `"cost"` is a field, `"count"` how many rows there are, `{ "sum": "cost" }` a sum."""
    kind, fields = getattr(notes, f"{model}Column"), getattr(notes, f"{model}Field")
    match form:
        case "count":
            return kind.COUNT()
        case str():
            return kind.FIELD(fields[snake(form).upper()])
    ((measure, field),) = form.items()
    if measure == "coalesce":
        return kind.COALESCE([fields[snake(each).upper()] for each in field])
    return getattr(kind, measure.upper())(fields[snake(field).upper()])


def scalar(form: Form) -> Any:
    """Gives a value for a statement: `{ "integer": 4 }`."""
    ((kind, given),) = form.items()
    return getattr(larder.Scalar, snake(kind).upper())(UUID(given) if kind == "uuid" else given)


def select_options(form: Form) -> larder.SelectOptions:
    """Gives which rows an answer has, and in which order."""
    parts: dict[str, Any] = {snake(name): each for name, each in form.items()}
    if "having" in parts:
        parts["having"] = [_condition(each) for each in parts["having"]]
    if "order_by" in parts:
        parts["order_by"] = [
            larder.ColumnOrder(column=each["column"], order=SortOrder[snake(each["order"]).upper()])
            for each in parts["order_by"]
        ]
    return larder.SelectOptions(**parts)


def include(model: str, form: Form, query: Query) -> Any:
    """Gives what comes along with the rows of a model: `{ "notes": { "query": .., "include": [..] } }`."""
    ((relation, asked),) = form.items()
    related = RELATIONS[model][relation]
    nested = [include(related, each, query) for each in asked.get("include", [])]
    variant = getattr(getattr(notes, f"{model}Include"), snake(relation).upper())
    takes_query = "query" in variant.__init__.__annotations__
    parts = {"query": query(related, asked.get("query", {}))} if takes_query else {}
    return variant(**parts, include=nested)


def page_start(form: Form) -> Any:
    """Gives where a page begins or ends."""
    ((side, place),) = form.items()
    variant = getattr(larder.PageStart, side.upper())
    return variant() if place is True else variant(**place)


def _condition(form: Form) -> larder.ColumnCondition:
    ((operator, number),) = form["filter"].items()
    compare = getattr(larder.NumberFilter, operator.upper())(Decimal(number))
    return larder.ColumnCondition(column=form["column"], filter=compare)
