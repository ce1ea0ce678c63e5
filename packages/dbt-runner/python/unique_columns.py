"""Counts rows and different values of sets of columns, as one line of JSON.

Arguments: a DuckDB file, and a file of JSON: [{"relation": ["schema", "name"], "sets": [["column"]]}]. A relation that
cannot be read gives null instead of its counts.
"""

import json
import sys

import duckdb


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def counts(connection, request):
    relation = ".".join(quoted(part) for part in request["relation"])
    selected = ["count(*)"]
    for columns in request["sets"]:
        names = [quoted(column) for column in columns]
        known = " and ".join(f"{name} is not null" for name in names)
        selected.append(f"count(distinct ({', '.join(names)})) filter (where {known})")
    try:
        return connection.execute(f"select {', '.join(selected)} from {relation}").fetchone()
    except duckdb.Error:
        return None


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        requests = json.load(file)
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        print(json.dumps([counts(connection, request) for request in requests]))
