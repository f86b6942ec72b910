#include "training/core/optimisation.h"

#include "training/core/deep_supervision.h"
#include "training/core/memory_format.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>

namespace limn::training
{
namespace
{

/// The same quantity under names for a file.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

NamedTensors namedTensors(const torch::nn::Module& module)
{
    NamedTensors tensors;
    for (const auto& item : module.named_parameters())
        tensors.emplace_back(item.key(), item.value());
    for (const auto& item : module.named_buffers())
        tensors.emplace_back(item.key(), item.value());
    return tensors;
}

/// What a network learns and counts, by who moves it.
struct Contents
{
    std::vector<torch::Tensor> decoder; ///< parameters
    std::vector<torch::Tensor> encoder;
    std::vector<torch::Tensor> statistics; ///< floating-point buffers
    std::vector<torch::Tensor> counters;   ///< the others

    explicit Contents(SegmentationNetwork& network)
        : decoder(network.decoderParameters()), encoder(network.encoderParameters())
    {
        for (const torch::Tensor& buffer : network.buffers())
            (buffer.is_floating_point() ? statistics : counters).push_back(buffer);
    }
};

std::shared_ptr<SegmentationNetwork> copyOf(SegmentationNetwork& network,
                                            const torch::Device& device)
{
    const torch::NoGradGuard noGradient;
    std::shared_ptr<SegmentationNetwork> copy = SegmentationNetwork::make(network.spec());
    copy->to(device);
    useChannelsLast(*copy);
    const NamedTensors from = namedTensors(network);
    const NamedTensors to = namedTensors(*copy);
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i].second.copy_(from[i].second);
    copy->eval();
    return copy;
}

/// Networks without batch normalisation have no buffers; the kernel wants at least one tensor.
void copyAll(const std::vector<torch::Tensor>& to, const std::vector<torch::Tensor>& from)
{
    if (!to.empty())
        at::_foreach_copy_(to, from);
}

/// Stage of each of the encoder's parameters, from the input on; the last one's where a parameter
/// belongs to none.
std::vector<int> stagesOf(Encoder& encoder, const std::vector<torch::Tensor>& parameters)
{
    const auto stages = encoder.stages();
    std::vector<int> result(parameters.size(), static_cast<int>(stages.size()) - 1);
    for (std::size_t stage = 0; stage < stages.size(); ++stage)
        for (const torch::Tensor& own : stages[stage]->parameters())
            for (std::size_t i = 0; i < parameters.size(); ++i)
                if (parameters[i].is_same(own))
                    result[i] = static_cast<int>(stage);
    return result;
}

} // namespace

void requireSupported(SegmentationNetwork& network, const OptimisationSettings& settings)
{
    if (settings.stochasticDepth > 0 && network.setStochasticDepth(settings.stochasticDepth) == 0)
        throw TrainingError("stochasticDepth leaves out residual branches, and the encoder " +
                            network.spec().encoder +
                            " has none: choose another encoder or leave stochasticDepth out.");
    if (settings.deepSupervision > 0)
        DeepSupervision(network, settings.deepSupervision);
}

struct Optimisation::State
{
    OptimisationSettings settings;
    torch::Device device = torch::kCPU;
    Precision precision = Precision::Float32;

    std::vector<ParameterGroup> groups;
    std::vector<std::shared_ptr<torch::nn::Module>> still; ///< of the encoder: never changes
    std::shared_ptr<DeepSupervision> supervision;          ///< none: off
    double rateFactor = 1;
    torch::Tensor classWeights;
    torch::Tensor decoderSteps;          ///< Adam's own counts, float32 as its kernel wants them
    torch::Tensor encoderSteps;          ///< fewer: the encoder starts frozen
    std::int64_t stepsBefore = 0;        ///< the step under way
    std::int64_t encoderStepsBefore = 0; ///< likewise, of those that moved the encoder
    bool frozen = false;
    std::uint64_t seed = 0; ///< of the step under way

    std::optional<Contents> contents;
    std::vector<torch::Tensor> buffers;
    std::vector<torch::Tensor> buffersBefore; ///< as they were before the step under way

    std::shared_ptr<SegmentationNetwork> average; ///< none when averaging is off
    std::optional<Contents> averageContents;

    void addDecoderGroups() { addGroups(contents->decoder, false, 1); }

