#include "training/core/network_choice.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace limn::training
{

namespace
{

/// Demerits below which a row suits well, and fairly.
constexpr double well = 0.75;
constexpr double fairly = 2.5;

/// Multiply-adds a second of one core in training, about: U-Nets of docs/BENCHMARKS.md do 27 to 39
/// thousand million in float32 and 32 to 69 in bfloat16.
constexpr double coreRate = 30e9;
constexpr double coreRateBf16 = 50e9;
/// Of a graphics card, with and without bfloat16: a tenth of what today's reach at best.
constexpr double cardRate = 4e12;
constexpr double cardRateBf16 = 10e12;
constexpr double backwardToo = 3; ///< of a pass forward
constexpr double costPixels = 512.0 * 512.0;
/// Weights, gradients and the two moments of AdamW in float32.
constexpr double bytesAParameter = 16;

constexpr double resolved = 16;     ///< pixels: wider things are seen by any network
constexpr double bearableStep = 2;  ///< seconds a step on a CPU, of a whole network
constexpr double quickStep = 1;     ///< of U-Net over an encoder
constexpr int fewCells = 4;         ///< a side of the deepest feature
constexpr double learntAPixel = 20; ///< parameters from nothing that a labelled pixel bears
constexpr double tunedAPixel = 100; ///< parameters that were trained before
constexpr double manyPixels = 1e6;
constexpr double smallEncoder = 10e6; ///< parameters
constexpr std::size_t mostClauses = 3;

std::string rounded(double value)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(value < 9.95 ? 1 : 0) << value;
    return text.str();
}

std::string gigabytes(double bytes)
{
    return rounded(bytes / 1e9) + " GB";
}

/// "350", "1.2 million"
std::string counted(double number)
{
    if (number < 1000)
        return std::to_string(std::lround(number));
    if (number < 999'500)
        return std::to_string(std::lround(number / 1000)) + " thousand";
    return rounded(number / 1e6) + " million";
}

std::string pixels(double width)
{
    return std::to_string(std::max(1L, std::lround(width))) + " px";
}

/// Times that `value` is `bearable`, in doublings; 0 where it is no more.
double doublings(double value, double bearable)
{
    return std::max(0.0, std::log2(value / bearable));
}

std::string inQuotes(const std::string& name)
{
    return "\"" + name + "\"";
}

/// Clauses of a reason and what each costs.
class Verdict
{
public:
    void say(const std::string& clause, double demerits = 0)
    {
        clauses_.push_back({clause, demerits});
    }

    Suitability suitability() &&
    {
        std::stable_sort(clauses_.begin(), clauses_.end(),
                         [](const auto& a, const auto& b) { return a.demerits > b.demerits; });
        Suitability result;
        for (const Clause& clause : clauses_)
            result.demerits += clause.demerits;
        for (std::size_t i = 0; i < std::min(mostClauses, clauses_.size()); ++i)
            result.reason += (i == 0 ? "" : "; ") + clauses_[i].text;
        if (!result.reason.empty())
            result.reason.front() =
                static_cast<char>(std::toupper(static_cast<unsigned char>(result.reason.front())));
        result.reason += '.';
        return result;
    }

private:
    struct Clause
    {
        std::string text;
        double demerits;
    };
    std::vector<Clause> clauses_;
};

StepEstimate estimate(const MachineFacts& machine, const Cost& cost, double parameters,
                      std::int64_t pixels)
{
    const auto area = static_cast<double>(pixels);
    const double rate = machine.isCpu ? machine.cores * (machine.bfloat16 ? coreRateBf16 : coreRate)
                                      : (machine.bfloat16 ? cardRateBf16 : cardRate);
    return {static_cast<double>(cost.trainingBytes) * area / 1e6 + bytesAParameter * parameters,
            backwardToo * static_cast<double>(cost.multiplyAdds) * area / costPixels / rate};
}

void judgeStep(Verdict& verdict, const MachineFacts& machine, const DataFacts& data,
               const Cost& cost, double parameters, double bearableSeconds)
{
    constexpr double tooLarge = 8;
    const auto [bytes, seconds] = estimate(machine, cost, parameters, data.pixelsAStep);
    const auto available = static_cast<double>(machine.freeBytes);
    if (available > 0 && bytes > available) {
        verdict.say("a training step takes about " + gigabytes(bytes) + ", and " +
                        gigabytes(available) + " are free",
                    tooLarge);
    }
    if (!machine.isCpu) {
        if (available <= 0 || bytes <= available)
            verdict.say("a training step takes about " + gigabytes(bytes));
        return;
    }
    verdict.say("about " + rounded(std::max(0.1, seconds)) + " s a training step",
                doublings(seconds, bearableSeconds));
}

void judgeOutlines(Verdict& verdict, const ArchitectureRow& row, const DataFacts& data)
{
    if (data.thinClass.empty() || data.thinWidth <= 0)
        return;
    const double coarse = doublings(2.0 * row.outlineStride, data.thinWidth);
    const std::string what =
        inQuotes(data.thinClass) + ", about " + pixels(data.thinWidth) + " wide";
    if (coarse > 0)
        verdict.say("it gives classes to cells of " + std::to_string(row.outlineStride) +
                        " px, which are coarse for " + what,
                    1 + coarse);
    else if (data.thinWidth < resolved)
        verdict.say("fine enough for " + what);
}

void judgeImageSize(Verdict& verdict, int stride, const DataFacts& data)
{
    if (data.smallestSide <= 0 || data.smallestSide >= fewCells * stride)
        return;
    const int cells = (data.smallestSide + stride - 1) / stride;
    verdict.say("of images as small as " + std::to_string(data.smallestSide) +
                    " px its deepest map has " + std::to_string(cells) +
                    (cells == 1 ? " cell" : " cells") + " a side",
                doublings(fewCells * stride, data.smallestSide) / 2);
}

void judgeLearning(Verdict& verdict, const ArchitectureRow& row, const DataFacts& data)
{
    const auto parameters = static_cast<double>(row.parameters);
    const auto labels = static_cast<double>(data.labelledPixels);
    const double many =
        labels > 0 ? std::max(0.0, std::log10(parameters / (learntAPixel * labels))) : 0;
    const bool whole = referenceEncoder(row).name == ownEncoder;
    if (whole) {
        const bool photographs = data.bands == 3;
        verdict.say(labels > 0 ? "all of its " + counted(parameters) + " parameters are new, for " +
                                     counted(labels) + " labelled pixels"
                               : "it starts without pretrained weights",
                    (photographs ? 1 : 0.5) + many);
    } else if (many > 0) {
        verdict.say(counted(parameters) + " parameters behind its encoder are new, for " +
                        counted(labels) + " labelled pixels",
                    many);
    }
}

void judgeWeights(Verdict& verdict, const EncoderRow& row, const DataFacts& data, bool here)
{
    if (row.file.empty()) {
        verdict.say("it has no pretrained weights", 1);
        return;
    }
    if (!here) {
        verdict.say("its ImageNet weights are not here yet", 0.5);
        return;
    }
    verdict.say("its ImageNet weights are here" +
                (data.bands == 3 ? std::string()
                                 : " and are adapted to " + std::to_string(data.bands) +
                                       (data.bands == 1 ? " band" : " bands")));
}

void judgeSize(Verdict& verdict, const EncoderRow& row, const MachineFacts& machine,
               const DataFacts& data)
{
    const auto parameters = static_cast<double>(row.parameters);
    const auto labels = static_cast<double>(data.labelledPixels);
    if (labels <= 0)
        return;
    const double large = std::log10(parameters / (tunedAPixel * labels));
    if (large > 0)
        verdict.say("its " + counted(parameters) + " parameters are many for " + counted(labels) +
                        " labelled pixels",
                    large);
    else if (!machine.isCpu && labels >= manyPixels && parameters < smallEncoder)
        verdict.say("small for a graphics card and " + counted(labels) + " labelled pixels", 0.6);
}

void judgeFirstFeature(Verdict& verdict, const EncoderRow& row, const DataFacts& data)
{
    if (data.thinClass.empty() || data.thinWidth <= 0 || row.firstStride <= 2)
        return;
    const double coarse = doublings(2.0 * row.firstStride, data.thinWidth);
    if (coarse > 0)
        verdict.say("its first feature has cells of " + std::to_string(row.firstStride) +
                        " px, which are coarse for " + inQuotes(data.thinClass) + ", about " +
                        pixels(data.thinWidth) + " wide",
                    (1 + coarse) / 2);
}

template <typename Row>
void sortBySuitability(std::vector<Suited<Row>>& rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.suitability.demerits < b.suitability.demerits;
    });
}

} // namespace

