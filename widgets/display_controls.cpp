#include "widgets/display_controls.h"

#include "widgets/theme.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QThreadPool>

namespace limn::widgets
{

namespace
{

struct Percentiles
{
    double low = 2;
    double high = 98;
};

/// The choices of the stretch box; without percentiles the samples' own range.
struct StretchChoice
{
    QString name;
    std::optional<Percentiles> percentiles;
};

std::vector<StretchChoice> stretchChoices()
{
    return {{DisplayControls::tr("2–98 %"), Percentiles{2, 98}},
            {DisplayControls::tr("0.5–99.5 %"), Percentiles{0.5, 99.5}},
            {DisplayControls::tr("Minimum–maximum"), Percentiles{0, 100}},
            {DisplayControls::tr("None"), std::nullopt}};
}

struct BandPreset
{
    QString name;
    std::array<int, 3> bands;
};

std::optional<int> bandOf(const raster::RasterInfo& info, raster::BandRole role)
{
    const auto found =
        std::find_if(info.bands.begin(), info.bands.end(),
                     [role](const raster::BandInfo& band) { return band.role == role; });
    if (found == info.bands.end())
        return std::nullopt;
    return static_cast<int>(found - info.bands.begin());
}

std::vector<BandPreset> bandPresets(const raster::RasterInfo& info)
{
    using raster::BandRole;
    std::vector<BandPreset> presets;
    const int count = static_cast<int>(info.bands.size());
    const auto red = bandOf(info, BandRole::Red);
    const auto green = bandOf(info, BandRole::Green);
    const auto blue = bandOf(info, BandRole::Blue);
    const auto near = bandOf(info, BandRole::NearInfrared);
    if (red && green && blue)
        presets.push_back({DisplayControls::tr("True colour"), {*red, *green, *blue}});
    else if (count >= 3)
        presets.push_back({DisplayControls::tr("Bands 1, 2, 3"), {0, 1, 2}});
    if (near && red && green)
        presets.push_back({DisplayControls::tr("Colour infrared"), {*near, *red, *green}});
    else if (count >= 4)
        presets.push_back({DisplayControls::tr("Bands 4, 1, 2 (infrared)"), {3, 0, 1}});
    presets.push_back({DisplayControls::tr("Grey"), {0, 0, 0}});
    return presets;
}

/// The samples as they are: 0..255 for bytes, the type's range, 0..1 for real numbers.
raster::BandStretch ownRange(raster::SampleType type)
{
    using raster::SampleType;
    switch (type) {
    case SampleType::UInt8:
        return {0, 255, 1};
    case SampleType::Int8:
        return {-128, 127, 1};
    case SampleType::UInt16:
        return {0, 65535, 1};
    case SampleType::Int16:
        return {-32768, 32767, 1};
    case SampleType::UInt32:
        return {0, 4294967295.0, 1};
    case SampleType::Int32:
        return {-2147483648.0, 2147483647.0, 1};
    case SampleType::Float32:
    case SampleType::Float64:
        break;
    }
    return {0, 1, 1};
}

raster::DisplaySettings stretched(const raster::Raster& raster, const std::array<int, 3>& bands,
                                  Percentiles range)
{
    raster::DisplaySettings settings{bands, {}};
    std::map<int, raster::BandStretch> computed;
    for (std::size_t i = 0; i < 3; ++i) {
        const int band = bands[i];
        if (!computed.contains(band))
            computed[band] = raster::percentileStretch(raster, band, range.low, range.high);
        settings.stretch[i] = computed[band];
    }
    return settings;
}

/// The number first, so that a narrow box still tells bands apart; "Band 3" says no more than it.
QString bandText(const raster::BandInfo& band, int number)
{
    const QString name = QString::fromStdString(band.name);
    if (name.isEmpty() || name == QStringLiteral("Band %1").arg(number))
        return QString::number(number);
    return QStringLiteral("%1 %2").arg(QString::number(number), name);
}

bool isGrey(const std::array<int, 3>& bands)
{
    return bands[0] == bands[1] && bands[1] == bands[2];
}

} // namespace

struct DisplayControls::State
{
    DisplayControls* q = nullptr;
    QPointer<RasterLayer> layer;
    std::vector<BandPreset> presets;
    std::vector<StretchChoice> stretches = stretchChoices();
    QComboBox* preset = nullptr;
    std::array<QComboBox*, 3> bands{};
    QComboBox* stretch = nullptr;
    QLabel* ranges = nullptr;
    int job = 0; ///< counts the wishes; an answer to an older one is dropped
    QThreadPool pool;

    const raster::RasterInfo& info() const { return layer->raster()->info(); }

    void showSettings()
    {
        if (!layer)
            return;
        const auto& settings = layer->settings();
        const auto match =
            std::find_if(presets.begin(), presets.end(), [&](const BandPreset& each) {
                return each.bands == settings.bands ||
                       (isGrey(each.bands) && isGrey(settings.bands));
            });
        preset->setCurrentIndex(match == presets.end() ? -1
                                                       : static_cast<int>(match - presets.begin()));
        QStringList texts;
        const QLocale locale;
        const std::array<QString, 3> letters{tr("R"), tr("G"), tr("B")};
        for (std::size_t i = 0; i < 3; ++i) {
            bands[i]->setCurrentIndex(settings.bands[i]);
            const QString range = QStringLiteral("%1\u2060–\u2060%2")
                                      .arg(locale.toString(settings.stretch[i].low, 'g', 4),
                                           locale.toString(settings.stretch[i].high, 'g', 4));
            texts << (isGrey(settings.bands) ? range : letters[i] + QChar::Nbsp + range);
            if (isGrey(settings.bands))
                break;
        }
        ranges->setText(texts.join(QStringLiteral("  ")));
        bool isOwn = true;
        for (std::size_t i = 0; i < 3; ++i)
            isOwn = isOwn && settings.stretch[i] == ownRange(info().bands[settings.bands[i]].type);
        if (isOwn)
            stretch->setCurrentIndex(static_cast<int>(stretches.size()) - 1);
    }