    /// One pair of groups for all stages of the same rate.
    void addEncoderGroups(Encoder& encoder)
    {
        const std::vector<int> stages = stagesOf(encoder, contents->encoder);
        const int count = static_cast<int>(encoder.stages().size());
        const int first = settings.pretrained ? std::min(settings.frozenStages, count) : 0;
        const double factor = settings.pretrained ? settings.stageFactor : 1;
        std::map<double, std::vector<torch::Tensor>> byRate;
        for (std::size_t i = 0; i < stages.size(); ++i)
            if (stages[i] >= first)
                byRate[std::pow(factor, count - 1 - stages[i])].push_back(contents->encoder[i]);
        for (const auto& [share, parameters] : byRate)
            addGroups(parameters, true, share);
        const auto modules = encoder.stages();
        for (int stage = 0; stage < first; ++stage)
            still.push_back(modules[static_cast<std::size_t>(stage)]);
        if (settings.pretrained && settings.freezeBatchNorm)
            for (const auto& module : encoder.modules(/*include_self=*/false))
                if (module->as<torch::nn::BatchNorm2dImpl>())
                    still.push_back(module);
    }

    void addGroups(const std::vector<torch::Tensor>& parameters, bool encoder, double rateFactor)
    {
        ParameterGroup decaying{encoder, rateFactor, settings.weightDecay, {}, {}, {}};
        ParameterGroup plain{encoder, rateFactor, 0, {}, {}, {}};
        for (const torch::Tensor& parameter : parameters) {
            ParameterGroup& group = parameter.dim() > 1 ? decaying : plain;
            group.parameters.push_back(parameter);
            group.firstMoments.push_back(torch::zeros_like(parameter));
            group.secondMoments.push_back(torch::zeros_like(parameter));
        }
        for (ParameterGroup& group : {std::ref(decaying), std::ref(plain)}) {
            if (!group.parameters.empty())
                groups.push_back(group);
        }
    }

    bool staysFrozen(double progress) const
    {
        return settings.pretrained && progress < settings.frozenShare &&
               (settings.frozenSteps == 0 || stepsBefore < settings.frozenSteps);
    }

    /// How much of the warm-up so many steps are, 0..1.
    double warmed(std::int64_t steps) const
    {
        return settings.warmupSteps == 0
                   ? 0
                   : std::min(1.0, static_cast<double>(steps) / settings.warmupSteps);
    }

    double rate(double progress, bool encoder) const
    {
        const double schedule =
            settings.learningRate * rateFactor *
            rateShare(settings.schedule, settings.warmupShare, progress, warmed(stepsBefore));
        if (!encoder || !settings.pretrained)
            return schedule;
        // Let go later, it warms up later.
        return schedule * settings.encoderFactor *
               std::max(warmUp(progress - settings.frozenShare, settings.warmupShare),
                        warmUp(warmed(encoderStepsBefore), 1));
    }

    void setModes(SegmentationNetwork& network, double progress)
    {
        network.train();
        network.setDropout(settings.dropout);
        frozen = staysFrozen(progress);
        if (frozen)
            network.encoder().eval();
        for (torch::Tensor& parameter : contents->encoder)
            parameter.set_requires_grad(!frozen);
        for (const auto& module : still) {
            module->eval();
            for (torch::Tensor& parameter : module->parameters())
                parameter.set_requires_grad(false);
        }
    }

    /// Groups that move in this step.
    std::vector<ParameterGroup*> moving()
    {
        std::vector<ParameterGroup*> active;
        for (ParameterGroup& group : groups) {
            if (!group.encoder || !frozen)
                active.push_back(&group);
        }
        return active;
    }

    torch::Tensor lossOfBatch(const torch::Tensor& images, const torch::Tensor& logits,
                              const std::vector<torch::Tensor>& coarse, const torch::Tensor& labels,
                              const MixedLabels& mixed) const;
    torch::Tensor addGradients(SegmentationNetwork& network, const torch::Tensor& images,
                               const torch::Tensor& labels, const MixedLabels& mixed,
                               std::int64_t atOnce);
    void pullTowardsZero();
    void update(const torch::Tensor& gradientScale, double progress);
    void follow(std::int64_t step);
};

