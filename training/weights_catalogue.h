// The catalogue of published weights: addresses, sizes, hashes, licences. It is
// resources/weights.json, which is built into the program, or the file that LIMN_WEIGHTS_CATALOGUE
// names (a mirror's, or one of weights of one's own). docs/NETWORKS.md describes the fields. Plain
// values; any thread.
#pragma once

#include "training/core/registry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::training
{

/// What the publisher's network gives for an image whose values, as it sees them, are all 1.
struct PublishedLogits
{
    int height = 0; ///< of the image, and of the logits
    int width = 0;
    int channel = 0; ///< in which the values lie side by side,
    int row = 0;
    int column = 0; ///< from this one on
    std::vector<double> values = {};
    double within = 0; ///< how far another machine's may be from them
};

/// What is unknown is empty.
struct PublishedWeights
{
    std::string name; ///< what commands and recipes call it
    std::string title;
    std::string encoder; ///< row of encoders() that it is for, or
    std::string network; ///< the whole network that it is for,
    std::string over;    ///< with this encoder; empty where it has one alone
    std::string url;     ///< http or https; empty where it cannot be fetched
    std::string package; ///< pip package that holds the file
    std::string page;    ///< where a browser gets it, for a file that is to be added by hand
    std::string file;    ///< the name under which it is kept; no folders
    std::optional<std::int64_t> bytes;
    std::optional<double> mebibytes; ///< as published, rounded
    std::string sha256;              ///< hex digits, the whole hash or its beginning
    std::string licence;
    std::string trainedOn;
    std::optional<int> classes;
    Normalisation normalisation;
    /// The file's tensor of the convolution that reads the image, where that reads blue, green and
    /// red in this order.
    std::string blueFirst;
    std::optional<PublishedLogits> logits; ///< of a whole network alone
    std::string source;                    ///< whose it is
    std::string note;
};

/// Throws TrainingError when the named catalogue cannot be read or contradicts itself.
std::vector<PublishedWeights> weightsCatalogue();
/// Throws TrainingError naming the command that lists them.
PublishedWeights publishedWeights(const std::string& name);
/// "83.3 MiB", or nothing where the size is not published.
std::string sizeText(const PublishedWeights& weights);
/// By what a file can be told to be the published one: "checked by its SHA-256".
std::string checkedBy(const PublishedWeights& weights);

} // namespace limn::training
