"""Pan and zoom over the same image in napari's window and on Limn's canvas, in one run: the time from a
change of the view until it is drawn, 1920 x 1080.

    python viewing.py --bench build/bin/limn-bench [--sizes 10000 30000] [--frames 60]

Images are made by huge_tiff.py: three bands of bytes with overviews. napari gets them as a pyramid in
memory, which is how it takes large images ("multiscale"); a size that does not fit is an error that is
printed. Its window needs OpenGL, so the script runs in a screen of its own (Xvfb with Mesa's software
renderer where there is no GPU). Limn reads the same file from the disk, on Qt's offscreen platform.
Written for napari 0.6 or later with PyQt5 or PyQt6, rasterio and numpy; prints one JSON object:
{"10000": {"pan": {"napari_p95_ms": .., "limn_p95_ms": .., "napari_over_limn": ..}, "zoom": {..}}}.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import huge_tiff

WIDTH, HEIGHT = 1920, 1080


def p95(milliseconds):
    ordered = sorted(milliseconds)
    return ordered[(len(ordered) - 1) * 95 // 100]


def pyramid(path):
    """Full resolution and its overviews as [H, W, 3] uint8, in memory."""
    import rasterio

    levels = []
    with rasterio.open(path) as file:
        count = len(file.overviews(1))
    for level in [None, *range(count)]:
        with rasterio.open(path, **({} if level is None else {"overview_level": level})) as file:
            levels.append(file.read().transpose(1, 2, 0))
        if max(levels[-1].shape) < WIDTH:
            break
    return levels


def napari_frames(path, frames):
    import napari
    from vispy.gloo import gl

    levels = pyramid(path)
    side = levels[0].shape[0]
    viewer = napari.Viewer(show=False)
    viewer.add_image(levels, rgb=True, multiscale=True)
    viewer.window.resize(WIDTH, HEIGHT)
    viewer.window.show()
    application = napari.qt.get_qapp()
    canvas = viewer.window._qt_viewer.canvas
    scene = getattr(canvas, "_scene_canvas", canvas)
    scene.native.setFixedSize(WIDTH, HEIGHT)

    def draw():
        """All that the change asks for, until OpenGL is through with it."""
        application.processEvents()
        scene.native.repaint()
        scene.set_current()
        gl.glFinish()

    def timed(change, count):
        times = []
        for i in range(count):
            begun = time.perf_counter()
            change(i)
            draw()
            times.append((time.perf_counter() - begun) * 1000)
        return p95(times)

    def pan(i):
        viewer.camera.center = (0, side / 2 + 9 * (i % 40), side / 2 + 17 * (i % 40))

    def zoom(i):
        viewer.camera.zoom = 0.8 if i % 2 else 1

    viewer.camera.zoom = 1
    for warm_up in range(5):
        pan(warm_up)
        draw()
    result = {"pan": timed(pan, frames)}
    for warm_up in range(4):
        zoom(warm_up)
        draw()
    result["zoom"] = timed(zoom, frames)
    viewer.close()
    return result


def limn_frames(bench, path):
    """The same steps through the canvas, from limn-bench."""
    ran = subprocess.run([bench, "--benchmark_filter=^file/", "--benchmark_format=json"], capture_output=True,
                         text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LIMN_BENCH_IMAGE": path})
    cases = json.loads(ran.stdout)["benchmarks"]
    return {case["name"].split("/")[1]: case["p95_ms"] for case in cases}


def in_a_process(path, frames):
    """napari in a process of its own: what it takes of memory goes with it, and so does a crash."""
    ran = subprocess.run([sys.executable, __file__, "--only-napari", path, "--frames", str(frames)],
                         capture_output=True, text=True)
    lines = ran.stdout.strip().splitlines()
    if ran.returncode != 0 or not lines:
        return {"error": (ran.stderr.strip().splitlines() or [f"ended with {ran.returncode}"])[-1]}
    return json.loads(lines[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10000, 30000])
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--memory", type=float, default=12, help="GB that napari may take")
    parser.add_argument("--only-napari", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_napari:
        print(json.dumps(napari_frames(options.only_napari, options.frames)))
        return
    if not options.bench:
        parser.error("--bench names limn-bench")
    limit = int(options.memory * 1e9)
    results = {}
    end, begin = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(begin), "-screen", "0", f"{WIDTH + 400}x{HEIGHT + 300}x24"],
                              pass_fds=[begin], stderr=subprocess.DEVNULL)
    os.close(begin)
    with os.fdopen(end) as told:
        os.environ["DISPLAY"] = ":" + told.readline().strip()
    with tempfile.TemporaryDirectory() as folder:
        for side in options.sizes:
            path = str(pathlib.Path(folder) / f"{side}.tif")
            huge_tiff.write(path, side)
            limn = limn_frames(options.bench, path)
            resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))
            napari = in_a_process(path, options.frames)
            resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            results[str(side)] = {
                step: {"limn_p95_ms": round(limn[step], 2)}
                | ({"napari_error": napari["error"]} if "error" in napari else
                   {"napari_p95_ms": round(napari[step], 2), "napari_over_limn": round(napari[step] / limn[step], 1)})
                for step in ("pan", "zoom")
            }
            os.remove(path)
    server.terminate()
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