namespace
{

std::vector<torch::Tensor> gradientsOf(const ParameterGroup& group)
{
    std::vector<torch::Tensor> gradients;
    gradients.reserve(group.parameters.size());
    for (const torch::Tensor& parameter : group.parameters) {
        // A parameter that no output depends on still decays and counts its steps.
        gradients.push_back(parameter.grad().defined() ? parameter.grad()
                                                       : torch::zeros_like(parameter));
    }
    return gradients;
}

torch::Tensor norm(const std::vector<torch::Tensor>& tensors)
{
    return torch::stack(at::_foreach_norm(tensors)).norm();
}

} // namespace

/// The slope of the sum of absolute weights.
void Optimisation::State::pullTowardsZero()
{
    for (ParameterGroup* group : moving())
        for (torch::Tensor& parameter : group->parameters)
            if (parameter.dim() > 1 && parameter.grad().defined())
                parameter.mutable_grad().add_(parameter.sign(), settings.l1);
}

void Optimisation::State::update(const torch::Tensor& gradientScale, double progress)
{
    decoderSteps += 1;
    if (!frozen)
        encoderSteps += 1;
    for (ParameterGroup* group : moving())
        limn::training::update(settings.rule, *group, gradientsOf(*group),
                               group->encoder ? encoderSteps : decoderSteps,
                               rate(progress, group->encoder) * group->rateFactor, gradientScale);
}

torch::Tensor Optimisation::State::lossOfBatch(const torch::Tensor& images,
                                               const torch::Tensor& logits,
                                               const std::vector<torch::Tensor>& coarse,
                                               const torch::Tensor& labels,
                                               const MixedLabels& mixed) const
{
    const auto one = [this](const torch::Tensor& stage, const torch::Tensor& targets) {
        return lossOf(stage, targets, settings.loss, classWeights);
    };
    const auto all = [&](const torch::Tensor& targets) {
        const torch::Tensor own = lossOf(logits, targets, settings.loss, classWeights, images);
        return supervision ? supervision->loss(own, coarse, targets, one) : own;
    };
    const torch::Tensor loss = all(labels);
    if (!mixed.labels.defined())
        return loss;
    return loss * (1 - mixed.share) + all(mixed.labels) * mixed.share;
}

void Optimisation::State::follow(std::int64_t step)
{
    if (!average)
        return;
    // Early averages would otherwise hang on to the random head they started from.
    const double decay = std::min(settings.averaging, (1.0 + static_cast<double>(step)) /
                                                          (10.0 + static_cast<double>(step)));
    const auto approach = [decay](const std::vector<torch::Tensor>& to,
                                  const std::vector<torch::Tensor>& from) {
        if (!to.empty())
            at::_foreach_lerp_(to, from, 1 - decay);
    };
    approach(averageContents->decoder, contents->decoder);
    if (!frozen)
        approach(averageContents->encoder, contents->encoder);
    approach(averageContents->statistics, contents->statistics);
    for (std::size_t i = 0; i < contents->counters.size(); ++i)
        averageContents->counters[i].copy_(contents->counters[i]);
}

Optimisation::Optimisation(std::shared_ptr<SegmentationNetwork> network,
                           OptimisationSettings settings, torch::Device device, Precision precision)
    : network_(std::move(network)), state_(std::make_shared<State>())
{
    const torch::NoGradGuard noGradient;
    network_->to(device);
    useChannelsLast(*network_);
    state_->settings = settings;
    state_->device = device;
    state_->precision = precision;
    state_->decoderSteps = torch::zeros({}, torch::TensorOptions().device(device));
    state_->encoderSteps = state_->decoderSteps.clone();
    if (!settings.classWeights.empty())
        state_->classWeights = torch::tensor(settings.classWeights).to(device);
    state_->contents.emplace(*network_);
    state_->addDecoderGroups();
    if (settings.stochasticDepth > 0)
        network_->setStochasticDepth(settings.stochasticDepth);
    if (settings.deepSupervision > 0) {
        state_->supervision =
            std::make_shared<DeepSupervision>(*network_, settings.deepSupervision);
        state_->supervision->to(device);
        state_->addGroups(state_->supervision->parameters(), false, 1);
    }
    state_->addEncoderGroups(network_->encoder());
    state_->buffers = network_->buffers();
    for (const torch::Tensor& buffer : state_->buffers)
        state_->buffersBefore.push_back(buffer.clone());
    if (settings.averaging > 0) {
        state_->average = copyOf(*network_, device);
        state_->averageContents.emplace(*state_->average);
    }
}

