#include "widgets/display_controls.h"

#include "widgets/detached_work.h"
#include "widgets/display_choices.h"
#include "widgets/histogram_view.h"
#include "widgets/quiet_wheel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <QAbstractItemView>
#include <QButtonGroup>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QPointer>
#include <QSignalBlocker>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolButton>

namespace limn::widgets
{

namespace
{

using ChannelStatistics = std::array<raster::BandStatistics, 3>;

ChannelStatistics statisticsOf(const raster::Raster& raster, const std::array<int, 3>& bands,
                               const raster::PixelRect& window)
{
    ChannelStatistics statistics;
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const auto same = static_cast<std::size_t>(
            std::find(bands.begin(), bands.begin() + i, bands[i]) - bands.begin());
        statistics[i] =
            same < i ? statistics[same] : raster::BandStatistics::of(raster, bands[i], window);
    }
    return statistics;
}

constexpr int widestList = 480; ///< of bands, in pixels

/// Names of bands differ at either end: what does not fit is left out in the middle. The list is as
/// wide as its names.
class BandBox : public QComboBox
{
public:
    using QComboBox::QComboBox;

    void showPopup() override
    {
        view()->setTextElideMode(Qt::ElideMiddle);
        view()->setMinimumWidth(std::min(view()->sizeHintForColumn(0) + 2 * view()->frameWidth() +
                                             style()->pixelMetric(QStyle::PM_ScrollBarExtent),
                                         widestList));
        QComboBox::showPopup();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        const QRect field = style()->subControlRect(QStyle::CC_ComboBox, &option,
                                                    QStyle::SC_ComboBoxEditField, this);
        option.currentText =
            fontMetrics().elidedText(option.currentText, Qt::ElideMiddle, field.width());
        painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    }
};

/// The number first, so that a narrow box still tells bands apart; "Band 3" says no more than it.
QString bandText(const raster::BandInfo& band, int number)
{
    const QString name = QString::fromStdString(band.name);
    if (name.isEmpty() || name == QStringLiteral("Band %1").arg(number))
        return QString::number(number);
    return QStringLiteral("%1 %2").arg(QString::number(number), name);
}

QIcon rampIcon(raster::ColourRamp ramp)
{
    constexpr int width = 40;
    constexpr int height = 12;
    QImage image(width, height, QImage::Format_RGB32);
    const auto& colours = raster::rampColours(ramp);
    for (int x = 0; x < width; ++x) {
        const auto& colour = colours[static_cast<std::size_t>(x) * 255 / (width - 1)];
        for (int y = 0; y < height; ++y)
            image.setPixel(x, y, qRgb(colour[0], colour[1], colour[2]));
    }
    return QPixmap::fromImage(image);
}

} // namespace

struct DisplayControls::State
{
    DisplayControls* q = nullptr;
    QPointer<RasterLayer> layer;
    std::vector<BandPreset> presets;
    const std::vector<StretchChoice> choices = stretchChoices();
    QComboBox* preset = nullptr;
    QLabel* bandTitle = nullptr; ///< where one band is shown; else the channels stand there
    std::array<QComboBox*, 3> bands{};
    QLabel* rampTitle = nullptr;
    QComboBox* ramp = nullptr;
    QComboBox* stretch = nullptr;
    QComboBox* area = nullptr; ///< 0: the image, 1: the view
    HistogramView* histogram = nullptr;
    std::array<QToolButton*, 3> channels{};
    std::array<QDoubleSpinBox*, 2> range{}; ///< low and high of the channel in hand
    QDoubleSpinBox* gamma = nullptr;
    QLabel* problem = nullptr;
    std::array<int, 3> known{-1, -1, -1}; ///< the bands that the histogram shows or will show
    ChannelStatistics statistics;         ///< of these, once `hasStatistics`
    bool hasStatistics = false;
    Words words;
    int job = 0; ///< counts the readings; an answer to an older one is dropped
    DetachedWork work;

    const raster::RasterInfo& info() const { return layer->raster()->info(); }
    std::size_t channel() const { return static_cast<std::size_t>(histogram->channel()); }

