"""The demo's independent check: where is water, by near infrared alone?

    python make_ndwi_check.py ../../resources/demo/wetlands.tif ../../resources/demo/water-ndwi.tif

Water is dark in near infrared: NDWI = (green - near infrared) / (green + near infrared) > 0.05
(McFeeters 1996), after a 3 x 3 median of the index. No label of the demo goes into it.
Needs numpy, scipy and rasterio (any recent version).
"""
import sys

import numpy as np
import rasterio
from scipy.ndimage import median_filter

source, target = sys.argv[1:3]
with rasterio.open(source) as file:
    green = file.read(2).astype(np.float64)
    infrared = file.read(4).astype(np.float64)
    profile = {"driver": "GTiff", "width": file.width, "height": file.height, "count": 1, "dtype": "uint8",
               "crs": file.crs, "transform": file.transform, "compress": "deflate", "nbits": 1}
ndwi = (green - infrared) / np.maximum(green + infrared, 1)
water = median_filter(ndwi, size=3) > 0.05
with rasterio.open(target, "w", **profile) as file:
    file.write(water.astype(np.uint8), 1)
print(f"{target}: {water.mean():.1%} of {water.size} pixels are water")
