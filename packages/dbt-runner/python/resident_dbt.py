"""Loads dbt once and forks a process for each run: what costs seconds is done once.

Standard input gives a line of JSON for each request, standard output one for each thing that happens:

- {"run": 1, "script", "args", "cwd", "env"} starts a script of this folder; {"run": 1, "pid"} or {"run": 1, "refused"} answers.
- {"interrupt": 1} and {"kill": 1} ask a run to end, and end it with all that it has started.
- {"run": 1, "out"} and {"run": 1, "err"} are what it wrote; {"run": 1, "exit"} comes last, null after a signal.

Only a process of one thread may be forked, and none that has a database open: this one ends itself when it is not so, and
whoever started it goes on without it. The end of standard input ends this process, and its end closes the inputs of all
runs, which ends them (launch_dbt.py).

When there is nothing to do it parses a project of its own, once: dbt generates code and schemas for its classes when they
are used first, and that takes as long as the import of dbt.
"""

import codecs
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# What dbt loads in the course of a run, all but the adapter.
LOADED_LATER = (
    "agate",
    "daff",
    "dbt.adapters.sql",
    "dbt.task.build",
    "dbt.task.compile",
    "dbt.task.docs.generate",
    "dbt.task.show",
    "dbt_common.clients.agate_helper",
    "metricflow.converters.msi_to_osi",
    "metricflow_semantic_interfaces.transformations.semantic_manifest_transformer",
    "multiprocessing.dummy",
    "multiprocessing.resource_tracker",
    "babel.dates",
    "_strptime",
)
WARM_PROJECT = {
    "dbt_project.yml": "name: warm\nprofile: warm\nmodel-paths: [models]\n",
    "profiles.yml": "warm:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ':memory:', threads: 1}\n",
    "models/one.sql": "{{ config(materialized='table') }} select id from {{ source('s', 't') }}",
    "models/two.sql": "select id from {{ ref('one') }}",
    "models/all.yml": """
sources:
  - {name: s, tables: [{name: t, columns: [{name: id, data_tests: [not_null]}]}]}
models:
  - name: one
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: integer, constraints: [{type: not_null}], data_tests: [unique]}]
unit_tests:
  - {name: u, model: two, given: [{input: ref('one'), rows: [{id: 1}]}], expect: {rows: [{id: 1}]}}
""",
}
# The static parser of dbt starts threads, which a forked process would wait for without end.
WARM_ARGUMENTS = (
    "--no-version-check --no-send-anonymous-usage-stats --quiet --log-level-file none --no-static-parser parse"
).split()
# Without a request for so long there is time to prepare.
IDLE_SECONDS = 0.1
CHUNK = 1 << 16
# A helper of a run may hold its output open for a moment after its end.
SECONDS_TO_CLOSE = 2


class Run:
    def __init__(self, number, pid, given, out, err):
        self.number = number
        self.pid = pid
        self.given = given
        self.outputs = {fd: (name, codecs.getincrementaldecoder("utf-8")("replace")) for fd, name in out + err}
        self.ended = False
        self.code = None
        self.deadline = None