Suits Suitability::suits() const
{
    return demerits < well ? Suits::Well : demerits < fairly ? Suits::Fairly : Suits::Poorly;
}

StepEstimate estimateStep(const MachineFacts& machine, const ArchitectureRow& network,
                          const EncoderRow& encoder, std::int64_t pixels)
{
    // The rows tell of the network over its reference encoder, and of U-Net over each encoder.
    const EncoderRow& reference = referenceEncoder(network);
    Cost cost = network.cost;
    if (encoder.name != ownEncoder && reference.name != ownEncoder) {
        cost.multiplyAdds =
            std::max(cost.multiplyAdds + encoder.cost.multiplyAdds - reference.cost.multiplyAdds,
                     encoder.cost.multiplyAdds / 2);
        cost.trainingBytes =
            std::max(cost.trainingBytes + encoder.cost.trainingBytes - reference.cost.trainingBytes,
                     encoder.cost.trainingBytes / 2);
    }
    return estimate(machine, cost, static_cast<double>(network.parameters + encoder.parameters),
                    pixels);
}

std::vector<Suited<ArchitectureRow>> suitedNetworks(const MachineFacts& machine,
                                                    const DataFacts& data)
{
    std::vector<Suited<ArchitectureRow>> rows;
    for (const ArchitectureRow& row : architectures()) {
        Verdict verdict;
        judgeOutlines(verdict, row, data);
        judgeStep(verdict, machine, data, row.cost,
                  static_cast<double>(row.parameters + referenceEncoder(row).parameters),
                  bearableStep);
        judgeLearning(verdict, row, data);
        judgeImageSize(verdict, row.encoderStride, data);
        rows.push_back({&row, std::move(verdict).suitability()});
    }
    sortBySuitability(rows);
    return rows;
}

