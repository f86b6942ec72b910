"""Multiply-adds of one pass over 512 x 512 pixels of three bands to two classes: the table's figures.

    [LIMN_REFERENCES=FOLDER] python count_multiply_adds.py unet_resnet34 ...

Counted by torch's FlopCounterMode on shapes alone (the meta device): convolutions and products of
matrices, two operations each, of which one is the multiply-add.
"""

import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

from network_references import build

for name in sys.argv[1:]:
    network = build(name, 3, 2).eval().to("meta")
    counter = FlopCounterMode(display=False)
    with torch.device("meta"), counter, torch.no_grad():
        network(torch.empty(1, 3, 512, 512))
    print(name, counter.get_total_flops() // 2)
