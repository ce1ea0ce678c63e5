"""Loads dbt once and forks a process for each run: what costs seconds is done once.

A client writes a line of JSON for each request and reads one for each thing that happens:

- {"run": 1, "script", "args", "cwd", "env"} starts a script of this folder; {"run": 1, "pid"} or {"run": 1, "refused"} answers.
- {"interrupt": 1} and {"kill": 1} ask a run to end, and end it with all that it has started.
- {"run": 1, "out"} and {"run": 1, "err"} are what it wrote; {"run": 1, "exit"} comes last, null after a signal.

One client is at standard input and output. Others connect to the socket whose path is the argument, if there is one. When
a client is gone its runs lose their input, which ends them (launch_dbt.py). This process ends with the first client, or when
nobody has needed it for a while.

Only a process of one thread may be forked, and none that has a database open: this one ends itself when it is not so, and
whoever started it goes on without it.

When there is nothing to do it parses a project of its own, once: dbt generates code and schemas for its classes when they
are used first, and that takes as long as the import of dbt. What it finds in the macros that come with dbt is kept, too: to
parse them is most of the work of a run of a small project.
"""

import codecs
import gc
import importlib
import json
import os
import runpy
import selectors
import shutil
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
    "dbt_project.yml": "name: warm\nprofile: warm\n",
    "profiles.yml": "warm:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ':memory:', threads: 1}\n",
    "models/one.sql": "{{ config(materialized='table') }} select id from {{ source('s', 't') }}",
    "models/two.sql": "select id from {{ ref('one') }}",
    "analyses/three.sql": "select id from {{ ref('one') }}",
    "tests/four.sql": "select id from {{ ref('one') }} where id < 0",
    "seeds/five.csv": "id\n1\n",
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
SECONDS_BEFORE_PREPARING = 0.1
# It holds memory: who comes later than this starts another one.
SECONDS_IDLE = 300
CHUNK = 1 << 16
# What a client has not read yet; more is left with the runs.
MOST_WAITING = 1 << 20
# A helper of a run may hold its output open for a moment after its end.
SECONDS_TO_CLOSE = 2


class Client:
    def __init__(self, source, sink):
        self.source = source
        self.sink = sink
        self.rest = b""
        self.waiting = b""
        self.waits_for_write = False
        self.full = False
        self.gone = False


class Run:
    def __init__(self, client, number, pid, given, outputs):
        self.client = client
        self.number = number
        self.pid = pid
        self.given = given
        self.outputs = {fd: (name, codecs.getincrementaldecoder("utf-8")("replace")) for fd, name in outputs}
        self.ended = False
        self.code = None
        self.deadline = None


