#include "ui/runs_panel.h"

#include "ui/icon_button.h"
#include "ui/reading_table.h"
#include "ui/words.h"
#include "widgets/icon.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>
#include <utility>

namespace limn::ui
{

namespace
{

constexpr int runRole = Qt::UserRole;
constexpr int runRowHeight = 24;
constexpr int notesDelay = 800; // milliseconds after the last key

enum Column { NameColumn, StateColumn, ScoreColumn, StepsColumn, Columns };

} // namespace

RunsPanel::RunsPanel(QWidget* parent)
    : QWidget(parent),
      list_(new QTreeWidget(this)),
      curves_(new widgets::CurveComparison(this)),
      metrics_(readingTable("runMetrics", this)),
      settings_(readingTable("runSettings", this)),
      notes_(new QPlainTextEdit(this)),
      waiting_(new JobField(tr("Wait no longer; what was asked for is done when the drive answers"),
                            this))
{
    buildList();
    buildDetails();
    notesTimer_.setSingleShot(true);
    notesTimer_.setInterval(notesDelay);
    connect(&notesTimer_, &QTimer::timeout, this, &RunsPanel::saveNotes);
    refreshButtons();
}

RunsPanel::~RunsPanel()
{
    blockSignals(true);
    saveNotes();
}

void RunsPanel::buildList()
{
    list_->setObjectName("runs");
    list_->setFrameShape(QFrame::NoFrame);
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAlternatingRowColors(true);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setColumnCount(Columns);
    list_->setHeaderLabels({tr("Run"), tr("State"), tr("mIoU"), tr("Steps")});
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    for (const int column : {StateColumn, ScoreColumn, StepsColumn})
        list_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);

    continue_ =
        iconButton("continueRun", "play", tr("Go on with this run from where it ended"), this);
    startFrom_ = iconButton("startFromRun", "rotate-cw",
                            tr("Start a new run from this one's weights"), this);
    duplicate_ =
        iconButton("duplicateRun", "sliders-horizontal",
                   tr("A new run with this one's settings, which can be changed before"), this);
    show_ = iconButton("showRun", "eye", tr("Show this run's curves and predictions"), this);
    measure_ =
        iconButton("measureRun", "ruler",
                   tr("Measure this run on labelled pixels: all scores of every class"), this);
    pin_ = iconButton("pinRun", "lock", tr("Pin: stays on top and is not deleted"), this);
    pin_->setCheckable(true);
    delete_ = iconButton("deleteRun", "trash-2", tr("Delete the runs chosen and their predictions"),
                         this);
    const auto one = [this] { return chosenRuns().value(0); };
    connect(continue_, &QToolButton::clicked, this, [=, this] { Q_EMIT continueAsked(one()); });
    connect(startFrom_, &QToolButton::clicked, this, [=, this] { Q_EMIT startFromAsked(one()); });
    connect(show_, &QToolButton::clicked, this, [=, this] { Q_EMIT showAsked(one()); });
    connect(measure_, &QToolButton::clicked, this, [=, this] {
        if (const ListedRun* run = find(one()))
            Q_EMIT measureAsked(run->id(), run->title());
    });
    connect(duplicate_, &QToolButton::clicked, this, [=, this] {
        if (const ListedRun* run = find(one())) {
            nlohmann::json recipe = run->record.recipe;
            recipe.erase("from");
            Q_EMIT duplicateAsked(
                QJsonDocument::fromJson(QByteArray::fromStdString(recipe.dump())).object());
        }
    });
    connect(pin_, &QToolButton::clicked, this, [this](bool on) {
        for (const QString& run : chosenRuns())
            change(run, [on](annotation::RunNotes& notes) { notes.pinned = on; });
        refresh();
    });
    connect(delete_, &QToolButton::clicked, this, [this] {
        const std::vector<ListedRun> runs = chosen();
        if (!runs.empty())
            Q_EMIT deleteAsked(chosenRuns(),
                               runs.size() == 1 ? runs.front().title()
                                                : tr("%1 runs").arg(static_cast<int>(runs.size())));
    });
    connect(list_, &QTreeWidget::itemSelectionChanged, this, [this] {
        if (!filling_)
            showChosen();
    });
    connect(list_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
        if (filling_ || column != NameColumn)
            return;
        const QString name = item->text(NameColumn).trimmed();
        change(item->data(NameColumn, runRole).toString(),
               [&](annotation::RunNotes& notes) { notes.name = name.toStdString(); });
        QTimer::singleShot(0, this, &RunsPanel::refresh); // not while the editor is open
    });
    connect(list_, &QTreeWidget::customContextMenuRequested, this, &RunsPanel::showMenu);
}

