"""`limn-engine serve` as a Python object (docs/PROTOCOL.md), for the scripts beside this one."""
import json
import queue
import subprocess
import threading
import time

ANSWER_SECONDS = 120
LONGEST_RUN = 1_000_000


class Engine:
    """An engine with a project open; `with Engine(program, project) as engine`."""

    def __init__(self, program, project):
        self.process = subprocess.Popen([program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.messages = queue.Queue()
        self.heard = []  # notifications that came while an answer was waited for
        self.last = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.call("initialize", protocolVersion=1, client="bench")
        self.call("project/open", path=str(project))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = 0
            while line := stream.readline().strip():
                key, _, value = line.partition(b":")
                length = int(value) if key.lower() == b"content-length" else length
            if length == 0:
                self.messages.put(None)
                return
            self.messages.put(json.loads(stream.read(length)))

    def _send(self, message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(text) + text)
        self.process.stdin.flush()

    def _next(self, seconds):
        message = self.messages.get(timeout=seconds)
        if message is None:
            raise SystemExit("limn-engine ended before its time")
        return message

    def tell(self, method, **parameters):
        self._send({"method": method, "params": parameters})

    def call(self, method, **parameters):
        """The result; ends the program with the engine's own words where there is none."""
        self.last += 1
        self._send({"id": self.last, "method": method, "params": parameters})
        while True:
            message = self._next(ANSWER_SECONDS)
            if message.get("id") == self.last:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']['message']}")
                return message["result"]
            self.heard.append(message)

    def wait(self, wanted, seconds):
        """The first notification that `wanted(method, parameters)`; None after so many seconds."""
        end = time.monotonic() + seconds
        while True:
            try:
                message = self.heard.pop(0) if self.heard else self._next(max(0.001, end - time.monotonic()))
            except queue.Empty:
                return None
            if wanted(message.get("method"), message.get("params")):
                return message["params"]

    def train_until(self, elapsed):
        """Waits until the run's own clock shows so many seconds, or it has ended; whether it goes on."""
        def reached(method, row):
            return method == "train/finished" or method == "train/progress" and row["elapsed"] >= elapsed

        found = self.wait(reached, min(2 * elapsed + 600, LONGEST_RUN))
        if found is None:
            raise SystemExit("the run stands still")
        if found.get("state") == "failed":
            raise SystemExit(found["message"])
        return "state" not in found