std::vector<Suited<EncoderRow>> suitedEncoders(const MachineFacts& machine, const DataFacts& data,
                                               const std::set<std::string>& here)
{
    const auto decoder = static_cast<double>(architectureRow("unet").parameters);
    std::vector<Suited<EncoderRow>> rows;
    for (const EncoderRow& row : encoders()) {
        if (row.name == ownEncoder)
            continue;
        Verdict verdict;
        judgeWeights(verdict, row, data, here.contains(row.name));
        judgeStep(verdict, machine, data, row.cost, static_cast<double>(row.parameters) + decoder,
                  quickStep);
        judgeSize(verdict, row, machine, data);
        judgeFirstFeature(verdict, row, data);
        rows.push_back({&row, std::move(verdict).suitability()});
    }
    sortBySuitability(rows);
    return rows;
}

std::string inWords(const MachineFacts& machine, const DataFacts& data)
{
    std::string text = "For " + machine.device;
    if (machine.freeBytes > 0)
        text += " with " + gigabytes(static_cast<double>(machine.freeBytes)) + " free";
    text += data.bands == 1 ? "; 1 band" : "; " + std::to_string(data.bands) + " bands";
    if (data.smallestSide > 0)
        text += "; images from " + std::to_string(data.smallestSide) + " px";
    if (data.labelledPixels > 0)
        text += "; " + counted(static_cast<double>(data.labelledPixels)) + " labelled pixels";
    if (!data.thinClass.empty() && data.thinWidth > 0 && data.thinWidth < resolved)
        text += "; the thinnest objects of " + inQuotes(data.thinClass) + ", about " +
                pixels(data.thinWidth) + " wide";
    return text + ".";
}

} // namespace limn::training