void RunsPanel::buildDetails()
{
    waiting_->setObjectName("runsJob");
    waiting_->setContentsMargins(4, 2, 0, 2);
    connect(waiting_, &JobField::stopAsked, this, &RunsPanel::waitNoLonger);
    notes_->setObjectName("runNotes");
    notes_->setFrameShape(QFrame::NoFrame);
    connect(notes_, &QPlainTextEdit::textChanged, this, [this] {
        if (!filling_)
            notesTimer_.start();
    });
    auto* tabs = new QTabWidget(this);
    tabs->setDocumentMode(true);
    tabs->addTab(curves_, tr("Curves"));
    tabs->addTab(metrics_, tr("Scores"));
    tabs->addTab(settings_, tr("Settings"));
    tabs->addTab(notes_, tr("Notes"));

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(4, 2, 4, 2);
    bar->setSpacing(2);
    for (QToolButton* button : {continue_, startFrom_, duplicate_, show_, measure_, pin_})
        bar->addWidget(button);
    bar->addStretch();
    bar->addWidget(delete_);
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(list_, 1);
    column->addWidget(waiting_);
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(tabs);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
}

void RunsPanel::setProject(const QString& folder, bool readOnly, std::vector<ListedRun> runs)
{
    saveNotes();
    waitNoLonger();
    if (folder != folder_) {
        turn_ = {};
        unwritten_.clear();
    }
    deleting_ = false;
    detailed_.clear();
    folder_ = folder;
    readOnly_ = readOnly;
    notesOf_.clear();
    list_->clearSelection();
    showRuns(std::move(runs));
}

void RunsPanel::ask(const QString& what, std::function<Answer()> work)
{
    const auto done = std::make_shared<std::promise<void>>();
    const auto before = std::exchange(turn_, done->get_future().share());
    ++asked_;
    waiting_->expect(what);
    work_.start([this, before, done, generation = generation_,
                 work = std::move(work)]() -> widgets::DetachedWork::Result {
        if (before.valid())
            before.wait();
        const Answer answer = work();
        done->set_value();
        return [this, generation, answer] {
            const bool wanted = generation == generation_;
            if (wanted && --asked_ == 0)
                waiting_->clear();
            answer(wanted);
        };
    });
}

void RunsPanel::waitNoLonger()
{
    ++generation_;
    asked_ = 0;
    listing_ = false;
    listAgain_ = false;
    waiting_->clear();
}

void RunsPanel::setClasses(const annotation::ClassList& classes)
{
    if (classes == classes_)
        return;
    classes_ = classes;
    showDetails();
}

void RunsPanel::setStandardRecipe(const QJsonObject& recipe)
{
    standard_ = nlohmann::json::parse(QJsonDocument(recipe).toJson().toStdString(), nullptr, false);
    if (!standard_.is_object())
        standard_ = nlohmann::json::object();
}

void RunsPanel::setTraining(const QString& underWay, bool possible)
{
    canStart_ = possible;
    if (underWay != underWay_) {
        underWay_ = underWay;
        refresh();
    }
    refreshButtons();
}

void RunsPanel::refresh()
{
    if (const auto* editor = list_->findChild<QLineEdit*>(); editor && editor->isVisible())
        return; // a name is being typed
    if (folder_.isEmpty())
        return;
    if (listing_) {
        listAgain_ = true;
        return;
    }
    listing_ = true;
    ask(tr("Reading the runs"), [this, folder = folder_]() -> Answer {
        std::vector<ListedRun> runs;
        QString problem;
        try {
            runs = listedRuns(folder);
        } catch (const std::exception& error) {
            problem = inWords(error);
        }
        return [this, runs = std::move(runs), problem](bool wanted) {
            if (!wanted)
                return;
            listing_ = false;
            const bool again = std::exchange(listAgain_, false);
            if (problem.isEmpty())
                showRuns(runs);
            else
                Q_EMIT failed(problem);
            if (again)
                refresh();
        };
    });
}

