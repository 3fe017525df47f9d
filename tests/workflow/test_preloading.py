import subprocess
import sys
import threading

from hiphinge.workflow.preloading import preloading


def test_what_is_named_is_loaded_when_the_block_ends() -> None:
    code = (
        "import sys\n"
        "from hiphinge.workflow.preloading import preloading\n"
        "assert 'wave' not in sys.modules\n"
        "with preloading('no_such_module', 'wave'):\n"
        "    pass\n"
        "assert 'wave' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_no_thread_outlives_the_block() -> None:
    with preloading("json"):
        pass
    assert not any(thread.name == "hiphinge-preloading" for thread in threading.enumerate())
