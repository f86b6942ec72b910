"""What napari and labelme take for what limn-bench measures of the desktop: a brush stamp on a mask
of a given size, until the layer has cut out what is in view, and a picture of many polygon vertices.

    QT_QPA_PLATFORM=offscreen python painting.py [--sizes 10000 30000] [--radii 50 500 2000]

Written for napari 0.9 (with PyQt5) and labelme 6.3, each measured where it is installed; prints one JSON object: {"napari/stamp/10000/50":
{"p95_ms": 3.1}, "labelme/vertices/1000000": {...}}, with "error" where one did not get through.
A size that does not fit in memory is such an error: napari holds a mask as one array.
"""
import argparse
import json
import math
import time


def p95(milliseconds):
    ordered = sorted(milliseconds)
    return ordered[(len(ordered) - 1) * 95 // 100]


def stamps(side, radius, count):
    """Stamps along a curve, as the layer takes them from the mouse, and the part in view."""
    import numpy
    from napari.layers import Labels

    layer = Labels(numpy.zeros((side, side), numpy.uint8))
    layer.brush_size = 2 * radius
    # A window of 1920 x 1080 at 1:1 in the middle.
    corners = numpy.array([[side / 2 - 540, side / 2 - 960], [side / 2 + 539, side / 2 + 959]])
    layer.corner_pixels = corners.astype(int)
    times = []
    for i in range(count):
        angle = 0.02 * i
        at = (side / 2 + 378 * math.sin(1.7 * angle), side / 2 + 672 * math.cos(angle))
        begun = time.perf_counter()
        layer.paint(at, 1)
        times.append((time.perf_counter() - begun) * 1000)
    return {"p95_ms": round(p95(times), 2), "stamps": count}


def polygons(vertices, frames):
    """The canvas full of polygons of 1,000 vertices each, painted again and again, as a pan does."""
    from labelme._shape import Shape
    from labelme.widgets.canvas import Canvas
    from PyQt5 import QtCore, QtGui, QtWidgets

    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
    canvas = Canvas()
    canvas.resize(1920, 1080)
    canvas.load_pixmap(QtGui.QPixmap(1920, 1080))
    shapes = []
    columns = math.ceil(math.sqrt(vertices / 1000))
    for i in range(vertices // 1000):
        shape = Shape(label="water", shape_type="polygon")
        for v in range(1000):
            angle = 2 * math.pi * v / 1000
            radius = 1080 / columns * (0.35 + 0.08 * math.sin(angle * 23))
            shape.add_point(
                QtCore.QPointF(
                    (i % columns + 0.5) * 1920 / columns + radius * math.cos(angle),
                    (i // columns + 0.5) * 1080 / columns + radius * math.sin(angle),
                )
            )
        shape.close()
        shapes.append(shape)
    canvas.load_shapes(shapes)
    canvas.show()
    application.processEvents()
    times = []
    for _ in range(frames):
        begun = time.perf_counter()
        canvas.repaint()
        times.append((time.perf_counter() - begun) * 1000)
    return {"p95_ms": round(p95(times), 1), "frames": frames}


def measured(work):
    """What it gave, or why it gave nothing: a peer that fails is an answer, too."""
    try:
        return work()
    except (Exception, MemoryError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10000, 30000])
    parser.add_argument("--radii", type=int, nargs="*", default=[50, 500, 2000])
    parser.add_argument("--vertices", type=int, nargs="*", default=[10000, 100000])
    parser.add_argument("--count", type=int, default=30)
    options = parser.parse_args()
    results = {}
    for side in options.sizes:
        for radius in options.radii:
            results[f"napari/stamp/{side}/{radius}"] = measured(
                lambda: stamps(side, radius, options.count)
            )
    for vertices in options.vertices:
        results[f"labelme/vertices/{vertices}"] = measured(lambda: polygons(vertices, 5))
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
