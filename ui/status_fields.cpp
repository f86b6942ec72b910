#include "ui/status_fields.h"

#include "ui/duration.h"
#include "widgets/elided_label.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <cmath>
#include <initializer_list>
#include <QFontDatabase>

namespace limn::ui
{

namespace
{
/// Hyperspectral images have hundreds of bands, the status bar room for a few.
constexpr std::size_t valuesShown = 6;

QString formatLonLat(const raster::MapPoint& point)
{
    const auto part = [](double degrees, const QString& positive, const QString& negative) {
        return QString("%1° %2")
            .arg(std::abs(degrees), 0, 'f', 5)
            .arg(degrees < 0 ? negative : positive);
    };
    const auto letter = [](const char* direction) {
        return QCoreApplication::translate("limn::ui::StatusFields", direction);
    };
    return part(point.y, letter(QT_TRANSLATE_NOOP("limn::ui::StatusFields", "N")),
                letter(QT_TRANSLATE_NOOP("limn::ui::StatusFields", "S"))) +
           "  " +
           part(point.x, letter(QT_TRANSLATE_NOOP("limn::ui::StatusFields", "E")),
                letter(QT_TRANSLATE_NOOP("limn::ui::StatusFields", "W")));
}

/// The window may be made narrower than all that is said at once: the rest is cut where no least
/// `width` is given.
QLabel* field(QStatusBar& bar, const char* name, int width)
{
    QLabel* label = width > 0 ? new QLabel(&bar) : new widgets::ElidedLabel(&bar);
    label->setObjectName(name);
    if (width > 0)
        label->setMinimumWidth(width);
    label->setContentsMargins(0, 0, 12, 0);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    return label;
}
} // namespace

StatusFields::StatusFields(QStatusBar& bar)
    : QObject(&bar),
      place_(field(bar, "place", 96)),
      lonLat_(field(bar, "lonLat", 0)),
      values_(field(bar, "pixelValues", 0)),
      class_(field(bar, "classUnderCursor", 0)),
      zoom_(field(bar, "zoom", 56)),
      job_(field(bar, "job", 0)),
      jobBar_(new QProgressBar(&bar)),
      jobCancel_(new QToolButton(&bar)),
      engine_(field(bar, "engine", 0)),
      saved_(new QToolButton(&bar))
{
    bar.setSizeGripEnabled(false);
    bar.setContentsMargins(8, 0, 8, 0);
    for (QLabel* numbers : {place_, lonLat_, values_, zoom_}) {
        QFont font = numbers->font();
        font.setFamily(QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
        numbers->setFont(font);
    }
    zoom_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    engine_->setForegroundRole(QPalette::PlaceholderText);
    saved_->setObjectName("saved");
    saved_->setAutoRaise(true);
    saved_->setFocusPolicy(Qt::NoFocus);
    for (QLabel* label : {place_, lonLat_, values_, class_})
        bar.addWidget(label);
    bar.addWidget(new QWidget(&bar), 1);
    jobBar_->setFixedSize(96, 8);
    jobBar_->setTextVisible(false);
    jobCancel_->setObjectName("cancelJob");
    jobCancel_->setIcon(widgets::icon("x"));
    jobCancel_->setAutoRaise(true);
    jobCancel_->setFocusPolicy(Qt::NoFocus);
    jobCancel_->setToolTip(tr("Stop"));
    bar.addPermanentWidget(job_);
    bar.addPermanentWidget(jobBar_);
    bar.addPermanentWidget(jobCancel_);
    bar.addPermanentWidget(zoom_);
    bar.addPermanentWidget(engine_);
    bar.addPermanentWidget(saved_);
    connect(saved_, &QToolButton::clicked, this, &StatusFields::retryAsked);
    connect(jobCancel_, &QToolButton::clicked, this, &StatusFields::cancelAsked);
    connect(&probe_, &PixelProbe::answered, this,
            [this](int x, int y, const std::vector<float>& values) {
                if (!inside_ || static_cast<int>(std::floor(cursor_.x())) != x ||
                    static_cast<int>(std::floor(cursor_.y())) != y)
                    return;
                QStringList texts;
                for (std::size_t i = 0; i < values.size() && i < valuesShown; ++i)
                    texts << QString::number(static_cast<double>(values[i]), 'g', 6);
                if (values.size() > valuesShown)
                    texts << QStringLiteral("…");
                values_->setText(values.empty() ? tr("no data") : texts.join("  "));
            });
    clear();
}

void StatusFields::setRaster(std::shared_ptr<const raster::Raster> raster)
{
    raster_ = std::move(raster);
    probe_.setRaster(raster_);
    georeference_.reset();
    if (raster_)
        georeference_.emplace(raster_->info());
    setCursor({}, false, {});
}

void StatusFields::setCursor(QPointF image, bool inside, const QString& className)
{
    cursor_ = image;
    inside_ = inside && raster_;
    class_->setText(inside_ ? className : QString());
    if (!inside_) {
        place_->clear();
        lonLat_->clear();
        values_->clear();
        return;
    }
    const int x = static_cast<int>(std::floor(image.x()));
    const int y = static_cast<int>(std::floor(image.y()));
    place_->setText(tr("%1, %2").arg(x).arg(y));
    const auto lonLat = georeference_->toLonLat(image.x(), image.y());
    lonLat_->setText(lonLat ? formatLonLat(*lonLat) : QString());
    probe_.ask(x, y);
}

void StatusFields::setZoom(double scale)
{
    const double percent = 100 * scale;
    zoom_->setText(raster_ ? tr("%1 %").arg(percent, 0, 'f', percent < 10 ? 1 : 0) : QString());
}

void StatusFields::setEngine(const QString& text, const QString& tip)
{
    engine_->setText(text);
    engine_->setToolTip(tip);
}

void StatusFields::setJob(const QString& text, int done, int total)
{
    const bool runs = total > 0 && done < total;
    for (QWidget* part : std::initializer_list<QWidget*>{job_, jobBar_, jobCancel_})
        part->setVisible(runs);
    if (!runs) {
        jobTotal_ = 0;
        return;
    }
    if (total != jobTotal_ || done < jobFrom_) {
        jobTotal_ = total;
        jobFrom_ = done;
        jobTime_.start();
    }
    jobBar_->setRange(0, total);
    jobBar_->setValue(done);
    const int since = done - jobFrom_;
    const double left =
        since > 0 ? static_cast<double>(jobTime_.elapsed()) / 1000 / since * (total - done) : -1;
    job_->setText(left < 0 ? text : tr("%1 · %2 left").arg(text, formatDuration(left)));
}

void StatusFields::setSaving(const annotation::SaveState& state, bool readOnly)
{
    saved_->show();
    const bool stalled = state.isStalled();
    const bool failed = !state.error.empty() || stalled;
    saved_->setEnabled(failed);
    QPalette palette = saved_->parentWidget()->palette();
    const QColor colour =
        failed ? widgets::toneColour(widgets::Tone::Error, palette) : widgets::quietText(palette);
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
        palette.setColor(group, QPalette::ButtonText, colour);
    saved_->setPalette(palette);
    if (readOnly) {
        saved_->setText(tr("Read-only"));
        saved_->setToolTip(tr("Nothing can be changed in this project now."));
    } else if (stalled) {
        saved_->setText(tr("NOT SAVED — no answer"));
        saved_->setToolTip(
            tr("The project's drive has not answered for %1. What is drawn is kept "
               "in memory and written when it does.")
                .arg(formatDuration(static_cast<double>(state.silence.count()) / 1000)));
    } else if (failed) {
        saved_->setText(tr("NOT SAVED — retry"));
        saved_->setToolTip(QString::fromStdString(state.error));
    } else if (!state.isSaved()) {
        saved_->setText(tr("Saving %1…").arg(state.pending));
        saved_->setToolTip({});
    } else {
        saved_->setText(tr("Saved"));
        saved_->setToolTip(tr("Everything drawn is on disk."));
    }
}

void StatusFields::clear()
{
    setRaster(nullptr);
    setJob({}, 0, 0);
    zoom_->clear();
    saved_->hide();
}

} // namespace limn::ui
