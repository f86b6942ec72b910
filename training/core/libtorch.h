#pragma once

// The part of LibTorch that Limn uses, in one place: it is the precompiled header of every target
// that sees tensors. torch/torch.h would do as well, but each file that includes it instantiates
// the templates of all its layers, optimisers and data loaders anew: 7.6 s for an empty file with
// the header precompiled, against 3.9 s with this one.

#include <torch/autograd.h>
#include <torch/cuda.h>
#include <torch/nn/init.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/modules/pooling.h>
#include <torch/types.h>
#include <torch/utils.h>
