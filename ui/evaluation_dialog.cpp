#include "ui/evaluation_dialog.h"

#include "ui/reading_table.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QSaveFile>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{

constexpr int wholeMeasurement = 1000;
constexpr double strongestShade = 0.6; ///< opacity of a cell that holds all of its row

QString score(const QJsonValue& value, int decimals = 3)
{
    return value.isDouble() ? QLocale().toString(value.toDouble(), 'f', decimals)
                            : QStringLiteral("–");
}

/// "0.712 (0.650 to 0.771)"
QString scoreWithin(const QJsonValue& value, const QJsonValue& interval)
{
    const QJsonArray ends = interval.toArray();
    if (!value.isDouble() || ends.size() != 2 || !ends[0].isDouble() || !ends[1].isDouble())
        return score(value);
    return EvaluationDialog::tr("%1 (%2 to %3)").arg(score(value), score(ends[0]), score(ends[1]));
}

/// Comma-separated, with the keys of the JSON as headings.
QByteArray classRows(const QJsonArray& classes)
{
    const QStringList keys{"iou",   "dice",       "precision",   "recall",      "rocAuc",
                           "prAuc", "boundaryF1", "boundaryIou", "hausdorff95", "support"};
    QString text = "class," + keys.join(',') + '\n';
    for (const auto& each : classes) {
        const QJsonObject row = each.toObject();
        text += '"' + row["class"].toString().replace('"', "\"\"") + '"';
        for (const QString& key : keys)
            text += ',' + (row[key].isDouble() ? QString::number(row[key].toDouble(), 'g', 10)
                                               : QString());
        text += '\n';
    }
    return text.toUtf8();
}

QString counted(const QJsonValue& number)
{
    return QLocale().toString(static_cast<qint64>(number.toDouble()));
}

/// A table as high as its rows, and not higher than `most` of them.
void fitHeight(QTableWidget& table, int most)
{
    int height = table.horizontalHeader()->sizeHint().height() + 2 * table.frameWidth();
    for (int row = 0; row < std::min(table.rowCount(), most); ++row)
        height += table.rowHeight(row);
    table.setFixedHeight(height);
}

} // namespace

EvaluationDialog::EvaluationDialog(const QString& engine, const QString& project,
                                   const QString& run, const QString& title, QWidget* parent)
    : QDialog(parent),
      command_(engine),
      project_(project),
      run_(run),
      split_(new QComboBox(this)),
      again_(new QPushButton(tr("Measure again"), this)),
      bar_(new QProgressBar(this)),
      summary_(new QLabel(this)),
      classes_(readingTable("evaluationClasses", this)),
      confusionTitle_(new QLabel(tr("Labelled as (rows), predicted as (columns), in percent of the "
                                    "row"),
                                 this)),
      confusion_(readingTable("evaluationConfusion", this))
{
    setObjectName("evaluation");
    setWindowTitle(tr("How good is %1?").arg(title));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(940, 560);
    split_->setObjectName("evaluationSplit");
    split_->addItem(tr("Validation"), "val");
    split_->addItem(tr("Training"), "train");
    split_->addItem(tr("Test"), "test");
    again_->setObjectName("evaluateAgain");
    again_->setAutoDefault(false);
    bar_->setObjectName("evaluationProgress");
    bar_->setRange(0, wholeMeasurement);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(8);
    summary_->setObjectName("evaluationSummary");
    summary_->setWordWrap(true);
    summary_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    confusionTitle_->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    save_ = buttons->addButton(tr("Save…"), QDialogButtonBox::ActionRole);
    save_->setObjectName("saveEvaluation");
    for (QAbstractButton* button : buttons->buttons())
        qobject_cast<QPushButton*>(button)->setAutoDefault(false);

    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(new QLabel(tr("Labelled pixels of"), this));
    top->addWidget(split_);
    top->addWidget(again_);
    top->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(bar_);
    layout->addWidget(summary_);
    layout->addWidget(classes_);
    layout->addWidget(confusionTitle_);
    layout->addWidget(confusion_);
    layout->addStretch();
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QWidget::close);
    connect(save_, &QPushButton::clicked, this, &EvaluationDialog::askWhereToSave);
    connect(again_, &QPushButton::clicked, this, &EvaluationDialog::begin);
    connect(split_, &QComboBox::activated, this, &EvaluationDialog::begin);
    connect(&command_, &EngineCommand::row, this, &EvaluationDialog::take);
    connect(&command_, &EngineCommand::failed, this, &EvaluationDialog::end);
    connect(&command_, &EngineCommand::done, this, [this] { end(summary_->text()); });
    begin();
}

void EvaluationDialog::begin()
{
    if (command_.isRunning())
        return;
    metrics_ = {};
    for (QWidget* shown : std::initializer_list<QWidget*>{classes_, confusionTitle_, confusion_})
        shown->hide();
    for (QWidget* button : std::initializer_list<QWidget*>{split_, again_, save_})
        button->setEnabled(false);
    bar_->setValue(0);
    bar_->show();
    summary_->setText(tr("Predicting what is labelled…"));
    command_.start({"evaluate", project_, "--run", run_, "--split",
                    split_->currentData().toString(), "--json", "-", "--progress"});
}

void EvaluationDialog::take(const QJsonObject& row)
{
    if (row.contains("confusionMatrix"))
        showMetrics(row);
    else if (row["event"] == "progress")
        bar_->setValue(static_cast<int>(std::lround(wholeMeasurement * row["done"].toDouble())));
}

void EvaluationDialog::end(const QString& said)
{
    bar_->hide();
    for (QWidget* button : std::initializer_list<QWidget*>{split_, again_})
        button->setEnabled(true);
    save_->setEnabled(!metrics_.isEmpty());
    summary_->setText(said);
}

