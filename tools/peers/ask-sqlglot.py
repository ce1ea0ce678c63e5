"""One question on stdin, one answer on stdout, both JSON: sqlglot on batches of T-SQL."""

import json
import logging
import sys
import time

import sqlglot
from sqlglot.errors import ErrorLevel

logging.disable(logging.CRITICAL)


def parse(sql):
    return sqlglot.parse(sql, read="tsql", error_level=ErrorLevel.RAISE)


def transpile(sql):
    return ";\n".join(
        sqlglot.transpile(
            sql, read="tsql", write="duckdb", error_level=ErrorLevel.RAISE, unsupported_level=ErrorLevel.RAISE
        )
    )


def attempt(work, sql):
    try:
        return work(sql)
    except Exception:  # whatever it throws, the batch is not taken
        return None


def speed(work, batches, seconds):
    best, deadline, rounds = float("inf"), time.process_time() + seconds, 0
    while rounds < 2 or time.process_time() < deadline:
        started = time.process_time()
        for sql in batches:
            work(sql)
        best, rounds = min(best, time.process_time() - started), rounds + 1
    return sum(map(len, batches)) / 1e6 / best


question = json.load(sys.stdin)
task, batches = {"parse": parse, "transpile": transpile}[question["task"]], question["batches"]
if question["ask"] == "accepts":
    answer = [attempt(task, sql) is not None for sql in batches]
elif question["ask"] == "speed":
    answer = speed(task, batches, question["seconds"])
else:
    answer = [attempt(task, sql) for sql in batches]
json.dump(answer, sys.stdout)
