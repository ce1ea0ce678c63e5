"""Prints the columns of the tables and views of a DuckDB file, with their types, as one line of JSON."""

import json
import sys

import duckdb

COLUMNS = """
    select schema_name, table_name, column_name, data_type
    from duckdb_columns()
    where database_name = current_database() and not internal
    order by schema_name, table_name, column_index
"""

if __name__ == "__main__":
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        print(json.dumps(connection.execute(COLUMNS).fetchall()))