/// Loss of the batch, detached; the gradients are with the parameters.
torch::Tensor Optimisation::State::addGradients(SegmentationNetwork& network,
                                                const torch::Tensor& images,
                                                const torch::Tensor& labels,
                                                const MixedLabels& mixed, std::int64_t atOnce)
{
    // Dropout draws from the device's own generator: seeded by the step, a resumed run draws what
    // the interrupted one would have drawn.
    at::Generator generator = at::globalContext().defaultGenerator(device);
    {
        const std::scoped_lock lock(generator.mutex());
        generator.set_current_seed(seed);
    }
    for (ParameterGroup& group : groups) {
        for (torch::Tensor& parameter : group.parameters)
            parameter.mutable_grad().reset();
    }
    const std::int64_t count = images.size(0);
    torch::Tensor sum;
    for (std::int64_t first = 0; first < count; first += atOnce) {
        const std::int64_t part = std::min(atOnce, count - first);
        torch::Tensor logits;
        std::vector<torch::Tensor> coarse;
        {
            const AutocastScope autocast(device, precision);
            Activations activations;
            logits = network.forward(
                images.narrow(0, first, part).contiguous(at::MemoryFormat::ChannelsLast),
                supervision ? &activations : nullptr);
            if (supervision)
                coarse = supervision->logits(activations);
        }
        MixedLabels mixedPart = mixed;
        if (mixed.labels.defined())
            mixedPart.labels = mixed.labels.narrow(0, first, part);
        torch::Tensor loss = lossOfBatch(images.narrow(0, first, part), logits, coarse,
                                         labels.narrow(0, first, part), mixedPart);
        if (part < count)
            loss = loss * (static_cast<double>(part) / static_cast<double>(count));
        loss.backward();
        sum = sum.defined() ? sum + loss.detach() : loss.detach();
    }
    return sum;
}

StepResult Optimisation::step(const torch::Tensor& images, const torch::Tensor& labels,
                              double progress, const MixedLabels& mixed, std::int64_t atOnce)
{
    State& state = *state_;
    state.stepsBefore = steps_;
    state.setModes(*network_, progress);
    state.seed = state.settings.seed + static_cast<std::uint64_t>(steps_);
    {
        const torch::NoGradGuard noGradient;
        copyAll(state.buffersBefore, state.buffers);
    }
    StepResult result;
    result.atOnce = atOnce > 0 ? std::min(atOnce, images.size(0)) : images.size(0);
    torch::Tensor loss;
    while (!loss.defined()) {
        try {
            loss = state.addGradients(*network_, images, labels, mixed, result.atOnce);
        } catch (const std::exception& error) {
            const torch::NoGradGuard noGradient;
            copyAll(state.buffers, state.buffersBefore);
            if (!isOutOfMemory(error) || result.atOnce == 1)
                throw;
            result.atOnce = (result.atOnce + 1) / 2;
            freeCachedMemory(state.device);
        }
    }

    const torch::NoGradGuard noGradient;
    if (state.settings.l1 > 0)
        state.pullTowardsZero();
    std::vector<torch::Tensor> gradients;
    for (const ParameterGroup* group : state.moving()) {
        const std::vector<torch::Tensor> some = gradientsOf(*group);
        gradients.insert(gradients.end(), some.begin(), some.end());
    }
    // Both numbers come back from the device together: one wait a step.
    const torch::Tensor numbers = torch::stack({loss, norm(gradients)}).to(torch::kCPU);
    result.loss = numbers[0].item<double>();
    const double gradientNorm = numbers[1].item<double>();
    result.learningRate = state.rate(progress, false);
    result.finite = std::isfinite(result.loss) && std::isfinite(gradientNorm);
    ++steps_;
    if (!result.finite) {
        copyAll(state.buffers, state.buffersBefore);
        return result;
    }

    const double clip = state.settings.gradientClip;
    const double excess = clip > 0 ? std::max(1.0, gradientNorm / clip) : 1.0;
    state.update(torch::full({}, excess, state.decoderSteps.options()), progress);
    state.encoderStepsBefore += state.frozen ? 0 : 1;
    state.follow(steps_);
    return result;
}

bool Optimisation::encoderWasFrozen() const
{
    return state_->frozen;
}

void Optimisation::setRateFactor(double factor)
{
    state_->rateFactor = factor;
}