    void showSettings()
    {
        if (!layer)
            return;
        const auto& settings = layer->settings();
        const bool one = settings.isOneBand();
        const auto match =
            std::find_if(presets.begin(), presets.end(), [&](const BandPreset& each) {
                const bool single = each.bands[0] == each.bands[1];
                return single ? one : each.bands == settings.bands;
            });
        preset->setCurrentIndex(match == presets.end() ? -1
                                                       : static_cast<int>(match - presets.begin()));
        for (std::size_t i = 0; i < 3; ++i) {
            bands[i]->setCurrentIndex(settings.bands[i]);
            bands[i]->setToolTip(
                (one ? QString()
                     : tr("Band shown as %1").arg(channels[i]->text().toLower()) + '\n') +
                bands[i]->currentText());
            channels[i]->setVisible(!one);
        }
        bands[1]->setVisible(!one);
        bands[2]->setVisible(!one);
        bands[0]->setAccessibleName(one ? tr("Band") : tr("Red"));
        bandTitle->setVisible(one);
        rampTitle->setVisible(one);
        ramp->setVisible(one);
        ramp->setCurrentIndex(ramp->findData(static_cast<int>(settings.ramp)));
        histogram->setStretch(settings.stretch);
        showRange();
    }

    void showRange()
    {
        const raster::BandStretch& shown = layer->settings().stretch[channel()];
        const double span = std::max(shown.high - shown.low, 1e-12);
        const int decimals = std::clamp(3 - static_cast<int>(std::floor(std::log10(span))), 0, 12);
        for (int end = 0; end < 2; ++end) {
            const QSignalBlocker quiet(range[end]);
            range[end]->setDecimals(decimals);
            range[end]->setSingleStep(span / 100);
            range[end]->setValue(end == 0 ? shown.low : shown.high);
        }
        const QSignalBlocker quiet(gamma);
        gamma->setValue(shown.gamma);
    }

    std::array<int, 3> chosenBands() const
    {
        return {bands[0]->currentIndex(), bands[1]->currentIndex(), bands[2]->currentIndex()};
    }

    /// Reads the bands' samples and gives each the stretch that is chosen.
    void wish(const std::array<int, 3>& wanted)
    {
        if (!layer)
            return;
        const int chosen = std::max(0, stretch->currentIndex());
        const bool ofView = area->currentIndex() == 1;
        read(wanted, ofView ? layer->visiblePixels() : raster::PixelRect{}, [this, wanted, chosen] {
            raster::DisplaySettings settings = layer->settings();
            settings.bands = wanted;
            for (std::size_t i = 0; i < 3; ++i) {
                const double kept = layer->settings().stretch[i].gamma;
                settings.stretch[i] = choices[static_cast<std::size_t>(chosen)].stretch(
                    statistics[i], info().bands[static_cast<std::size_t>(wanted[i])].type);
                settings.stretch[i].gamma = kept;
            }
            stretch->setCurrentIndex(chosen);
            layer->setSettings(settings);
            showSettings();
        });
    }

    /// Names what is shown where it is one of the choices: what the image came with, what the menu
    /// did.
    void recogniseStretch()
    {
        if (!hasStatistics)
            return;
        const auto& settings = layer->settings();
        const auto fits = [&](const StretchChoice& choice) {
            for (std::size_t i = 0; i < 3; ++i) {
                raster::BandStretch usual = choice.stretch(
                    statistics[i], info().bands[static_cast<std::size_t>(settings.bands[i])].type);
                usual.gamma = settings.stretch[i].gamma;
                if (!(usual == settings.stretch[i]))
                    return false;
            }
            return true;
        };
        const int now = stretch->currentIndex();
        if (now >= 0 && fits(choices[static_cast<std::size_t>(now)]))
            return;
        const auto found = std::find_if(choices.begin(), choices.end(), fits);
        stretch->setCurrentIndex(
            found == choices.end() ? -1 : static_cast<int>(found - choices.begin()));
    }

    using Read = std::function<void()>;

    /// Off the GUI thread; `done` is called on it, unless something else was wished meanwhile.
    void read(const std::array<int, 3>& wanted, const raster::PixelRect& window, Read done)
    {
        ++job;
        known = wanted;
        problem->hide();
        work.forget();
        work.start([controls = q, raster = layer->raster(), wanted, window, number = job,
                    said = words, done = std::move(done)]() -> DetachedWork::Result {
            ChannelStatistics samples;
            QString error;
            try {
                samples = statisticsOf(*raster, wanted, window);
            } catch (const std::exception& failure) {
                error = said ? said(failure) : QString::fromUtf8(failure.what());
            }
            return [controls, samples, error, number, done] {
                controls->state_->answer(number, samples, error, done);
            };
        });
    }