class Resident:
    def __init__(self, answers):
        self.answers = answers
        self.runs = {}
        self.selector = selectors.DefaultSelector()
        self.rest = b""
        self.warm = False
        self.woken, self.waker = socket.socketpair()
        for end in (self.woken, self.waker):
            end.setblocking(False)

    def serve(self):
        """Until there are no more requests: None. In a process that was forked: its request."""
        signal.set_wakeup_fd(self.waker.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(0, selectors.EVENT_READ, self.take_requests)
        self.selector.register(self.woken, selectors.EVENT_READ, self.reap)
        self.tell({"ready": True})
        while True:
            for key, _ in self.events():
                answer = key.data()
                if answer is not None:
                    return answer if answer is not self else None
            for run in list(self.runs.values()):
                if run.ended and (not run.outputs or time.monotonic() > run.deadline):
                    self.finish(run)

    def events(self):
        if not self.runs and not self.warm:
            events = self.selector.select(IDLE_SECONDS)
            if events:
                return events
            self.warm = True
            warm_up()
        return self.selector.select(self.patience())

    def patience(self):
        deadlines = [run.deadline for run in self.runs.values() if run.ended]
        return max(0, min(deadlines) - time.monotonic()) if deadlines else None

    def tell(self, message):
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(self.answers, data) :]

    def take_requests(self):
        data = os.read(0, CHUNK)
        if not data:
            return self
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            request = json.loads(line)
            if "interrupt" in request:
                self.signal(request["interrupt"], os.kill, signal.SIGINT)
            elif "kill" in request:
                self.signal(request["kill"], os.killpg, signal.SIGKILL)
            elif self.start(request):
                return request
        return None

    def start(self, request):
        """True in the new process."""
        number = request["run"]
        try:
            if not os.path.isdir(request["cwd"]):
                raise NotADirectoryError(request["cwd"])
            pipes = [os.pipe() for _ in range(3)]
            sys.stdout.flush()
            pid = os.fork()
        except OSError as error:
            self.tell({"run": number, "refused": str(error)})
            return False
        if pid == 0:
            self.become(pipes)
            return True
        try:
            os.setpgid(pid, pid)
        except OSError:
            pass  # The new process did it itself, or is gone.
        (input_read, given), (out, out_write), (err, err_write) = pipes
        for fd in (input_read, out_write, err_write):
            os.close(fd)
        run = Run(number, pid, given, [(out, "out")], [(err, "err")])
        for fd in run.outputs:
            self.selector.register(fd, selectors.EVENT_READ, lambda run=run, fd=fd: self.forward(run, fd))
        self.runs[number] = run
        self.tell({"run": number, "pid": pid})
        return False

    def become(self, pipes):
        """Nothing of this process, or of other runs, stays open: a run whose input is held by another never ends."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        (input_read, given), (out, out_write), (err, err_write) = pipes
        for fd, target in ((input_read, 0), (out_write, 1), (err_write, 2)):
            os.dup2(fd, target)
        for fd in (input_read, given, out, out_write, err, err_write, self.answers):
            os.close(fd)
        for run in self.runs.values():
            for fd in (run.given, *run.outputs):
                os.close(fd)
        self.selector.close()
        self.woken.close()
        self.waker.close()

    def forward(self, run, fd):
        name, decoder = run.outputs[fd]
        data = os.read(fd, CHUNK)
        text = decoder.decode(data, final=not data)
        if text:
            self.tell({"run": run.number, name: text})
        if not data:
            self.close_output(run, fd)

    def close_output(self, run, fd):
        del run.outputs[fd]
        self.selector.unregister(fd)
        os.close(fd)

    def reap(self):
        try:
            while self.woken.recv(CHUNK):
                pass
        except BlockingIOError:
            pass
        for run in self.runs.values():
            if run.ended:
                continue
            pid, status = os.waitpid(run.pid, os.WNOHANG)
            if pid != 0:
                run.ended = True
                run.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
                run.deadline = time.monotonic() + SECONDS_TO_CLOSE

    def signal(self, number, send, name):
        run = self.runs.get(number)
        if run is not None and not run.ended:
            send(run.pid, name)

    def finish(self, run):
        try:
            os.killpg(run.pid, signal.SIGKILL)
        except OSError:
            pass  # It left nothing behind.
        for fd in list(run.outputs):
            self.close_output(run, fd)
        os.close(run.given)
        del self.runs[run.number]
        self.tell({"run": run.number, "exit": run.code})


def load():
    from launch_dbt import forget_user_settings

    forget_user_settings()
    for name in LOADED_LATER:
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # Another version of dbt has other parts, and loads them itself.
    settle()


def warm_up():
    from dbt.cli.main import cli

    with tempfile.TemporaryDirectory(prefix="datamigrate-dbt-") as folder:
        for path, text in WARM_PROJECT.items():
            file = os.path.join(folder, path)
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "w", encoding="utf-8") as written:
                written.write(text)
        paths = ["--project-dir", folder, "--profiles-dir", folder, "--log-path", folder]
        try:
            cli.main([*WARM_ARGUMENTS, *paths], prog_name="dbt")
        except (SystemExit, Exception):
            pass  # Runs say themselves what is wrong with dbt.
    close_databases()
    settle()


def close_databases():
    duckdb = sys.modules.get("duckdb")
    if duckdb is not None:
        # It is opened when the module is imported.
        duckdb.default_connection().close()


def settle():
    """Objects that stay are looked at no more: the memory that holds them is shared with the runs."""
    gc.collect()
    gc.freeze()
    if len(os.listdir("/proc/self/task")) != 1:
        os._exit(3)


def run(request):
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    script = os.path.join(HERE, request["script"])
    sys.argv = [script, *request["args"]]
    runpy.run_path(script, run_name="__main__")


def main():
    answers = os.dup(1)
    os.dup2(2, 1)
    # This folder belongs to the package: nothing may be written beside its files.
    sys.dont_write_bytecode = True
    load()
    sys.dont_write_bytecode = False
    request = Resident(answers).serve()
    if request is None:
        os._exit(0)
    run(request)


if __name__ == "__main__":
    main()