SegmentationNetwork& Optimisation::averaged()
{
    SegmentationNetwork& network = state_->average ? *state_->average : *network_;
    network.eval();
    return network;
}

namespace
{

const std::string parametersPrefix = "network.";
const std::string averagePrefix = "average.";
const std::string firstPrefix = "first_moment.";
const std::string secondPrefix = "second_moment.";
const std::string supervisionPrefix = "supervision.";
const std::string countersName = "counters";

std::map<std::string, std::string> described(const NetworkSpec& spec)
{
    return {{"architecture", spec.architecture},
            {"encoder", spec.encoder},
            {"bands", std::to_string(spec.bands)},
            {"classes", std::to_string(spec.classes)}};
}

/// Moments under the names of their parameters.
NamedTensors momentsByName(const torch::nn::Module& module,
                           const std::vector<ParameterGroup>& groups,
                           std::vector<torch::Tensor> ParameterGroup::*moments)
{
    NamedTensors named;
    for (const auto& item : module.named_parameters()) {
        for (const ParameterGroup& group : groups) {
            for (std::size_t i = 0; i < group.parameters.size(); ++i) {
                if (group.parameters[i].is_same(item.value()))
                    named.emplace_back(item.key(), (group.*moments)[i]);
            }
        }
    }
    return named;
}

} // namespace

StateDict Optimisation::state() const
{
    const torch::NoGradGuard noGradient;
    StateDict saved;
    saved.metadata = described(network_->spec());
    for (const auto& [name, tensor] : tensors()) {
        // An owner of its own, in the order of the file.
        saved.tensors.emplace_back(
            name, tensor.detach().to(torch::kCPU).clone(at::MemoryFormat::Contiguous));
    }
    saved.tensors.emplace_back(countersName,
                               torch::tensor({steps_, state_->decoderSteps.item<std::int64_t>(),
                                              state_->encoderSteps.item<std::int64_t>()}));
    return saved;
}

void Optimisation::restore(const StateDict& saved)
{
    const torch::NoGradGuard noGradient;
    for (const auto& [key, value] : described(network_->spec())) {
        const auto found = saved.metadata.find(key);
        if (found != saved.metadata.end() && found->second == value)
            continue;
        throw TrainingError("The saved training state belongs to another network (its " + key +
                            " is " + (found == saved.metadata.end() ? "not named" : found->second) +
                            ", here it is " + value + "); start a new run instead.");
    }
    const NamedTensors own = tensors();
    const torch::Tensor* counters = saved.find(countersName);
    std::string missing = counters && counters->numel() == 3 ? "" : countersName;
    for (const auto& [name, tensor] : own) {
        const torch::Tensor* from = saved.find(name);
        if (!from || from->sizes() != tensor.sizes())
            missing = name;
    }
    if (!missing.empty()) {
        throw TrainingError("The saved training state is incomplete (" + missing +
                            " is missing or of another shape); start a new run instead.");
    }
    for (const auto& [name, tensor] : own)
        tensor.copy_(*saved.find(name));
    steps_ = (*counters)[0].item<std::int64_t>();
    state_->decoderSteps.fill_((*counters)[1].item<double>());
    state_->encoderStepsBefore = (*counters)[2].item<std::int64_t>();
    state_->encoderSteps.fill_(static_cast<double>(state_->encoderStepsBefore));
}

std::vector<std::pair<std::string, torch::Tensor>> Optimisation::tensors() const
{
    NamedTensors all;
    const auto append = [&all](const std::string& prefix, const NamedTensors& tensors) {
        for (const auto& [name, tensor] : tensors)
            all.emplace_back(prefix + name, tensor);
    };
    append(parametersPrefix, namedTensors(*network_));
    if (state_->average)
        append(averagePrefix, namedTensors(*state_->average));
    append(firstPrefix, momentsByName(*network_, state_->groups, &ParameterGroup::firstMoments));
    append(secondPrefix, momentsByName(*network_, state_->groups, &ParameterGroup::secondMoments));
    if (const auto& heads = state_->supervision) {
        append(supervisionPrefix, namedTensors(*heads));
        append(firstPrefix + supervisionPrefix,
               momentsByName(*heads, state_->groups, &ParameterGroup::firstMoments));
        append(secondPrefix + supervisionPrefix,
               momentsByName(*heads, state_->groups, &ParameterGroup::secondMoments));
    }
    return all;
}

} // namespace limn::training