    void answer(int number, const ChannelStatistics& samples, const QString& error,
                const Read& done)
    {
        if (number != job || !layer)
            return;
        statistics = samples;
        hasStatistics = error.isEmpty();
        const bool one = known[0] == known[1] && known[1] == known[2];
        histogram->setStatistics(one ? std::vector{statistics[0]}
                                     : std::vector(statistics.begin(), statistics.end()));
        problem->setText(error);
        problem->setVisible(!error.isEmpty());
        if (error.isEmpty())
            done();
    }

    /// When the bands were changed from elsewhere (the menu, another view of the settings).
    void follow()
    {
        showSettings();
        if (layer->settings().bands == known)
            recogniseStretch();
        else
            read(layer->settings().bands, {}, [this] { recogniseStretch(); });
    }

    /// By hand: the choice of before no longer says what is shown.
    void edit(const std::function<void(raster::BandStretch&)>& change, bool allChannels)
    {
        if (!layer)
            return;
        raster::DisplaySettings settings = layer->settings();
        for (std::size_t i = 0; i < 3; ++i)
            if (allChannels || settings.isOneBand() || i == channel())
                change(settings.stretch[i]);
        layer->setSettings(settings);
    }

    void editRange(double low, double high)
    {
        if (!(high > low)) {
            showRange();
            return;
        }
        ++job; // an answer that is still to come would undo what the hand does
        edit(
            [low, high](raster::BandStretch& band) {
                band.low = low;
                band.high = high;
            },
            false);
    }

    QComboBox* makeBox(const QString& name, const QString& accessible)
    {
        return made(new QComboBox(q), name, accessible);
    }

    static QComboBox* made(QComboBox* box, const QString& name, const QString& accessible)
    {
        box->setObjectName(name);
        box->setAccessibleName(accessible);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(3);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        box->setPlaceholderText(tr("Custom"));
        new QuietWheel(box);
        return box;
    }

    void makeBands();
    void makeRamp();
    QHBoxLayout* makeRange();
};

/// Each with the button that takes its handles in hand.
void DisplayControls::State::makeBands()
{
    auto* group = new QButtonGroup(q);
    const std::array<QString, 3> names{tr("Red"), tr("Green"), tr("Blue")};
    for (std::size_t i = 0; i < 3; ++i) {
        QComboBox* box = made(new BandBox(q), QStringLiteral("band%1").arg(i), names[i]);
        for (const auto& band : info().bands) {
            box->addItem(bandText(band, box->count() + 1));
            box->setItemData(box->count() - 1, QString::fromStdString(band.name), Qt::ToolTipRole);
        }
        bands[i] = box;
        connect(box, &QComboBox::activated, q, [this](int index) {
            wish(layer && layer->settings().isOneBand() ? std::array{index, index, index}
                                                        : chosenBands());
        });
        auto* button = new QToolButton(q);
        button->setObjectName(QStringLiteral("channel%1").arg(i));
        button->setText(names[i]);
        button->setToolTip(tr("Handles and numbers for %1").arg(names[i].toLower()));
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setAutoRaise(true);
        button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
        group->addButton(button, static_cast<int>(i));
        channels[i] = button;
    }
    connect(group, &QButtonGroup::idClicked, q, [this](int id) {
        histogram->setChannel(id);
        showRange();
    });
}

void DisplayControls::State::makeRamp()
{
    ramp = makeBox(QStringLiteral("ramp"), tr("Colour ramp"));
    ramp->setToolTip(tr("Colours of the band"));
    ramp->setIconSize({40, 12});
    for (const raster::ColourRamp each : raster::colourRamps())
        ramp->addItem(rampIcon(each), widgets::rampTitle(each), static_cast<int>(each));
    connect(ramp, &QComboBox::activated, q, [this] {
        if (!layer)
            return;
        raster::DisplaySettings settings = layer->settings();
        settings.ramp = static_cast<raster::ColourRamp>(ramp->currentData().toInt());
        layer->setSettings(settings);
    });
}

