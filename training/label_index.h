// Where the labelled pixels of every class lie, and which of them train and which validate. One
// thread at a time.
#pragma once

#include "annotation/split.h"
#include "training/class_index.h"
#include "training/training_images.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace limn::training
{

/// How one run divides its labels; fixed when the run starts, so that no pixel changes sides.
struct SplitChoice
{
    annotation::SplitRule rule;
    /// Nothing could be held back: labels of images that are not pinned all train, and validating
    /// measures the training pixels.
    bool everythingTrains = false;

    annotation::Split at(const annotation::ImageRecord& image, int x, int y) const;
    /// The split whose pixels validate.
    annotation::Split validating() const
    {
        return everythingTrains ? annotation::Split::Train : annotation::Split::Validation;
    }
};

/// A small square of an image with labelled pixels of one class, all of one split.
struct LabelledBlock
{
    int image = 0;
    int x = 0;
    int y = 0;
    int size = 0;
    std::int64_t pixelsUpTo = 0; ///< of this class and split, in this block and all before it
};

/// What the labels of a block that trains are, so that a change of them can be told.
struct BlockContent
{
    std::int64_t image = 0; ///< its number in the project
    int x = 0;
    int y = 0;
    std::uint64_t hash = 0; ///< of the class values, row by row

    std::tuple<std::int64_t, int, int> place() const { return {image, y, x}; }
    bool operator==(const BlockContent&) const = default;
};

class LabelIndex
{
public:
    LabelIndex(const std::vector<TrainingImage>& images, const ClassIndex& classes,
               const SplitChoice& split);
    /// Takes in what the images' labels are now. Only mask cells that may have changed since the
    /// last time are read. `images` are those that it was made with.
    void update(const std::vector<TrainingImage>& images);

    int classes() const { return classes_; }
    /// Image by image, row by row of mask cells.
    const std::vector<LabelledBlock>& blocks(annotation::Split split, int classIndex) const;
    std::int64_t pixels(annotation::Split split, int classIndex) const;
    std::int64_t pixels(annotation::Split split) const;
    std::int64_t pixels(int classIndex) const; ///< of all splits
    /// About how wide in pixels the class's objects are: 8 area / (pi border), which is the width
    /// of a strip in any direction and the radius of a disc, with all labelled pixels as area and
    /// pairs of neighbours of two classes as border. Infinite where it borders on no other class.
    double width(int classIndex) const;
    /// The same where every other neighbour makes a border, an unlabelled one too: how wide the
    /// objects are at least, since a stroke within an object measures the stroke.
    double outlineWidth(int classIndex) const;
    /// A fifth of that border lies in mask cells where the class is narrower than this, but not
    /// much (half an octave).
    double narrowWidth(int classIndex) const;
    /// Blocks with pixels that train, ordered by place().
    const std::vector<BlockContent>& contents() const { return contents_; }
    /// Mask cells with pixels that train, the measure of an epoch.
    std::int64_t trainingCells() const { return trainingCells_; }

private:
    /// Labelled pixels of one class in a block of a cell; blocks are numbered row by row.
    struct BlockPixels
    {
        std::uint16_t block = 0;
        std::uint8_t classIndex = 0;
        std::int32_t pixels = 0;
    };
    struct BlockHash
    {
        std::uint16_t block = 0;
        std::uint64_t hash = 0;
    };
    /// Of one class in a cell.
    struct Borders
    {
        std::uint8_t classIndex = 0;
        std::int64_t pixels = 0;
        std::int64_t others = 0;  ///< pairs of neighbours, this class and another one
        std::int64_t outline = 0; ///< the same, and of this class and what is not labelled
    };
    /// What a mask cell holds, as it was read at `revision`.
    struct Cell
    {
        std::int64_t revision = 0;
        std::vector<BlockPixels> pixels; ///< by block, then by class
        std::vector<BlockHash> hashes;   ///< of blocks with labelled pixels
        std::vector<Borders> borders;    ///< of classes that are there
    };
    /// Border by width, from 1 px on in steps of half an octave.
    using ByWidth = std::array<std::int64_t, 24>;
    using Cells = std::map<std::pair<int, int>, Cell>; ///< by row and column

    Cell read(const TrainingImage& image, const annotation::LabelledCell& cell) const;
    void add(const TrainingImage& image, int number, const Cells& cells);

    ClassIndex classIndex_;
    SplitChoice split_;
    int classes_;
    std::vector<Cells> cells_;                                      ///< of each image
    std::array<std::vector<std::vector<LabelledBlock>>, 3> blocks_; ///< train, validation, test
    std::vector<BlockContent> contents_;
    std::vector<Borders> borders_; ///< of each class
    std::vector<ByWidth> byWidth_; ///< of each class
    std::int64_t trainingCells_ = 0;
};

/// The hash's split with the largest blocks (of the rule's, then halves) for which every labelled
/// class both trains and validates; else the first where every class trains and something
/// validates; else everything trains. `warning` gets one sentence where it had to give way.
SplitChoice chooseSplit(const TrainingImages& images, const ClassIndex& classes,
                        std::string& warning);

} // namespace limn::training
