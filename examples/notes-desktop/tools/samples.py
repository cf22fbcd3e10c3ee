"""`python tools/samples.py notes.jsonl --count 10000`: writes a file to try the import with."""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

VERBS = ["Call", "Write to", "Visit", "Thank", "Ask", "Pay", "Invite", "Remind"]
NAMES = ["Ada", "Grace", "Linus", "Barbara", "the bank", "the plumber", "the school", "Aunt Zoë"]


def main() -> None:
    """Writes the file, the same for the same count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    arguments = parser.parse_args()
    with arguments.file.open("w", encoding="utf-8") as file:
        for note in notes(arguments.count):
            file.write(json.dumps(note, ensure_ascii=False) + "\n")


def notes(count: int) -> Iterator[dict[str, str]]:
    """Gives so many notes, the same for the same count."""
    chance = random.Random(count)
    for number in range(1, count + 1):
        title = f"{chance.choice(VERBS)} {chance.choice(NAMES)} ({number:,})"
        priority = chance.choices(["LOW", "NORMAL", "HIGH"], [1, 4, 1])[0]
        yield {"title": title, "body": f"Line one of note {number}.\nLine two.", "priority": priority}


if __name__ == "__main__":
    main()
