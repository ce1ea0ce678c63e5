"""Starts dbt with the arguments of the command line, shielded from what surrounds it.

- Settings of dbt in the environment of the user (DBT_TARGET, DBT_FULL_REFRESH...) must not change a run.
- dbt must not outlive the process that started it: it would keep the lock on the DuckDB file. That process holds the
  other end of standard input, so the end of standard input is the end of that process, even after a kill.
"""

import os
import signal
import sys
import threading
import time

SECONDS_TO_END = 10
SECONDS_BETWEEN = 2
SET_BY_THE_RUNNER = {"DBT_SEND_ANONYMOUS_USAGE_STATS"}


def forget_user_settings() -> None:
    import dbt.cli.main  # noqa: F401  (dbt.env_vars can only be imported after it)
    from dbt.env_vars import KNOWN_ENGINE_ENV_VARS

    for known in KNOWN_ENGINE_ENV_VARS:
        for name in (known.name, known.old_name):
            if name is not None and name not in SET_BY_THE_RUNNER:
                os.environ.pop(name, None)


def end_with_parent() -> None:
    def watch() -> None:
        try:
            while os.read(0, 1024):
                pass
        except OSError:
            pass
        # Again and again: an interrupt between two queries is lost, and the next query would run to its end.
        for _ in range(SECONDS_TO_END // SECONDS_BETWEEN):
            interrupt()
            time.sleep(SECONDS_BETWEEN)
        kill()

    threading.Thread(target=watch, daemon=True).start()


def interrupt() -> None:
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        import _thread

        _thread.interrupt_main()


def kill() -> None:
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(2)


def main() -> None:
    end_with_parent()
    forget_user_settings()
    from dbt.cli.main import cli

    sys.exit(cli(prog_name="dbt"))


if __name__ == "__main__":
    main()
