#include "training/core/inception_v3.h"

#include "training/core/chain.h"

namespace limn::training
{

namespace
{

namespace nn = torch::nn;

struct InceptionUnit
{
    std::string name;
    int64_t out;
    int64_t tall = 1;
    int64_t wide = 1;
    int64_t stride = 1;
};

enum class BranchPool { None, Average, Halving };

/// A pooling, convolutions one after another, and of some branches several more beside each other,
/// whose outputs are put together.
struct InceptionBranch
{
    BranchPool pool = BranchPool::None;
    std::vector<InceptionUnit> chain = {};
    std::vector<InceptionUnit> ends = {};
};

using InceptionPlan = std::vector<InceptionBranch>;

InceptionPlan planA(int64_t pooled)
{
    return {{.chain = {{"branch1x1", 64}}},
            {.chain = {{"branch5x5_1", 48}, {"branch5x5_2", 64, 5, 5}}},
            {.chain = {{"branch3x3dbl_1", 64},
                       {"branch3x3dbl_2", 96, 3, 3},
                       {"branch3x3dbl_3", 96, 3, 3}}},
            {.pool = BranchPool::Average, .chain = {{"branch_pool", pooled}}}};
}

InceptionPlan planB()
{
    return {{.chain = {{"branch3x3", 384, 3, 3, 2}}},
            {.chain = {{"branch3x3dbl_1", 64},
                       {"branch3x3dbl_2", 96, 3, 3},
                       {"branch3x3dbl_3", 96, 3, 3, 2}}},
            {.pool = BranchPool::Halving}};
}

InceptionPlan planC(int64_t narrow)
{
    return {{.chain = {{"branch1x1", 192}}},
            {.chain = {{"branch7x7_1", narrow},
                       {"branch7x7_2", narrow, 1, 7},
                       {"branch7x7_3", 192, 7, 1}}},
            {.chain = {{"branch7x7dbl_1", narrow},
                       {"branch7x7dbl_2", narrow, 7, 1},
                       {"branch7x7dbl_3", narrow, 1, 7},
                       {"branch7x7dbl_4", narrow, 7, 1},
                       {"branch7x7dbl_5", 192, 1, 7}}},
            {.pool = BranchPool::Average, .chain = {{"branch_pool", 192}}}};
}

InceptionPlan planD()
{
    return {{.chain = {{"branch3x3_1", 192}, {"branch3x3_2", 320, 3, 3, 2}}},
            {.chain = {{"branch7x7x3_1", 192},
                       {"branch7x7x3_2", 192, 1, 7},
                       {"branch7x7x3_3", 192, 7, 1},
                       {"branch7x7x3_4", 192, 3, 3, 2}}},
            {.pool = BranchPool::Halving}};
}

InceptionPlan planE()
{
    return {{.chain = {{"branch1x1", 320}}},
            {.chain = {{"branch3x3_1", 384}},
             .ends = {{"branch3x3_2a", 384, 1, 3}, {"branch3x3_2b", 384, 3, 1}}},
            {.chain = {{"branch3x3dbl_1", 448}, {"branch3x3dbl_2", 384, 3, 3}},
             .ends = {{"branch3x3dbl_3a", 384, 1, 3}, {"branch3x3dbl_3b", 384, 3, 1}}},
            {.pool = BranchPool::Average, .chain = {{"branch_pool", 192}}}};
}

class InceptionConvolution : public nn::Module
{
public:
    InceptionConvolution(int64_t in, const InceptionUnit& unit)
        : conv_(register_module("conv",
                                nn::Conv2d(nn::Conv2dOptions(in, unit.out, {unit.tall, unit.wide})
                                               .stride(unit.stride)
                                               .padding({unit.tall / 2, unit.wide / 2})
                                               .bias(false)))),
          bn_(register_module("bn", nn::BatchNorm2d(nn::BatchNorm2dOptions(unit.out).eps(1e-3))))
    {
        nn::init::kaiming_normal_(conv_->weight, 0.0, torch::kFanOut, torch::kReLU);
    }

    torch::Tensor forward(const torch::Tensor& x) { return bn_(conv_(x)).relu_(); }

private:
    nn::Conv2d conv_;
    nn::BatchNorm2d bn_;
};

torch::Tensor halvingPool(const torch::Tensor& x)
{
    return torch::max_pool2d(x, 3, 2, 1);
}

class InceptionMixed : public nn::Module
{
public:
    InceptionMixed(int64_t in, const InceptionPlan& plan)
    {
        for (const InceptionBranch& branch : plan) {
            Branch made{.pool = branch.pool};
            int64_t channels = in;
            for (const InceptionUnit& unit : branch.chain) {
                made.chain.push_back(add(channels, unit));
                channels = unit.out;
            }
            int64_t together = 0;
            for (const InceptionUnit& unit : branch.ends) {
                made.ends.push_back(add(channels, unit));
                together += unit.out;
            }
            out_ += made.ends.empty() ? channels : together;
            branches_.push_back(std::move(made));
        }
    }

