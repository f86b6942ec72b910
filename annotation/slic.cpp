#include "annotation/slic.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace limn::annotation
{
namespace
{

/// The clusters hardly move after these.
constexpr int rounds = 4;
/// Rows left out while clusters still move; the last round sees all.
constexpr int coarseRows = 2;
/// Parts smaller than this share of a square of the seeds' spacing go to a neighbour.
constexpr double smallestShare = 0.25;
constexpr int mostThreads = 16;

struct Cluster
{
    float lightness = 0;
    float a = 0;
    float b = 0;
    float x = 0;
    float y = 0;
};

/// Sums over a cluster's pixels.
struct ClusterSums
{
    std::int64_t lightness = 0;
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t pixels = 0;

    void add(const ClusterSums& other)
    {
        lightness += other.lightness;
        a += other.a;
        b += other.b;
        x += other.x;
        y += other.y;
        pixels += other.pixels;
    }
};

/// The pixels of a row that lie in one column of the grid, against one cluster: those that are
/// nearer to it than to the ones before become its own.
void compare(const Cluster& cluster, std::int32_t label, float weight, float rowDistance, int first,
             int count, const float* lightness, const float* a, const float* b, float* best,
             std::int32_t* labels)
{
    for (int i = 0; i < count; ++i) {
        const float dl = lightness[i] - cluster.lightness;
        const float da = a[i] - cluster.a;
        const float db = b[i] - cluster.b;
        const float dx = static_cast<float>(first + i) - cluster.x;
        const float distance = dl * dl + da * da + db * db + weight * dx * dx + rowDistance;
        const bool nearer = distance < best[i];
        best[i] = nearer ? distance : best[i];
        labels[i] = nearer ? label : labels[i];
    }
}

class Clustering
{
public:
    Clustering(const LabPicture& picture, double spacing, double compactness)
        : picture_(picture),
          across_(std::max(1, static_cast<int>(std::lround(picture.columns / spacing)))),
          down_(std::max(1, static_cast<int>(std::lround(picture.rows / spacing)))),
          weight_(static_cast<float>(compactness * compactness / (spacing * spacing))),
          labels_(picture.lightness.size())
    {
        for (int column = 0; column <= across_; ++column)
            columnEnds_.push_back(
                static_cast<int>(static_cast<std::int64_t>(column) * picture.columns / across_));
        for (int row = 0; row < down_; ++row)
            for (int column = 0; column < across_; ++column)
                clusters_.push_back(seed((column + 0.5) * picture.columns / across_,
                                         (row + 0.5) * picture.rows / down_));
    }

    /// One round: every `rowStep`-th row is assigned; clusters move to the middle of their pixels.
    void assign(int rowStep)
    {
        const int threads = std::clamp(cv::getNumThreads(), 1, mostThreads);
        std::vector<std::vector<ClusterSums>> sums(static_cast<std::size_t>(threads));
        cv::parallel_for_(
            cv::Range(0, threads),
            [&](const cv::Range& range) {
                for (int part = range.start; part < range.end; ++part)
                    assignRows(part * picture_.rows / threads, (part + 1) * picture_.rows / threads,
                               rowStep, sums[static_cast<std::size_t>(part)]);
            },
            threads);
        for (std::size_t i = 0; i < clusters_.size(); ++i) {
            ClusterSums all;
            for (const auto& part : sums)
                all.add(part[i]);
            if (all.pixels == 0)
                continue;
            const auto mean = [&](std::int64_t sum) {
                return static_cast<float>(static_cast<double>(sum) /
                                          static_cast<double>(all.pixels));
            };
            clusters_[i] = {mean(all.lightness), mean(all.a), mean(all.b), mean(all.x),
                            mean(all.y)};
        }
    }

    std::vector<std::int32_t>& labels() { return labels_; }

private:
    std::size_t at(int x, int y) const
    {
        return static_cast<std::size_t>(y) * picture_.columns + static_cast<std::size_t>(x);
    }

    /// Where the picture is flattest around a point, so that no seed lies on an edge.
    Cluster seed(double atX, double atY) const
    {
        const int middleX = static_cast<int>(atX);
        const int middleY = static_cast<int>(atY);
        int bestX = middleX;
        int bestY = middleY;
        int flattest = std::numeric_limits<int>::max();
        for (int y = middleY - 1; y <= middleY + 1; ++y)
            for (int x = middleX - 1; x <= middleX + 1; ++x) {
                if (x < 1 || y < 1 || x + 1 >= picture_.columns || y + 1 >= picture_.rows)
                    continue;
                const int change =
                    difference(at(x - 1, y), at(x + 1, y)) + difference(at(x, y - 1), at(x, y + 1));
                if (change < flattest) {
                    flattest = change;
                    bestX = x;
                    bestY = y;
                }
            }
        const std::size_t i = at(bestX, bestY);
        return {static_cast<float>(picture_.lightness[i]), static_cast<float>(picture_.a[i]),
                static_cast<float>(picture_.b[i]), static_cast<float>(bestX),
                static_cast<float>(bestY)};
    }

    int difference(std::size_t one, std::size_t two) const
    {
        const auto squared = [&](const std::vector<std::uint8_t>& plane) {
            return (plane[one] - plane[two]) * (plane[one] - plane[two]);
        };
        return squared(picture_.lightness) + squared(picture_.a) + squared(picture_.b);
    }

    void assignRows(int first, int end, int rowStep, std::vector<ClusterSums>& sums)
    {
        sums.assign(clusters_.size(), {});
        const auto width = static_cast<std::size_t>(picture_.columns);
        std::array<std::vector<float>, 3> colours;
        for (std::vector<float>& plane : colours)
            plane.resize(width);
        std::vector<float> best(width);
        for (int y = first + (rowStep - first % rowStep) % rowStep; y < end; y += rowStep) {
            const std::size_t row = at(0, y);
            std::copy_n(picture_.lightness.begin() + static_cast<std::ptrdiff_t>(row), width,
                        colours[0].begin());
            std::copy_n(picture_.a.begin() + static_cast<std::ptrdiff_t>(row), width,
                        colours[1].begin());
            std::copy_n(picture_.b.begin() + static_cast<std::ptrdiff_t>(row), width,
                        colours[2].begin());
            std::ranges::fill(best, std::numeric_limits<float>::max());
            assignRow(y, colours, best);
            for (std::size_t x = 0; x < width; ++x) {
                ClusterSums& sum = sums[static_cast<std::size_t>(labels_[row + x])];
                sum.lightness += picture_.lightness[row + x];
                sum.a += picture_.a[row + x];
                sum.b += picture_.b[row + x];
                sum.x += static_cast<std::int64_t>(x);
                sum.y += y;
                ++sum.pixels;
            }
        }
    }

    void assignRow(int y, const std::array<std::vector<float>, 3>& colours,
                   std::vector<float>& best)
    {
        const int cellRow = std::min(
            down_ - 1, static_cast<int>(static_cast<std::int64_t>(y) * down_ / picture_.rows));
        for (int column = 0; column < across_; ++column) {
            const int begin = columnEnds_[static_cast<std::size_t>(column)];
            const int count = columnEnds_[static_cast<std::size_t>(column) + 1] - begin;
            for (int nextRow = std::max(0, cellRow - 1);
                 nextRow <= std::min(down_ - 1, cellRow + 1); ++nextRow)
                for (int next = std::max(0, column - 1); next <= std::min(across_ - 1, column + 1);
                     ++next) {
                    const std::int32_t label = nextRow * across_ + next;
                    const Cluster& cluster = clusters_[static_cast<std::size_t>(label)];
                    const float dy = static_cast<float>(y) - cluster.y;
                    compare(cluster, label, weight_, weight_ * dy * dy, begin, count,
                            colours[0].data() + begin, colours[1].data() + begin,
                            colours[2].data() + begin, best.data() + begin,
                            labels_.data() + at(begin, y));
                }
        }
    }

    const LabPicture& picture_;
    int across_; ///< clusters a row of the grid
    int down_;
    float weight_;
    std::vector<int> columnEnds_; ///< where the grid's columns begin, and the last one's end
    std::vector<Cluster> clusters_;
    std::vector<std::int32_t> labels_;
};

/// Every part that hangs together gets a number of its own; the small ones that of the part to
/// their left or above them.
Clusters separated(const std::vector<std::int32_t>& labels, int columns, int rows,
                   std::size_t smallest)
{
    Clusters result;
    result.labels.assign(labels.size(), -1);
    std::vector<std::size_t> part;
    const auto width = static_cast<std::size_t>(columns);
    for (std::size_t start = 0; start < labels.size(); ++start) {
        if (result.labels[start] >= 0)
            continue;
        const bool hasLeft = start % width != 0;
        const std::int32_t beside = hasLeft          ? result.labels[start - 1]
                                    : start >= width ? result.labels[start - width]
                                                     : -1;
        const std::int32_t number = result.count;
        part.assign(1, start);
        result.labels[start] = number;
        for (std::size_t done = 0; done < part.size(); ++done) {
            const std::size_t i = part[done];
            const auto visit = [&](std::size_t next) {
                if (result.labels[next] >= 0 || labels[next] != labels[start])
                    return;
                result.labels[next] = number;
                part.push_back(next);
            };
            const std::size_t x = i % width;
            if (x > 0)
                visit(i - 1);
            if (x + 1 < width)
                visit(i + 1);
            if (i >= width)
                visit(i - width);
            if (i + width < width * static_cast<std::size_t>(rows))
                visit(i + width);
        }
        if (part.size() >= smallest || beside < 0) {
            ++result.count;
            continue;
        }
        for (const std::size_t i : part)
            result.labels[i] = beside;
    }
    return result;
}

} // namespace

Clusters clusterColours(const LabPicture& picture, double spacing, double compactness,
                        Progress& progress)
{
    const double from = progress.fraction();
    Clustering clustering(picture, spacing, compactness);
    for (int round = 0; round < rounds; ++round) {
        clustering.assign(round + 1 < rounds ? coarseRows : 1);
        progress.report(from + (0.9 - from) * (round + 1) / rounds);
    }
    return separated(clustering.labels(), picture.columns, picture.rows,
                     static_cast<std::size_t>(smallestShare * spacing * spacing));
}

} // namespace limn::annotation
