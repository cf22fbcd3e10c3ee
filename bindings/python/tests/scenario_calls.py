"""Runs the steps of a scenario: makes the typed call of each and compares the outcomes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Callable

from notes_core import Database, LiveValues, StoreError, larder, notes, panic_drill
from scenario_filters import order, where
from scenario_parts import column, include, page_start, scalar, select_options
from scenario_values import Form, form_of, form_of_error, matches, record, snake, value

Step = dict[str, Form]

STORES = {
    "notebook": "notebooks",
    "note": "notes",
    "tag": "tags",
    "noteTag": "note_tags",
    "attachment": "attachments",
    "notebookSummary": "notebook_summaries",
    "tagUse": "tag_uses",
}


class HostError(Exception):
    """An error that the bindings know nothing of."""


class World:
    """The database of a scenario and what its steps have saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._saved: dict[str, Form] = {}
        self._live: dict[str, LiveValues[Form]] = {}
        self._database = self._open()

    def run(self, step: Step, scope: Any = None) -> None:
        """Runs a step and raises an `AssertionError` when it does not give what it must."""
        stores = self._database if scope is None or step.get("on") == "database" else scope
        expected = {name: self._resolved(step[name]) for name in ("expect", "error") if name in step}
        try:
            got = {"expect": self._call(step, stores)}
        except StoreError as error:
            if scope is not None and "error" not in step:
                raise  # The body of the transaction throws it.
            got = {"error": form_of_error(error)}
        if not expected:
            expected = {"expect": got.get("expect")}  # It must only succeed.
        assert matches(expected, got), f"{step['name']}\nexpected: {_text(expected)}\ncame:     {_text(got)}"
        if "save" in step:
            self._saved[step["save"]] = got["expect"]

    def close(self) -> None:
        """Shuts the database down, whatever state the steps left it in."""
        self._database.shutdown()

    def _open(self) -> Database:
        return Database.open(self._folder / "scenario.db")

    def _call(self, step: Step, stores: Any) -> Form:
        match step["call"]:
            case "transaction":
                return self._transaction(step)
            case "read":
                self._database.read(lambda stores: self._run_all(step, stores))
            case "live":
                self._live[step["as"]] = self._database.live(self._reading(step["steps"]))
            case "next":
                return next(self._live[step["of"]], None)
            case "cancel":
                self._live[step["of"]].close()
            case "suspend":
                self._database.suspend(step["deadlineMillis"])
            case "resume":
                self._database.resume()
            case "reopen":
                self._database.shutdown()
                self._database = self._open()
            case "shutdown":
                self._database.shutdown()
            case "openNowhere":
                Database.open(self._folder / "nowhere" / "notes.db")
            case "panic":
                panic_drill(self._database)
            case "query":
                params = [scalar(self._resolved(each)) for each in step.get("params", [])]
                return form_of("list", stores.query(step["sql"], params))
            case call:
                model, verb = call.split(".")
                store = getattr(stores, STORES[model])()
                arguments = {name: self._resolved(each) for name, each in step.items()}
                return _result(Verbs(model, store), verb, arguments)
        return None

    def _reading(self, steps: list[Step]) -> Callable[[Any], Form]:
        return lambda stores: [self._call(step, stores) for step in steps]

    def _transaction(self, step: Step) -> Form:
        def body(transaction: Any) -> None:
            if step.get("deferForeignKeys"):
                transaction.defer_foreign_keys()
            self._run_all(step, transaction)
            if step.get("throws"):
                raise thrown

        thrown = HostError("the host's own")
        try:
            self._database.transaction(body)
        except HostError as error:
            assert error is thrown
        else:
            assert not step.get("throws"), f"{step['name']}\nexpected: the host's error\ncame:     nothing"
        return None

    def _run_all(self, step: Step, stores: Any) -> None:
        for each in step["steps"]:
            self.run({"name": step["name"]} | each, stores)

    def _resolved(self, form: Form) -> Form:
        """Puts in what was saved, and writes out what is abbreviated."""
        match form:
            case str() if form != "$any" and re.fullmatch(r"\$[a-z]\w*(\.\w+)*", form):
                name, *members = form[1:].split(".")
                found = self._saved[name]
                for member in members:
                    found = found[member]
                return found
            case {"$repeat": [text, times]}:
                return text * times
            case {"$numbers": [first, last]}:
                return list(range(first, last + 1))
            case dict():
                return {name: self._resolved(each) for name, each in form.items()}
            case list():
                return [self._resolved(each) for each in form]
        return form