    torch::Tensor forward(const torch::Tensor& x)
    {
        std::vector<torch::Tensor> maps;
        for (const Branch& branch : branches_) {
            auto y = pooled(branch.pool, x);
            for (const auto& unit : branch.chain) {
                y = unit->forward(y);
            }
            for (const auto& unit : branch.ends) {
                maps.push_back(unit->forward(y));
            }
            if (branch.ends.empty()) {
                maps.push_back(y);
            }
        }
        return torch::cat(maps, 1);
    }

    int64_t out() const { return out_; } ///< channels

private:
    struct Branch
    {
        BranchPool pool;
        std::vector<std::shared_ptr<InceptionConvolution>> chain = {};
        std::vector<std::shared_ptr<InceptionConvolution>> ends = {};
    };

    std::shared_ptr<InceptionConvolution> add(int64_t in, const InceptionUnit& unit)
    {
        return register_module(unit.name, std::make_shared<InceptionConvolution>(in, unit));
    }

    static torch::Tensor pooled(BranchPool pool, const torch::Tensor& x)
    {
        switch (pool) {
        case BranchPool::Average:
            return torch::avg_pool2d(x, 3, 1, 1);
        case BranchPool::Halving:
            return halvingPool(x);
        case BranchPool::None:
            break;
        }
        return x;
    }

    std::vector<Branch> branches_;
    int64_t out_ = 0;
};

class InceptionV3 : public Encoder
{
public:
    explicit InceptionV3(const EncoderShape& shape) : Encoder(shape)
    {
        addUnit(shape.bands, {"Conv2d_1a_3x3", 32, 3, 3, 2});
        addUnit(32, {"Conv2d_2a_3x3", 32, 3, 3});
        addUnit(32, {"Conv2d_2b_3x3", 64, 3, 3});
        addUnit(64, {"Conv2d_3b_1x1", 80});
        addUnit(80, {"Conv2d_4a_3x3", 192, 3, 3});
        int64_t in = 192;
        const std::vector<std::pair<std::string, InceptionPlan>> plans{
            {"5b", planA(32)},  {"5c", planA(64)},  {"5d", planA(64)},  {"6a", planB()},
            {"6b", planC(128)}, {"6c", planC(160)}, {"6d", planC(160)}, {"6e", planC(192)},
            {"7a", planD()},    {"7b", planE()},    {"7c", planE()}};
        for (const auto& [name, plan] : plans) {
            mixed_.push_back(
                register_module("Mixed_" + name, std::make_shared<InceptionMixed>(in, plan)));
            in = mixed_.back()->out();
        }
    }

    std::vector<torch::Tensor> features(const torch::Tensor& x) override
    {
        const auto depth = static_cast<std::size_t>(shape().depth);
        std::vector<torch::Tensor> result{
            x, units_[2]->forward(units_[1]->forward(units_[0]->forward(x)))};
        if (result.size() <= depth) {
            result.push_back(units_[4]->forward(units_[3]->forward(halvingPool(result.back()))));
        }
        auto y = result.size() <= depth ? halvingPool(result.back()) : result.back();
        for (std::size_t i = 0; i < mixed_.size() && result.size() <= depth; ++i) {
            y = mixed_[i]->forward(y);
            if (i == lastAtStride8 || i == lastAtStride16 || i + 1 == mixed_.size()) {
                result.push_back(y);
            }
        }
        return result;
    }

    std::vector<int64_t> channels() const override
    {
        return firstOf<int64_t>({shape().bands, 64, 192, 288, 768, 2048}, shape().depth + 1);
    }
    std::string firstConvolution() const override { return "Conv2d_1a_3x3.conv"; }
    std::vector<std::string> featureLayers() const override
    {
        return firstOf<std::string>(
            {"Conv2d_2b_3x3", "Conv2d_4a_3x3", "Mixed_5d", "Mixed_6e", "Mixed_7c"}, shape().depth);
    }
    std::vector<std::shared_ptr<nn::Module>> stages() override { return children(); }
    std::string ownName(const std::string& name) const override
    {
        return name.starts_with("AuxLogits.") ? std::string() : name;
    }

private:
    static constexpr std::size_t lastAtStride8 = 2; ///< of mixed_
    static constexpr std::size_t lastAtStride16 = 7;

    void addUnit(int64_t in, const InceptionUnit& unit)
    {
        units_.push_back(
            register_module(unit.name, std::make_shared<InceptionConvolution>(in, unit)));
    }

    std::vector<std::shared_ptr<InceptionConvolution>> units_;
    std::vector<std::shared_ptr<InceptionMixed>> mixed_;
};

} // namespace

std::shared_ptr<Encoder> makeInceptionV3(const EncoderShape& shape)
{
    return std::make_shared<InceptionV3>(shape);
}

} // namespace limn::training
