"""What the real limn takes, in a screen of its own (Xvfb): from its start to a window that is painted and
answers a click, and the memory in which it shows an image of 10 Gpx while hands go to and fro in it.

    python measure_window.py start [--limn build/bin/limn] [--repeats 9] [--cold]
    python measure_window.py memory [--limn build/bin/limn] [--side 100000] [--places 24] [--screen 3840x2160]
    python measure_window.py pieces [--limn build/bin/limn] [--places 6] [--screen 1280x800]

`pieces`: over images whose tiles are as large as Limn takes them, deflated noise of 7712 x 7712 pixels in three
bands; one of four tiles is shown, three of one tile each are there for their thumbnails.

Needs Xvfb, libX11, libXtst and, for the image, numpy; no window manager, so that nothing else is timed.
Prints one JSON object; milliseconds and MB (10^6 bytes).
"""
import argparse
import ctypes
import json
import mmap
import os
import pathlib
import re
import statistics
import struct
import subprocess
import tempfile
import time

PATIENCE = 60


class Screen:
    """An X server without a monitor, its pixels as memory, and hands on its pointer."""

    def __init__(self, folder, width, height):
        self.width, self.height = width, height
        end, begin = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(begin), "-screen", "0", f"{width}x{height}x24", "-fbdir", folder,
             "-nolisten", "tcp"],
            pass_fds=[begin], stderr=subprocess.DEVNULL)
        os.close(begin)
        with os.fdopen(end) as told:
            self.name = ":" + told.readline().strip()
        self.x11, self.xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.connection = ctypes.c_void_p(self.x11.XOpenDisplay(self.name.encode()))
        with open(pathlib.Path(folder) / "Xvfb_screen0", "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(">25I", self.memory[:100])
        self.line, self.first = header[12], header[0] + header[19] * 12

    def close(self):
        self.x11.XCloseDisplay(self.connection)
        self.server.terminate()
        self.server.wait()

    def pixels(self, left, top, right, bottom, step=1):
        """Every `step`th row of a rectangle."""
        begins = (self.first + y * self.line for y in range(top, bottom, step))
        return b"".join(self.memory[at + 4 * left:at + 4 * right] for at in begins)

    def fill(self):
        """Makes the largest window as large as the screen."""
        unsigned, integer, window = ctypes.c_uint, ctypes.c_int, ctypes.c_ulong
        self.x11.XDefaultRootWindow.restype = window
        root, parent, count = window(), window(), unsigned()
        children = ctypes.POINTER(window)()
        self.x11.XQueryTree(self.connection, window(self.x11.XDefaultRootWindow(self.connection)),
                            ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children), ctypes.byref(count))
        largest = (0, None)
        for child in children[:count.value]:
            x, y, width, height, border, depth = integer(), integer(), unsigned(), unsigned(), unsigned(), unsigned()
            self.x11.XGetGeometry(self.connection, window(child), ctypes.byref(root), ctypes.byref(x),
                                  ctypes.byref(y), ctypes.byref(width), ctypes.byref(height), ctypes.byref(border),
                                  ctypes.byref(depth))
            largest = max(largest, (width.value * height.value, child))
        self.x11.XMoveResizeWindow(self.connection, window(largest[1]), 0, 0, self.width, self.height)
        self.x11.XFlush(self.connection)

    def move(self, x, y):
        self.xtst.XTestFakeMotionEvent(self.connection, -1, int(x), int(y), 0)
        self.x11.XFlush(self.connection)

    def press(self, button, down):
        self.xtst.XTestFakeButtonEvent(self.connection, button, down, 0)
        self.x11.XFlush(self.connection)

    def click(self, button=1):
        self.press(button, 1)
        self.press(button, 0)

    def wait_for(self, condition, what, process):
        begun = time.perf_counter()
        while not condition():
            if process.poll() is not None:
                raise SystemExit(f"limn ended by itself ({process.returncode}) before {what}")
            if time.perf_counter() - begun > PATIENCE:
                raise SystemExit(f"within {PATIENCE} s there was no sign of {what}")
            time.sleep(0.001)
        return time.perf_counter()

    def is_painted(self):
        """Words and buttons are there, not the ground alone."""
        return len(set(memoryview(self.pixels(0, self.height // 4, self.width, 3 * self.height // 4, 8)).cast("I"))) > 8

    def wait_until_still(self, process, quiet=0.7):
        """Until nothing changes any more."""
        state = {"seen": None, "since": time.perf_counter()}

        def still():
            now = self.pixels(0, 0, self.width, self.height, 16)
            if now != state["seen"]:
                state.update(seen=now, since=time.perf_counter())
            time.sleep(0.05)
            return time.perf_counter() - state["since"] > quiet

        self.wait_for(still, "a screen that stands still", process)


def surroundings(folder, screen):
    """A user of our own, who has closed the first task's hints."""
    settings = pathlib.Path(folder) / "config" / "Limn"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "Limn.conf").write_text("[firstTask]\ndismissed=true\n")
    return {**os.environ, "DISPLAY": screen.name, "HOME": folder, "XDG_CONFIG_HOME": str(settings.parent),
            "XDG_RUNTIME_DIR": folder, "QT_QPA_PLATFORM": "xcb"}


def forget(limn):
    """Lets the system forget the program and its libraries, as far as nothing else has them mapped."""
    listed = subprocess.run(["ldd", limn], capture_output=True, text=True, check=True).stdout
    for path in [limn, *re.findall(r"(/\S+) \(0x", listed)]:
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def end(process):
    process.terminate()
    process.wait()


def start(options, folder):
    # As large as the window wants to be, which therefore lies at the corner.
    screen = Screen(folder, 1600, 1000)
    environment = surroundings(folder, screen)
    painted, usable, processor = [], [], []
    for _ in range(options.repeats):
        screen.move(800, 990)
        if options.cold:
            forget(options.limn)
        begun = time.perf_counter()
        process = subprocess.Popen([options.limn], env=environment, stderr=subprocess.DEVNULL)
        painted.append((screen.wait_for(screen.is_painted, "a painted window", process) - begun) * 1000)
        below = (16, 40, 200, 200, 4)
        before = screen.pixels(*below)
        screen.move(16, 12)
        screen.click()
        answered = screen.wait_for(lambda: screen.pixels(*below) != before, "the File menu", process)
        usable.append((answered - begun) * 1000)
        processor.append(processor_ms(process))
        end(process)
        time.sleep(0.5)
    screen.close()

    def told(times):
        return {"median_ms": round(statistics.median(times)), "least_ms": round(min(times)), "most_ms": round(max(times))}

    return {"painted": told(painted), "usable": told(usable), "processor": told(processor), "starts": options.repeats, "cold": options.cold}


def processor_ms(process):
    """Of all its threads so far, which says more than the clock beside other work."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process):
    """MB by kind, as the system tells them of the process."""
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return {key: round(int(re.search(rf"{name}:\s+(\d+)", text).group(1)) * 1024 / 1e6)
            for key, name in (("resident", "VmRSS"), ("most", "VmHWM"), ("own", "RssAnon"), ("files", "RssFile"))}


def drag(screen, by_x, by_y):
    """With the middle button from the middle of the canvas."""
    x, y = screen.width * 0.45, screen.height * 0.45
    screen.move(x, y)
    screen.press(2, 1)
    for part in range(1, 9):
        screen.move(x + by_x * part / 8, y + by_y * part / 8)
        time.sleep(0.016)
    screen.press(2, 0)


def wander(screen, process, places, notches=26):
    for place in range(places):
        screen.move(screen.width * (0.25 + 0.4 * (place % 5) / 4), screen.height * (0.25 + 0.4 * (place % 3) / 2))
        for _ in range(notches - place % 6):
            screen.click(4)
            time.sleep(0.03)
        for i in range(6):
            drag(screen, 500 if i % 2 else -400, 300 if i % 3 else -350)
        screen.wait_until_still(process, 0.3)
        for _ in range(notches):
            screen.click(5)
            time.sleep(0.03)
    screen.wait_until_still(process)


def pieces(options, folder):
    import huge_tiff

    tile = 7712
    images = pathlib.Path(folder) / "images"
    images.mkdir()
    for number in range(4):
        huge_tiff.write(images / f"{number}.tif", tile if number else 2 * tile, tile, huge_tiff.noise(tile), False)
    screen = Screen(folder, *map(int, options.screen.split("x")))
    process = subprocess.Popen([options.limn, str(images)], env=surroundings(folder, screen), stderr=subprocess.DEVNULL)
    screen.wait_for(screen.is_painted, "a painted window", process)
    screen.fill()
    screen.wait_until_still(process, 10)
    opened = memory_of(process)
    wander(screen, process, options.places, 10)
    result = {"opened": opened, "wandered": memory_of(process)}
    end(process)
    screen.close()
    return result


def memory(options, folder):
    import huge_tiff

    screen = Screen(folder, *map(int, options.screen.split("x")))
    environment = surroundings(folder, screen)
    image = pathlib.Path(folder) / "huge.tif"
    huge_tiff.write(image, options.side)
    process = subprocess.Popen([options.limn], env=environment, stderr=subprocess.DEVNULL)
    screen.wait_for(screen.is_painted, "a painted window", process)
    screen.fill()
    screen.wait_until_still(process)
    empty = memory_of(process)
    end(process)
    process = subprocess.Popen([options.limn, str(image)], env=environment, stderr=subprocess.DEVNULL)
    screen.wait_for(screen.is_painted, "a painted window", process)
    screen.fill()
    screen.wait_until_still(process)
    opened = memory_of(process)
    wander(screen, process, options.places)
    result = {"empty": empty, "opened": opened, "wandered": memory_of(process), "gigapixels": options.side ** 2 / 1e9}
    end(process)
    screen.close()
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["start", "memory", "pieces"])
    parser.add_argument("--limn", default="build/bin/limn")
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--side", type=int, default=100000)
    parser.add_argument("--places", type=int, default=24)
    parser.add_argument("--screen", default="1920x1080", help="of the window that shows the image")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"start": start, "memory": memory, "pieces": pieces}[options.what](options, folder), indent=1))


if __name__ == "__main__":
    main()
