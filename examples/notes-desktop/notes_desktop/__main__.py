"""`python -m notes_desktop app.db`: opens the file, or makes it, and shows its notes."""

import argparse
from pathlib import Path

from notes_desktop.app import NotesApp


def main() -> int:
    """Runs the app and gives its exit code."""
    parser = argparse.ArgumentParser(prog="notes_desktop", description="Notes in the terminal.")
    parser.add_argument("database", type=Path, help="the database file; made when it is missing")
    app = NotesApp(parser.parse_args().database)
    app.run()
    return app.return_code or 0


raise SystemExit(main())