    void wish(const std::array<int, 3>& wanted)
    {
        if (!layer)
            return;
        ++job;
        const int choice = stretch->currentIndex();
        const auto percentiles = choice < 0 ? Percentiles{} : stretches[choice].percentiles;
        if (!percentiles) {
            raster::DisplaySettings settings{wanted, {}};
            for (std::size_t i = 0; i < 3; ++i)
                settings.stretch[i] = ownRange(info().bands[wanted[i]].type);
            layer->setSettings(settings);
            return;
        }
        ranges->setText(tr("Computing…"));
        compute(wanted, *percentiles, [this](const raster::DisplaySettings& settings) {
            layer->setSettings(settings);
            showSettings();
        });
    }

    /// Says what the image came with where it is the usual choice.
    void recogniseStretch()
    {
        compute(layer->settings().bands, Percentiles{},
                [this](const raster::DisplaySettings& usual) {
                    if (usual == layer->settings())
                        stretch->setCurrentIndex(0);
                });
    }

    using Computed = std::function<void(const raster::DisplaySettings&)>;

    /// Off the GUI thread; `done` is called on it, unless something else was wished meanwhile.
    void compute(const std::array<int, 3>& wanted, Percentiles range, Computed done)
    {
        pool.clear();
        pool.start([controls = q, raster = layer->raster(), wanted, range, number = job,
                    done = std::move(done)] {
            raster::DisplaySettings settings;
            QString error;
            try {
                settings = stretched(*raster, wanted, range);
            } catch (const std::exception& failure) {
                error = QString::fromUtf8(failure.what());
            }
            QMetaObject::invokeMethod(
                controls,
                [controls, settings, error, number, done] {
                    controls->state_->answer(number, settings, error, done);
                },
                Qt::QueuedConnection);
        });
    }

    void answer(int number, const raster::DisplaySettings& settings, const QString& error,
                const Computed& done)
    {
        if (number != job || !layer)
            return;
        if (error.isEmpty())
            done(settings);
        else
            ranges->setText(error);
    }

    std::array<int, 3> chosenBands() const
    {
        return {bands[0]->currentIndex(), bands[1]->currentIndex(), bands[2]->currentIndex()};
    }
};

DisplayControls::DisplayControls(RasterLayer* layer, QWidget* parent)
    : QWidget(parent), state_(std::make_unique<State>())
{
    state_->q = this;
    state_->layer = layer;
    state_->pool.setMaxThreadCount(1);
    state_->presets = bandPresets(state_->info());

    const auto makeBox = [this](const QString& name, const QString& accessible) {
        auto* box = new QComboBox(this);
        box->setObjectName(name);
        box->setAccessibleName(accessible);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(3);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        box->setPlaceholderText(tr("Custom"));
        return box;
    };
    state_->preset = makeBox(QStringLiteral("preset"), tr("Band preset"));
    for (const BandPreset& preset : state_->presets)
        state_->preset->addItem(preset.name);
    const std::array<QString, 3> names{tr("Red"), tr("Green"), tr("Blue")};
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    for (std::size_t i = 0; i < 3; ++i) {
        auto* box = makeBox(QStringLiteral("band%1").arg(i), names[i]);
        for (const auto& band : state_->info().bands) {
            box->addItem(bandText(band, box->count() + 1));
            box->setItemData(box->count() - 1, QString::fromStdString(band.name), Qt::ToolTipRole);
        }
        box->setToolTip(tr("Band shown as %1").arg(names[i].toLower()));
        state_->bands[i] = box;
        row->addWidget(box, 1);
        connect(box, &QComboBox::activated, this, [this] { state_->wish(state_->chosenBands()); });
    }
    state_->stretch = makeBox(QStringLiteral("stretch"), tr("Stretch"));
    for (const StretchChoice& choice : state_->stretches)
        state_->stretch->addItem(choice.name);
    // What an image comes with is whatever suits it.
    state_->stretch->setPlaceholderText(tr("Automatic"));
    state_->stretch->setCurrentIndex(-1);
    state_->ranges = new QLabel(this);
    state_->ranges->setObjectName(QStringLiteral("ranges"));
    state_->ranges->setWordWrap(true);
    state_->ranges->setForegroundRole(QPalette::PlaceholderText);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(28, 0, 4, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(new QLabel(tr("Show"), this), 0, 0);
    grid->addWidget(state_->preset, 0, 1);
    grid->addWidget(new QLabel(tr("R G B"), this), 1, 0);
    grid->addLayout(row, 1, 1);
    grid->addWidget(new QLabel(tr("Stretch"), this), 2, 0);
    grid->addWidget(state_->stretch, 2, 1);
    grid->addWidget(state_->ranges, 3, 1);
    grid->setColumnStretch(1, 1);

    connect(state_->preset, &QComboBox::activated, this,
            [this](int index) { state_->wish(state_->presets[index].bands); });
    connect(state_->stretch, &QComboBox::activated, this,
            [this] { state_->wish(state_->chosenBands()); });
    connect(layer, &RasterLayer::settingsChanged, this, [this] { state_->showSettings(); });
    state_->showSettings();
    if (state_->stretch->currentIndex() < 0)
        state_->recogniseStretch();
}

DisplayControls::~DisplayControls()
{
    state_->pool.clear();
    state_->pool.waitForDone();
}

} // namespace limn::widgets