QHBoxLayout* DisplayControls::State::makeRange()
{
    const auto number = [this](const QString& name, const QString& tip) {
        auto* box = new QDoubleSpinBox(q);
        box->setObjectName(name);
        box->setAccessibleName(tip);
        box->setToolTip(tip);
        box->setKeyboardTracking(false);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setAlignment(Qt::AlignRight);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        box->setMinimumWidth(48);
        new QuietWheel(box);
        return box;
    };
    range[0] = number(QStringLiteral("low"), tr("Shown as black"));
    range[1] = number(QStringLiteral("high"), tr("Shown as white"));
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    for (QDoubleSpinBox* end : range) {
        end->setRange(-1e38, 1e38);
        row->addWidget(end, 3);
    }
    // The other end keeps its digits, which the box rounds.
    connect(range[0], &QDoubleSpinBox::valueChanged, q, [this](double low) {
        if (layer)
            editRange(low, layer->settings().stretch[channel()].high);
    });
    connect(range[1], &QDoubleSpinBox::valueChanged, q, [this](double high) {
        if (layer)
            editRange(layer->settings().stretch[channel()].low, high);
    });
    gamma = number(QStringLiteral("gamma"), tr("Gamma: more than 1 brightens the middle"));
    gamma->setPrefix(tr("γ "));
    gamma->setRange(0.1, 10);
    gamma->setDecimals(2);
    gamma->setSingleStep(0.1);
    gamma->setButtonSymbols(QAbstractSpinBox::UpDownArrows);
    gamma->setMinimumWidth(76);
    row->addWidget(gamma, 2);
    connect(gamma, &QDoubleSpinBox::valueChanged, q, [this](double value) {
        edit([value](raster::BandStretch& band) { band.gamma = value; }, true);
    });
    return row;
}

DisplayControls::DisplayControls(RasterLayer* layer, QWidget* parent, Words words)
    : QWidget(parent), state_(std::make_unique<State>())
{
    State& state = *state_;
    state.q = this;
    state.words = std::move(words);
    state.layer = layer;
    state.presets = bandPresets(state.info());

    state.preset = state.makeBox(QStringLiteral("preset"), tr("Band preset"));
    for (const BandPreset& preset : state.presets)
        state.preset->addItem(preset.name);
    state.stretch = state.makeBox(QStringLiteral("stretch"), tr("Stretch"));
    for (const StretchChoice& choice : state.choices)
        state.stretch->addItem(choice.name);
    state.stretch->setCurrentIndex(-1);
    state.area = state.makeBox(QStringLiteral("area"), tr("Pixels that set the stretch"));
    state.area->addItems({tr("Image"), tr("View")});
    state.area->setCurrentIndex(0);
    state.area->setToolTip(tr("Stretch by the whole image, or by what is in view now"));
    auto* stretchRow = new QHBoxLayout;
    stretchRow->setSpacing(4);
    stretchRow->addWidget(state.stretch, 5);
    stretchRow->addWidget(state.area, 3);
    state.histogram = new HistogramView(this);
    state.histogram->setObjectName(QStringLiteral("histogram"));
    state.problem = new QLabel(this);
    state.problem->setObjectName(QStringLiteral("problem"));
    state.problem->setWordWrap(true);
    state.problem->setForegroundRole(QPalette::PlaceholderText);
    state.problem->hide();
    state.bandTitle = new QLabel(tr("Band"), this);
    state.rampTitle = new QLabel(tr("Colours"), this);
    state.makeBands();
    state.makeRamp();

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 0, 0, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(new QLabel(tr("Show"), this), 0, 0);
    grid->addWidget(state.preset, 0, 1);
    grid->addWidget(state.bandTitle, 1, 0);
    for (int i = 0; i < 3; ++i) {
        grid->addWidget(state.channels[static_cast<std::size_t>(i)], 1 + i, 0);
        grid->addWidget(state.bands[static_cast<std::size_t>(i)], 1 + i, 1);
    }
    grid->addWidget(state.rampTitle, 4, 0);
    grid->addWidget(state.ramp, 4, 1);
    grid->addWidget(new QLabel(tr("Stretch"), this), 5, 0);
    grid->addLayout(stretchRow, 5, 1);
    grid->addWidget(state.histogram, 6, 0, 1, 2);
    grid->addWidget(new QLabel(tr("Range"), this), 7, 0);
    grid->addLayout(state.makeRange(), 7, 1);
    grid->addWidget(state.problem, 8, 0, 1, 2);
    grid->setColumnStretch(1, 1);

    connect(state.preset, &QComboBox::activated, this, [this](int index) {
        state_->wish(state_->presets[static_cast<std::size_t>(index)].bands);
    });
    for (QComboBox* box : {state.stretch, state.area})
        connect(box, &QComboBox::activated, this, [this] {
            if (state_->layer)
                state_->wish(state_->layer->settings().bands);
        });
    connect(state.histogram, &HistogramView::rangeEdited, this,
            [this](double low, double high) { state_->editRange(low, high); });
    connect(layer, &RasterLayer::settingsChanged, this, [this] { state_->follow(); });
    state.showSettings();
    state.read(layer->settings().bands, {}, [this] { state_->recogniseStretch(); });
}

DisplayControls::~DisplayControls() = default;

} // namespace limn::widgets