void RunsPanel::showRuns(std::vector<ListedRun> runs)
{
    const QStringList before = chosenRuns();
    runs_ = std::move(runs);
    for (ListedRun& run : runs_)
        if (const auto newer = unwritten_.find(run.id()); newer != unwritten_.end())
            run.notes = newer->second;
    filling_ = true;
    list_->clear();
    for (const ListedRun& run : runs_) {
        auto* item = new QTreeWidgetItem(list_);
        const nlohmann::json& summary = run.record.summary;
        const auto number = [&](const char* key) {
            return summary.contains(key) && summary[key].is_number() ? summary[key].get<double>()
                                                                     : -1;
        };
        item->setText(NameColumn, run.title());
        item->setToolTip(NameColumn, run.id());
        item->setSizeHint(NameColumn, {0, runRowHeight});
        item->setData(NameColumn, runRole, run.id());
        if (run.notes.pinned)
            item->setIcon(NameColumn, widgets::icon("lock"));
        item->setText(StateColumn, run.stateText(underWay_));
        if (summary.contains("message") && summary["message"].is_string())
            item->setToolTip(StateColumn, inWords(QString::fromStdString(
                                              summary["message"].get<std::string>())));
        if (number("bestMeanIou") >= 0)
            item->setText(ScoreColumn, QString::number(number("bestMeanIou"), 'f', 3));
        if (number("steps") >= 0)
            item->setText(StepsColumn, QLocale().toString(number("steps"), 'f', 0));
        for (const int column : {ScoreColumn, StepsColumn})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        if (!readOnly_)
            item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setSelected(before.contains(run.id()));
    }
    filling_ = false;
    showChosen();
}

QStringList RunsPanel::chosenRuns() const
{
    QStringList runs;
    for (int i = 0; i < list_->topLevelItemCount(); ++i)
        if (const QTreeWidgetItem* item = list_->topLevelItem(i); item->isSelected())
            runs << item->data(NameColumn, runRole).toString();
    return runs;
}

void RunsPanel::choose(const QStringList& runs)
{
    filling_ = true;
    for (int i = 0; i < list_->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = list_->topLevelItem(i);
        item->setSelected(runs.contains(item->data(NameColumn, runRole).toString()));
    }
    filling_ = false;
    showChosen();
}

const ListedRun* RunsPanel::find(const QString& run) const
{
    for (const ListedRun& each : runs_)
        if (each.id() == run)
            return &each;
    return nullptr;
}

std::vector<ListedRun> RunsPanel::chosen() const
{
    std::vector<ListedRun> runs;
    for (const QString& id : chosenRuns())
        if (const ListedRun* run = find(id))
            runs.push_back(*run);
    return runs;
}

void RunsPanel::showChosen()
{
    saveNotes();
    const std::vector<ListedRun> runs = chosen();
    fill(*settings_, comparedSettings(runs, standard_), runs);
    showDetails();
    readDetails();
    filling_ = true;
    const bool one = runs.size() == 1;
    notesOf_ = one ? runs.front().id() : QString();
    const QString text = one ? QString::fromStdString(runs.front().notes.text) : QString();
    if (notes_->toPlainText() != text)
        notes_->setPlainText(text);
    notes_->setEnabled(one && !readOnly_);
    notes_->setPlaceholderText(one ? tr("What is worth remembering of this run")
                                   : tr("Choose one run to write notes"));
    filling_ = false;
    refreshButtons();
}

void RunsPanel::readDetails()
{
    const QStringList runs = chosenRuns();
    if (runs.isEmpty())
        return;
    ask(tr("Reading the runs"), [this, folder = folder_, runs]() -> Answer {
        std::vector<RunDetails> details;
        QString problem;
        for (const QString& run : runs) {
            details.emplace_back();
            try {
                details.back() = readRunDetails(folder, run);
            } catch (const std::exception& error) {
                problem = inWords(error);
            }
        }
        return [this, runs, details = std::move(details), problem](bool wanted) {
            if (!wanted || runs != chosenRuns())
                return;
            detailed_ = runs;
            details_ = details;
            showDetails();
            if (!problem.isEmpty())
                Q_EMIT failed(problem);
        };
    });
}

/// What has been read of those chosen; nothing until it is.
void RunsPanel::showDetails()
{
    const std::vector<ListedRun> runs = chosen();
    QList<widgets::ComparedRun> compared;
    QList<ComparisonRow> metrics;
    if (!runs.empty() && detailed_ == chosenRuns()) {
        for (std::size_t i = 0; i < runs.size(); ++i)
            compared.append({runs[i].title(),
                             widgets::CurveComparison::colourOf(static_cast<int>(i)),
                             details_[i].curves});
        metrics = comparedMetrics(runs, details_, classes_);
    }
    curves_->setRuns(compared);
    fill(*metrics_, metrics, runs);
}