class Resident:
    def __init__(self, first, listener):
        self.first = first
        self.listener = listener
        self.clients = []
        self.runs = []
        self.selector = selectors.DefaultSelector()
        self.prepared = False
        self.used = time.monotonic()
        self.woken, self.waker = socket.socketpair()
        for end in (self.woken, self.waker):
            end.setblocking(False)

    def serve(self):
        """Until nobody needs it: None. In a process that was forked: its request."""
        signal.set_wakeup_fd(self.waker.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.selector.register(self.woken, selectors.EVENT_READ, self.reap)
        if self.listener is not None:
            self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.add_client(self.first)
        while not self.first.gone:
            for key, _ in self.events():
                request = key.data()
                if request is not None:
                    return request
            for run in [run for run in self.runs if run.ended]:
                if not run.outputs or time.monotonic() > run.deadline:
                    self.finish(run)
            if self.is_idle() and time.monotonic() - self.used > SECONDS_IDLE:
                return None
        return None

    def events(self):
        if not self.prepared and not self.runs:
            events = self.selector.select(SECONDS_BEFORE_PREPARING)
            if events:
                return events
            self.prepared = True
            warm_up()
        deadlines = [run.deadline for run in self.runs if run.ended]
        if self.is_idle():
            deadlines.append(self.used + SECONDS_IDLE)
        return self.selector.select(max(0, min(deadlines) - time.monotonic()) if deadlines else None)

    def is_idle(self):
        return not self.runs and len(self.clients) == 1

    def accept(self):
        connection, _ = self.listener.accept()
        fd = connection.detach()
        self.add_client(Client(fd, fd))

    def add_client(self, client):
        os.set_blocking(client.sink, False)
        self.clients.append(client)
        self.watch(client)

    def watch(self, client):
        """One registration for each end; both are one with a socket."""
        writes = selectors.EVENT_WRITE if client.waits_for_write else 0
        if client.source == client.sink:
            self.listen(client.source, selectors.EVENT_READ | writes, lambda: self.exchange(client))
            return
        self.listen(client.source, selectors.EVENT_READ, lambda: self.take_requests(client))
        self.listen(client.sink, writes, lambda: self.send(client))

    def listen(self, fd, events, call):
        if fd in self.selector.get_map():
            self.selector.unregister(fd)
        if events:
            self.selector.register(fd, events, call)

    def exchange(self, client):
        self.send(client)
        return self.take_requests(client)

    def tell(self, client, message):
        if not client.gone:
            client.waiting += json.dumps(message).encode() + b"\n"
            self.send(client)

    def send(self, client):
        if client.gone:
            return
        was_waiting = client.waits_for_write
        try:
            while client.waiting:
                client.waiting = client.waiting[os.write(client.sink, client.waiting) :]
        except BlockingIOError:
            pass
        except OSError:
            self.lose(client)
            return
        client.waits_for_write = len(client.waiting) > 0
        if client.waits_for_write != was_waiting:
            self.watch(client)
        was_full, client.full = client.full, len(client.waiting) > MOST_WAITING
        if client.full != was_full:
            for run in self.runs:
                if run.client is client:
                    self.watch_outputs(run)

    def lose(self, client):
        if client.gone:
            return
        client.gone = True
        client.full = False
        self.clients.remove(client)
        self.used = time.monotonic()
        for fd in {client.source, client.sink}:
            self.listen(fd, 0, None)
            os.close(fd)
        for run in self.runs:
            if run.client is client:
                self.close_input(run)
                self.watch_outputs(run)

    def take_requests(self, client):
        if client.gone:
            return None
        try:
            data = os.read(client.source, CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            self.lose(client)
            return None
        *lines, client.rest = (client.rest + data).split(b"\n")
        for line in lines:
            request = json.loads(line)
            if "interrupt" in request:
                self.signal(client, request["interrupt"], os.kill, signal.SIGINT)
            elif "kill" in request:
                self.signal(client, request["kill"], os.killpg, signal.SIGKILL)
            elif self.start(client, request):
                return request
        return None

    def start(self, client, request):
        """True in the new process."""
        number = request["run"]
        try:
            if not os.path.isdir(request["cwd"]):
                raise NotADirectoryError(request["cwd"])
            pipes = [os.pipe() for _ in range(3)]
            pid = os.fork()
        except OSError as error:
            self.tell(client, {"run": number, "refused": str(error)})
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
        run = Run(client, number, pid, given, [(out, "out"), (err, "err")])
        self.runs.append(run)
        self.watch_outputs(run)
        self.tell(client, {"run": number, "pid": pid})
        return False

    def become(self, pipes):
        """Nothing of this process, or of other runs, stays open: a run whose input is held by another never ends."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        held = [fd for client in self.clients for fd in {client.source, client.sink}]
        held += [fd for run in self.runs for fd in (run.given, *run.outputs) if fd is not None]
        (input_read, given), (out, out_write), (err, err_write) = pipes
        for fd, target in ((input_read, 0), (out_write, 1), (err_write, 2)):
            os.dup2(fd, target)
        for fd in [*held, input_read, given, out, out_write, err, err_write]:
            if fd > 2:
                os.close(fd)
        self.selector.close()
        for end in (self.woken, self.waker, self.listener):
            if end is not None:
                end.close()

    def watch_outputs(self, run):
        for fd in run.outputs:
            self.listen(fd, 0 if run.client.full else selectors.EVENT_READ, lambda fd=fd: self.forward(run, fd))

    def forward(self, run, fd):
        if fd not in run.outputs:
            return
        name, decoder = run.outputs[fd]
        data = os.read(fd, CHUNK)
        text = decoder.decode(data, final=not data)
        if text:
            self.tell(run.client, {"run": run.number, name: text})
        if not data:
            self.close_output(run, fd)

    def close_output(self, run, fd):
        del run.outputs[fd]
        self.listen(fd, 0, None)
        os.close(fd)

    def close_input(self, run):
        if run.given is not None:
            os.close(run.given)
            run.given = None

    def reap(self):
        try:
            while self.woken.recv(CHUNK):
                pass
        except BlockingIOError:
            pass
        for run in self.runs:
            if run.ended:
                continue
            pid, status = os.waitpid(run.pid, os.WNOHANG)
            if pid != 0:
                run.ended = True
                run.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
                run.deadline = time.monotonic() + SECONDS_TO_CLOSE

    def signal(self, client, number, send, name):
        for run in self.runs:
            if run.client is client and run.number == number and not run.ended:
                send(run.pid, name)

    def finish(self, run):
        try:
            os.killpg(run.pid, signal.SIGKILL)
        except OSError:
            pass  # It left nothing behind.
        for fd in list(run.outputs):
            self.close_output(run, fd)
        self.close_input(run)
        self.runs.remove(run)
        self.used = time.monotonic()
        self.tell(run.client, {"run": run.number, "exit": run.code})


def load():
    from launch_dbt import forget_user_settings

    forget_user_settings()
    keep_syntax_trees()
    for name in LOADED_LATER:
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # Another version of dbt has other parts, and loads them itself.
    settle()


def keep_syntax_trees():
    """By their text, which says all that they depend on. dbt can do so, for its own tests."""
    try:
        from dbt_common.tests import enable_test_caching
    except ImportError:
        return  # Another version of dbt parses them each time.
    enable_test_caching()


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


def listen_at(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    listener.setblocking(False)
    return listener


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else None
    listener = None if path is None else listen_at(path)
    first = Client(os.dup(0), os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    # This folder belongs to the package: nothing may be written beside its files.
    sys.dont_write_bytecode = True
    load()
    sys.dont_write_bytecode = False
    request = Resident(first, listener).serve()
    if request is not None:
        run(request)
        return
    if path is not None:
        shutil.rmtree(os.path.dirname(path), ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
