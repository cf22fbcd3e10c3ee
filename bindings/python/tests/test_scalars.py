"""What goes in through a create comes back from a read, for each scalar; what has no form is refused."""

import json
import math
import random
import struct
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from notes_core import (
    CreateAttachmentInput,
    CreateNotebookInput,
    CreateNoteInput,
    Database,
    Hue,
    Note,
    Place,
    Priority,
    StoreError,
)

COUNT = 200
"""How many random values each scalar is tried with."""

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
LAST_DAY = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc)
FIRST_DAY = datetime(1, 1, 1, tzinfo=timezone.utc)


def text(chance: random.Random) -> str:
    alphabet = "aZ09 \0\n\t\"'%_\\äßéИ漢字\u0301\u202e\ufeff\uffff😀👩\u200d🚀\U0010ffff"
    return "".join(chance.choices(alphabet, k=chance.randrange(40)))


def integer(chance: random.Random) -> int:
    return chance.choice([0, 2**53 + 1, INT_MAX, chance.getrandbits(chance.randrange(1, 64))])


def number(chance: random.Random) -> float:
    special = [0.0, math.inf, -math.inf, 5e-324, 1.7976931348623157e308, 0.1, 2.0**53]
    (bits,) = struct.unpack("<d", chance.randbytes(8))
    return chance.choice([*special, 0.0 if math.isnan(bits) else bits])


def instant(chance: random.Random) -> datetime:
    micros = chance.randrange((LAST_DAY - FIRST_DAY) // timedelta(microseconds=1) + 1)
    return chance.choice([FIRST_DAY, LAST_DAY, FIRST_DAY + timedelta(microseconds=micros)])


def decimal(chance: random.Random) -> Decimal:
    digits = tuple(chance.randrange(10) for _ in range(chance.randrange(1, 29)))
    return Decimal((chance.randrange(2), digits, -chance.randrange(29)))


def document(chance: random.Random, depth: int = 3) -> Any:
    leaves = [None, True, integer(chance), chance.random(), text(chance)]
    if depth == 0:
        return chance.choice(leaves)
    inner = [document(chance, depth - 1) for _ in range(chance.randrange(4))]
    return chance.choice([*leaves, inner, {text(chance): each for each in inner}])


def place(chance: random.Random) -> Place:
    visits = chance.choice([None, INT_MIN, integer(chance), -integer(chance)])
    latitude, longitude = chance.uniform(-90, 90), chance.uniform(-180, 180)
    return Place(name=text(chance), latitude=latitude, longitude=longitude, visits=visits)


def note(database: Database, **fields: Any) -> Note:
    """Makes a note and reads it back."""
    made = database.notes().create(CreateNoteInput(**{"title": "a note", **fields}))
    found = database.notes().find_unique(made.id)
    assert found is not None
    assert found == made
    return found


SCALARS: dict[str, tuple[str, Callable[[random.Random], Any]]] = {
    "text": ("body", text),
    "optional text": ("summary", lambda chance: chance.choice([None, text(chance)])),
    "int": ("word_count", integer),
    "float": ("position", number),
    "bool": ("pinned", lambda chance: chance.choice([True, False])),
    "instant": ("due_at", instant),
    "uuid": ("id", lambda chance: uuid.UUID(bytes=chance.randbytes(16))),
    "enum": ("priority", lambda chance: chance.choice(list(Priority))),
    "type": ("place", place),
    "list": ("keywords", lambda chance: [text(chance) for _ in range(chance.randrange(5))]),
}


@pytest.mark.parametrize("scalar", SCALARS)
def test_every_value_of_a_scalar_comes_back_as_it_went_in(database: Database, scalar: str) -> None:
    field, draw = SCALARS[scalar]
    chance = random.Random(scalar)

    for _ in range(COUNT):
        value = draw(chance)

        found = getattr(note(database, **{field: value}), field)

        assert found == value
        assert type(found) is type(value)


def test_a_decimal_keeps_its_digits_and_its_scale(database: Database) -> None:
    chance = random.Random("decimal")

    for _ in range(COUNT):
        value = decimal(chance)

        found = note(database, cost=value).cost

        assert found is not None
        assert found == value
        assert found.as_tuple().exponent == value.as_tuple().exponent


def test_a_json_document_comes_back(database: Database) -> None:
    chance = random.Random("json")

    for _ in range(COUNT):
        value = document(chance)

        meta = note(database, meta=json.dumps(value)).meta

        assert meta is not None
        assert json.loads(meta) == value


def test_bytes_come_back(database: Database) -> None:
    chance = random.Random("bytes")
    owner = note(database).id

    for size in range(COUNT):
        checksum = chance.randbytes(32)

        made = database.attachments().create(
            CreateAttachmentInput(
                note_id=owner, name=f"{size}", media_type="text/plain", size=size, checksum=checksum
            )
        )

        found = database.attachments().find_unique(made.id)
        assert found is not None
        assert (found.checksum, type(found.checksum)) == (checksum, bytes)


def test_an_enum_that_may_be_missing_comes_back(database: Database) -> None:
    for hue in [*Hue, None]:
        made = database.notebooks().create(CreateNotebookInput(name=f"{hue}", hue=hue))

        found = database.notebooks().find_unique(made.id)

        assert found is not None
        assert found.hue is hue


def test_an_instant_of_another_zone_is_the_same_instant(database: Database) -> None:
    there = datetime(2026, 1, 31, 23, 59, 59, 123_456, tzinfo=timezone(timedelta(hours=-9, minutes=-30)))

    found = note(database, due_at=there).due_at

    assert found == there
    assert found.tzinfo is timezone.utc


def test_the_negative_zero_loses_its_sign(database: Database) -> None:
    found = note(database, position=-0.0).position

    assert math.copysign(1.0, found) == 1.0


@pytest.mark.parametrize(
    ("field", "value", "subject"),
    [
        ("position", math.nan, "Note.position"),
        ("cost", Decimal("NaN"), "Decimal"),
        ("cost", Decimal("Infinity"), "Decimal"),
        ("cost", Decimal("0.12345678901234567890123456789"), "Decimal"),
        ("cost", Decimal(10) ** 29, "Decimal"),
        ("meta", "{", "Json"),
        ("meta", "", "Json"),
        ("due_at", LAST_DAY.replace(tzinfo=timezone(timedelta(hours=-1))), "Note.dueAt"),
        ("id", "no id", "Uuid"),
    ],
)
def test_a_value_without_a_form_is_refused(database: Database, field: str, value: Any, subject: str) -> None:
    with pytest.raises(StoreError.InvalidValue) as refused:
        database.notes().create(CreateNoteInput(**{"title": "refused", field: value}))

    assert refused.value.subject == subject
    assert database.notes().count() == 0


@pytest.mark.parametrize(
    ("field", "value", "error", "said"),
    [
        ("word_count", INT_MAX + 1, ValueError, "i64 requires"),
        ("word_count", INT_MIN - 1, ValueError, "i64 requires"),
        ("word_count", "1", TypeError, "cannot be interpreted as an integer"),
        ("due_at", datetime(2026, 1, 31), TypeError, "offset-naive"),
        ("body", "\ud800", UnicodeEncodeError, "surrogates not allowed"),
        ("body", b"bytes", TypeError, "must be str"),
        ("position", "1", TypeError, "must be real number"),
        ("meta", {"a": 1}, TypeError, "must be str"),
    ],
)
def test_a_value_of_another_kind_is_refused_before_the_border(
    database: Database, field: str, value: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        database.notes().create(CreateNoteInput(**{"title": "refused", field: value}))

    assert database.notes().count() == 0
