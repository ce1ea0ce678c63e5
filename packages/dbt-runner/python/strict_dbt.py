"""Starts dbt with its own schema checks of YAML files switched on for DuckDB.

dbt 1.12 checks property files and configurations against its schemas, and reports what dbt 2 will refuse, only when
every adapter in use is one of a fixed few, and DuckDB is none of them. An unknown dbt fails here, loudly: a run that
silently checks less would count as proof.
"""

import sys

from dbt.jsonschemas import jsonschemas

# This folder belongs to the package: nothing may be written beside its files.
sys.dont_write_bytecode = True
import launch_dbt  # noqa: E402

sys.dont_write_bytecode = False

if __name__ == "__main__":
    jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")
    launch_dbt.main()
