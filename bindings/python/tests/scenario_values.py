"""Turns the forms of a scenario into the values of the bindings, and what comes back into forms.

The types come from the annotations of the generated constructors, so that it works for any field.
"""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from notes_core import larder, notes

Form = Any
"""What JSON can hold."""

CHANGES = {
    "TextChange": "str",
    "IntChange": "int",
    "FloatChange": "float",
    "BoolChange": "bool",
    "BytesChange": "bytes",
    "DateTimeChange": "larder.DateTime",
    "DecimalChange": "larder.Decimal",
    "JsonChange": "larder.Json",
    "UuidChange": "larder.Uuid",
}
"""What a change of each scalar sets."""

FROM_FORM = {
    "str": str,
    "int": int,
    "float": float,  # Reads "NaN" and "Infinity" as well.
    "bool": bool,
    "bytes": bytes.fromhex,
    "larder.DateTime": datetime.fromisoformat,
    "larder.Decimal": Decimal,
    "larder.Uuid": UUID,
}

NOT_FINITE = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def snake(name: str) -> str:
    """Gives `dueAt` as `due_at`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel(name: str) -> str:
    """Gives `due_at` as `dueAt`."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def fields(record: type) -> dict[str, str]:
    """Gives the fields of a generated record with their types as they are written."""
    annotations = getattr(record, "__init__").__annotations__  # A variant inherits it.
    return {name: str(written).replace('"', "") for name, written in annotations.items()}


def inside(written: str, generic: str) -> str | None:
    """Gives `X` of `typing.List[X]`, and nothing for another type."""
    match = re.fullmatch(rf"typing\.{generic}\[(.*)\]", written)
    return match[1] if match else None


def value(written: str, form: Form) -> Any:
    """Gives the value of a type that a form stands for."""
    if optional := inside(written, "Optional"):
        change = optional.removeprefix("larder.")
        if change.endswith("Change"):
            return _change(change, form)
        return None if form is None else value(optional, form)
    if item := inside(written, "List"):
        return [value(item, each) for each in form]
    if written == "larder.Json":
        is_raw = isinstance(form, dict) and set(form) == {"$raw"}
        return form["$raw"] if is_raw else json.dumps(form, ensure_ascii=False)
    if read := FROM_FORM.get(written):
        return read(form)
    kind = getattr(notes, written)
    return kind[form] if issubclass(kind, Enum) else record(kind, form)


def record(kind: type, form: dict[str, Form]) -> Any:
    """Gives a record; a member that is left out is left out of it."""
    types = fields(kind)
    return kind(**{snake(name): value(types[snake(name)], each) for name, each in form.items()})


def _change(name: str, form: Form) -> Any:
    kind = getattr(notes, name, None) or getattr(larder, name)
    if form is None:
        return kind.CLEAR()
    return kind.SET(value(CHANGES.get(name, name.removesuffix("Change")), form))


def form_of(written: str, result: Any) -> Form:
    """Gives the form of a result of a type."""
    if result is None:
        return None
    if optional := inside(written, "Optional"):
        return form_of(optional, result)
    if item := inside(written, "List"):
        return [form_of(item, each) for each in result]
    if written == "larder.Json":
        return json.loads(result)
    match result:
        case bool() | int() | str():
            return result
        case float():
            return result if math.isfinite(result) else NOT_FINITE[str(result)]
        case bytes():
            return result.hex()
        case datetime():
            return result.isoformat(timespec="microseconds").replace("+00:00", "Z")
        case Decimal():
            digits = format(result, "f")
            return digits.rstrip("0").rstrip(".") if "." in digits else digits
        case UUID():
            return str(result)
        case Enum():
            return result.name
        case list():
            return [form_of(type(each).__name__, each) for each in result]
        case larder.Scalar.NULL():
            return None
        case larder.Scalar.JSON():
            return json.loads(result[0])
        case larder.Scalar():
            return form_of("Scalar", result[0])
    types = fields(type(result)).items()
    return _status(result) | {camel(name): form_of(each, getattr(result, name)) for name, each in types}


def _status(result: Any) -> dict[str, Form]:
    """Tells which of the two a result of a batch is; any other object needs no such member."""
    generic, _, variant = type(result).__name__.partition(".")
    return {"status": variant.lower()} if generic.endswith("BatchResult") else {}


def form_of_error(error: larder.StoreError) -> Form:
    """Gives the variant's name as `kind` and its fields."""
    return {"kind": type(error).__name__} | {camel(name): each for name, each in vars(error).items()}


def matches(expected: Form, got: Form) -> bool:
    """Tells whether a result is as expected: objects may have more members, lists must be as long."""
    if expected == "$any":
        return got is not None
    if isinstance(expected, dict):
        named = expected.items()
        return isinstance(got, dict) and all(name in got and matches(each, got[name]) for name, each in named)
    if isinstance(expected, list):
        return isinstance(got, list) and len(expected) == len(got) and all(map(matches, expected, got))
    return isinstance(expected, bool) == isinstance(got, bool) and bool(expected == got)