class Verbs:
    """The verbs of one store, with their arguments as forms."""

    def __init__(self, model: str, store: Any) -> None:
        self._model = model[0].upper() + model[1:]
        self._store = store

    def create(self, step: Step) -> Any:
        return self._store.create(self._input("Create", step["with"]))

    def create_many(self, step: Step) -> Any:
        return self._store.create_many(self._inputs(step))

    def upsert(self, step: Step) -> Any:
        options = {}
        if "onConflict" in step:
            options["on_conflict"] = self._type("Conflict")[snake(step["onConflict"]).upper()]
        return self._store.upsert(self._input("Create", step["with"]), **options)

    def find_unique(self, step: Step) -> Any:
        return self._store.find_unique(self._id(step))

    def delete(self, step: Step) -> Any:
        return self._store.delete(self._id(step))

    def restore(self, step: Step) -> Any:
        return self._store.restore(self._id(step))

    def find_many(self, step: Step) -> Any:
        return self._store.find_many(*self._query(step))

    def find_first(self, step: Step) -> Any:
        return self._store.find_first(*self._query(step))

    def find_snippets(self, step: Step) -> Any:
        return self._store.find_snippets(*self._query(step), larder.SnippetOptions(**step["snippet"]))

    def find_many_with(self, step: Step) -> Any:
        included = [include(self._model, each, _query) for each in step["include"]]
        return self._store.find_many_with(_query(self._model, step.get("query", {})), included)

    def find_page(self, step: Step) -> Any:
        return self._store.find_page(*self._query(step), start=page_start(step["start"]))

    def select(self, step: Step) -> Any:
        columns = [column(self._model, each) for each in step["columns"]]
        options = {"options": select_options(step["options"])} if "options" in step else {}
        return self._store.select(columns, *self._optional_where(step), **options)

    def paginate(self, step: Step) -> Any:
        options = {"page": larder.PageInput(**step["page"])} if "page" in step else {}
        if "query" in step:
            options["query"] = self._query(step)[0]
        return self._store.paginate(**options)

    def explain(self, step: Step) -> Any:
        return self._store.explain(*self._query(step))

    def count(self, step: Step) -> Any:
        return self._store.count(*self._optional_where(step))

    def exists(self, step: Step) -> Any:
        return self._store.exists(*self._optional_where(step))

    def update(self, step: Step) -> Any:
        return self._store.update(self._id(step), self._input("Update", step["with"]), **_if_match(step))

    def update_many(self, step: Step) -> Any:
        return self._store.update_many(where(self._model, step["where"]), self._input("Update", step["with"]))

    def delete_many(self, step: Step) -> Any:
        return self._store.delete_many(where(self._model, step["where"]))

    def purge_expired(self, step: Step) -> Any:
        return self._store.purge_expired()

    def batch_get(self, step: Step) -> Any:
        return self._store.batch_get(self._ids(step))

    def batch_delete(self, step: Step) -> Any:
        return self._store.batch_delete(self._ids(step))

    def batch_create(self, step: Step) -> Any:
        return self._store.batch_create(self._inputs(step))

    def batch_upsert(self, step: Step) -> Any:
        return self._store.batch_upsert(self._inputs(step))

    def batch_update(self, step: Step) -> Any:
        return self._store.batch_update([self._batch_update(item) for item in step["items"]])

    def _type(self, ending: str) -> Any:
        return getattr(notes, self._model + ending)

    def _input(self, verb: str, form: Form) -> Any:
        return record(getattr(notes, f"{verb}{self._model}Input"), form)

    def _inputs(self, step: Step) -> list[Any]:
        return [self._input("Create", each) for each in step["with"]]

    def _batch_update(self, item: Step) -> Any:
        change = self._input("Update", item["with"])
        return self._type("BatchUpdate")(id=self._id(item), input=change, **_if_match(item))

    def _id(self, step: Step) -> Any:
        return value(self._store.find_unique.__annotations__["id"], step["id"])

    def _ids(self, step: Step) -> Any:
        return value(self._store.batch_get.__annotations__["ids"], step["ids"])

    def _query(self, step: Step) -> list[Any]:
        return [_query(self._model, step["query"])] if "query" in step else []

    def _optional_where(self, step: Step) -> list[Any]:
        return [where(self._model, step["where"])] if "where" in step else []


def _query(model: str, form: Form) -> Any:
    parts: dict[str, Any] = {snake(name): each for name, each in form.items()}
    if "where" in parts:
        parts["where"] = where(model, parts["where"])
    if "search" in parts:
        parts["search"] = larder.TextSearch(**parts["search"])
    if "deleted" in parts:
        parts["deleted"] = larder.DeletedRows[parts["deleted"].upper()]
    if "order_by" in parts:
        parts["order_by"] = [order(model, each) for each in parts["order_by"]]
    return getattr(notes, f"{model}Query")(**parts)


def _if_match(step: Step) -> dict[str, Any]:
    return {"if_match": step["ifMatch"]} if "ifMatch" in step else {}


def _result(verbs: Verbs, verb: str, step: Step) -> Form:
    call: Callable[[Step], Any] = getattr(verbs, snake(verb))
    result = call(step)
    return form_of(type(result).__name__, result)


def _text(form: Form) -> str:
    return json.dumps(form, ensure_ascii=False, sort_keys=True)