void RunsPanel::fill(QTableWidget& table, const QList<ComparisonRow>& rows,
                     const std::vector<ListedRun>& runs) const
{
    table.clear();
    table.setRowCount(static_cast<int>(rows.size()));
    table.setColumnCount(runs.empty() ? 0 : static_cast<int>(runs.size()) + 1);
    QStringList titles{QString()};
    for (const ListedRun& run : runs)
        titles << run.title();
    table.setHorizontalHeaderLabels(titles);
    for (int row = 0; row < rows.size(); ++row) {
        table.setItem(row, 0, new QTableWidgetItem(rows[row].name));
        for (int column = 0; column < rows[row].values.size(); ++column) {
            auto* item = new QTableWidgetItem(rows[row].values[column]);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            table.setItem(row, column + 1, item);
        }
    }
    table.resizeColumnsToContents();
}

void RunsPanel::refreshButtons()
{
    const std::vector<ListedRun> runs = chosen();
    const bool one = runs.size() == 1;
    const bool free = one && canStart_ && !readOnly_;
    continue_->setEnabled(free && runs.front().canGoOn(underWay_));
    startFrom_->setEnabled(free);
    duplicate_->setEnabled(one && !readOnly_);
    show_->setEnabled(one);
    measure_->setEnabled(one);
    pin_->setEnabled(!runs.empty() && !readOnly_);
    pin_->setChecked(!runs.empty() && std::all_of(runs.begin(), runs.end(), [](const auto& run) {
        return run.notes.pinned;
    }));
    delete_->setEnabled(!readOnly_ && !deleting_ && !runs.empty() &&
                        std::none_of(runs.begin(), runs.end(), [this](const ListedRun& run) {
                            return run.notes.pinned || run.id() == underWay_;
                        }));
}

void RunsPanel::change(const QString& run, const std::function<void(annotation::RunNotes&)>& how)
{
    for (ListedRun& each : runs_) {
        if (each.id() != run)
            continue;
        annotation::RunNotes notes = each.notes;
        how(notes);
        if (notes == each.notes)
            return;
        each.notes = notes;
        unwritten_[run] = notes;
        ask(tr("Writing the runs' notes"), [this, folder = folder_, run, notes]() -> Answer {
            QString problem;
            try {
                annotation::writeRunNotes((folder + "/runs/" + run).toStdString(), notes);
            } catch (const std::exception& error) {
                problem = inWords(error);
            }
            return [this, folder, run, notes, problem](bool) {
                const auto kept = unwritten_.find(run);
                if (folder == folder_ && kept != unwritten_.end() && kept->second == notes)
                    unwritten_.erase(kept);
                if (!problem.isEmpty())
                    Q_EMIT failed(problem);
            };
        });
    }
}

void RunsPanel::saveNotes()
{
    notesTimer_.stop();
    if (notesOf_.isEmpty() || readOnly_)
        return;
    change(notesOf_, [this](annotation::RunNotes& notes) {
        notes.text = notes_->toPlainText().toStdString();
    });
}

void RunsPanel::deleteRuns(const QStringList& runs)
{
    QStringList unwanted = runs;
    unwanted.removeAll(underWay_);
    if (unwanted.isEmpty() || deleting_)
        return;
    notesOf_.clear();
    deleting_ = true;
    refreshButtons();
    ask(tr("Deleting runs"), [this, folder = folder_, unwanted]() -> Answer {
        QStringList gone;
        QStringList problems;
        for (const QString& run : unwanted) {
            try {
                annotation::deleteRun(folder.toStdString(), run.toStdString());
                gone << run;
            } catch (const std::exception& error) {
                problems << inWords(error);
            }
        }
        return [this, folder, gone, problems](bool) {
            for (const QString& problem : problems)
                Q_EMIT failed(problem);
            if (folder != folder_)
                return;
            deleting_ = false;
            refreshButtons();
            refresh();
            if (!gone.isEmpty())
                Q_EMIT deleted(gone);
        };
    });
}

void RunsPanel::showMenu(const QPoint& place)
{
    QTreeWidgetItem* item = list_->itemAt(place);
    if (item == nullptr)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QToolButton* button :
         {continue_, startFrom_, duplicate_, show_, measure_, pin_, delete_}) {
        QAction* action = menu->addAction(button->icon(), button->toolTip());
        action->setEnabled(button->isEnabled());
        connect(action, &QAction::triggered, button, &QToolButton::click);
    }
    QAction* rename = menu->addAction(tr("Rename"));
    rename->setEnabled(!readOnly_);
    const QString run = item->data(NameColumn, runRole).toString();
    connect(rename, &QAction::triggered, this, [this, run] {
        for (int i = 0; i < list_->topLevelItemCount(); ++i)
            if (list_->topLevelItem(i)->data(NameColumn, runRole) == run)
                list_->editItem(list_->topLevelItem(i), NameColumn);
    });
    menu->popup(list_->viewport()->mapToGlobal(place));
}

} // namespace limn::ui