void EvaluationDialog::showMetrics(const QJsonObject& metrics)
{
    metrics_ = metrics;
    const QJsonObject intervals = metrics["intervals"].toObject();
    const QStringList scores{
        tr("Mean IoU %1").arg(scoreWithin(metrics["meanIou"], metrics["meanIouInterval"])),
        tr("frequency-weighted IoU %1").arg(score(metrics["frequencyWeightedIou"])),
        tr("pixel accuracy %1")
            .arg(scoreWithin(metrics["pixelAccuracy"], metrics["pixelAccuracyInterval"])),
        tr("mean accuracy %1").arg(score(metrics["meanAccuracy"])),
        tr("Cohen's kappa %1").arg(score(metrics["cohenKappa"])),
        tr("calibration error %1").arg(score(metrics["calibrationError"]))};
    const int units = intervals["units"].toInt();
    const QString over = intervals["unit"] == "image" ? tr("over %n image(s)", nullptr, units)
                                                      : tr("over %n block(s)", nullptr, units);
    summary_->setText(scores.join(QStringLiteral(" · ")) + "\n" +
                      tr("%1 labelled pixels; in brackets 95 % intervals by bootstrap %2; borders "
                         "within %3 px")
                          .arg(counted(metrics["pixels"]), over)
                          .arg(metrics["boundaryTolerance"].toInt()));
    const QJsonArray classes = metrics["classes"].toArray();
    showClasses(classes);
    showConfusion(classes, metrics["confusionMatrix"].toArray());
}

void EvaluationDialog::showClasses(const QJsonArray& classes)
{
    struct Score
    {
        QString title;
        const char* key;
        const char* interval;
    };
    const QList<Score> scores{
        {tr("IoU"), "iou", "iouInterval"},     {tr("Dice (F1)"), "dice", ""},
        {tr("Precision"), "precision", ""},    {tr("Recall"), "recall", ""},
        {tr("ROC AUC"), "rocAuc", ""},         {tr("PR AUC"), "prAuc", ""},
        {tr("Boundary F1"), "boundaryF1", ""}, {tr("Boundary IoU"), "boundaryIou", ""}};
    QStringList heads{tr("Class")};
    for (const Score& each : scores)
        heads << each.title;
    heads << tr("Hausdorff 95 (px)") << tr("Pixels");
    classes_->setColumnCount(static_cast<int>(heads.size()));
    classes_->setHorizontalHeaderLabels(heads);
    classes_->setRowCount(static_cast<int>(classes.size()));
    for (int row = 0; row < classes_->rowCount(); ++row) {
        const QJsonObject one = classes[row].toObject();
        classes_->setItem(row, 0, new QTableWidgetItem(one["class"].toString()));
        for (int i = 0; i < scores.size(); ++i)
            classes_->setItem(row, i + 1,
                              numberCell(scoreWithin(one[QLatin1String(scores[i].key)],
                                                     one[QLatin1String(scores[i].interval)])));
        const int last = static_cast<int>(heads.size()) - 1;
        classes_->setItem(row, last - 1, numberCell(score(one["hausdorff95"], 1)));
        classes_->setItem(row, last, numberCell(counted(one["support"])));
    }
    classes_->resizeColumnsToContents();
    classes_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    classes_->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int column = 1; column < classes_->columnCount(); ++column)
        classes_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    fitHeight(*classes_, 8);
    classes_->show();
}

void EvaluationDialog::showConfusion(const QJsonArray& classes, const QJsonArray& matrix)
{
    const int count = static_cast<int>(matrix.size());
    QStringList heads{QString()};
    for (const auto& each : classes)
        heads << each.toObject()["class"].toString();
    confusion_->setColumnCount(count + 1);
    confusion_->setHorizontalHeaderLabels(heads);
    confusion_->setRowCount(count);
    QColor shade = palette().color(QPalette::Highlight);
    for (int row = 0; row < count; ++row) {
        const QJsonArray line = matrix[row].toArray();
        double all = 0;
        for (const auto& pixels : line)
            all += pixels.toDouble();
        confusion_->setItem(row, 0, new QTableWidgetItem(heads.value(row + 1)));
        for (int column = 0; column < count; ++column) {
            const double share = all > 0 ? line[column].toDouble() / all : 0;
            auto* cell =
                numberCell(all > 0 ? tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1))
                                   : QStringLiteral("–"));
            cell->setToolTip(tr("%1 pixels").arg(counted(line[column])));
            shade.setAlphaF(static_cast<float>(strongestShade * share));
            cell->setBackground(shade);
            confusion_->setItem(row, column + 1, cell);
        }
    }
    confusion_->resizeColumnsToContents();
    for (int column = 1; column <= count; ++column)
        confusion_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight |
                                                                   Qt::AlignVCenter);
    fitHeight(*confusion_, 8);
    confusionTitle_->show();
    confusion_->show();
}

QString EvaluationDialog::save(const QString& path) const
{
    const bool table = path.endsWith(".csv", Qt::CaseInsensitive);
    QSaveFile file(path);
    const QByteArray bytes =
        table ? classRows(metrics_["classes"].toArray()) : QJsonDocument(metrics_).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return tr("%1 cannot be written (%2): choose another place.").arg(path, file.errorString());
}

void EvaluationDialog::askWhereToSave()
{
    auto* dialog = new QFileDialog(this, tr("Save the scores"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("All scores (*.json)"), tr("Table of classes (*.csv)")});
    dialog->setDefaultSuffix("json");
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains("csv") ? "csv" : "json");
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (const QString problem = save(path); !problem.isEmpty())
            summary_->setText(problem);
    });
    dialog->open();
}

} // namespace limn::ui
