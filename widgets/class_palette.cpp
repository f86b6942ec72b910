#include "widgets/class_palette.h"

#include "widgets/class_model.h"
#include "widgets/colour_popup.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace limn::widgets
{

namespace
{

constexpr int rowHeight = 28;
constexpr int swatchSide = 16;
constexpr int iconSide = 16;
constexpr int padding = 4;

/// What lies between the marks of a class's pattern, as it is on the canvas.
QColor groundOf(const PaletteClass& entry, const QColor& base)
{
    return entry.pattern == FillPattern::Solid ? entry.colour
                                               : mixed(base, entry.colour, patternGround);
}

class ClassDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width() + 2 * padding, rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const auto* model = static_cast<const ClassModel*>(index.model());
        const PaletteClass& entry = model->at(index.row());
        const bool unlabelled = model->isUnlabelled(index.row());
        painter->save();
        paintGround(*painter, option, index);
        switch (index.column()) {
        case ClassModel::Swatch:
            paintSwatch(*painter, option, entry, unlabelled);
            break;
        case ClassModel::Eye:
        case ClassModel::Lock:
            if (!unlabelled)
                paintSwitch(*painter, option, entry, index.column() == ClassModel::Eye);
            break;
        case ClassModel::Key:
            paintKey(*painter, option, index.data().toString());
            break;
        default:
            paintText(*painter, option, index, entry, unlabelled);
        }
        painter->restore();
    }

    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex&) const override
    {
        editor->setGeometry(option.rect.adjusted(0, 2, 0, -2));
    }

private:
    static void paintGround(QPainter& painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index)
    {
        const QColor base = option.palette.color(QPalette::Base);
        const QColor accent = option.palette.color(QPalette::Active, QPalette::Highlight);
        if (option.state & QStyle::State_Selected)
            painter.fillRect(option.rect, mixed(base, accent, 0.28));
        else if (option.state & QStyle::State_MouseOver)
            painter.fillRect(option.rect, mixed(base, option.palette.color(QPalette::Text), 0.06));
        if (index.column() == 0 && option.state & QStyle::State_Selected)
            painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), accent);
    }

    static void paintSwatch(QPainter& painter, const QStyleOptionViewItem& option,
                            const PaletteClass& entry, bool unlabelled)
    {
        QRectF box(0, 0, swatchSide, swatchSide);
        box.moveCenter(QRectF(option.rect).center() + QPointF(2, 0));
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = option.palette.color(QPalette::Text);
        if (unlabelled) {
            painter.setPen(QPen(quietText(option.palette), 1, Qt::DashLine));
            painter.setBrush(Qt::NoBrush);
        } else {
            painter.setPen(QPen(mixed(entry.colour, ink, 0.35), 1));
            painter.setBrush(groundOf(entry, option.palette.color(QPalette::Base)));
        }
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        if (unlabelled || entry.pattern == FillPattern::Solid)
            return;
        painter.setBrushOrigin(box.topLeft());
        painter.setBrush(patternBrush(entry.pattern, entry.colour));
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }

    static void paintSwitch(QPainter& painter, const QStyleOptionViewItem& option,
                            const PaletteClass& entry, bool isEye)
    {
        const bool resting = isEye ? entry.visible : !entry.locked;
        const QString name =
            isEye ? (entry.visible ? QStringLiteral("eye") : QStringLiteral("eye-off"))
                  : (entry.locked ? QStringLiteral("lock") : QStringLiteral("lock-open"));
        QPalette tint = option.palette;
        const QColor text = option.palette.color(QPalette::Text);
        // What is as usual steps back, so that what is hidden or protected stands out.
        tint.setColor(QPalette::ButtonText,
                      resting ? mixed(option.palette.color(QPalette::Base), text, 0.45) : text);
        QRect box(0, 0, iconSide, iconSide);
        box.moveCenter(option.rect.center());
        icon(name, tint).paint(&painter, box);
    }

    static void paintKey(QPainter& painter, const QStyleOptionViewItem& option, const QString& key)
    {
        if (key.isEmpty())
            return;
        QRectF cap(0, 0, 18, 18);
        cap.moveCenter(QRectF(option.rect).center());
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = quietText(option.palette);
        painter.setPen(QPen(mixed(option.palette.color(QPalette::Base), ink, 0.5), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        QFont font = option.font;
        font.setPixelSize(11);
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(cap, Qt::AlignCenter, key);
    }

    static void paintText(QPainter& painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index, const PaletteClass& entry, bool unlabelled)
    {
        const bool quiet = index.column() == ClassModel::Pixels || unlabelled || !entry.visible;
        painter.setPen(quiet ? quietText(option.palette)
                             : option.palette.color(QPalette::Active, QPalette::Text));
        painter.setFont(option.font);
        const QRect box = option.rect.adjusted(padding, 0, -padding, 0);
        const auto alignment =
            static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        painter.drawText(
            box, static_cast<int>(alignment),
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, box.width()));
    }
};

} // namespace

struct ClassPalette::State
{
    ClassPalette* q = nullptr;
    ClassModel model;
    QTreeView* view = nullptr;
    QLineEdit* newName = nullptr;
    QToolButton* add = nullptr;
    int current = 0;

    const PaletteClass& at(const QModelIndex& index) const { return model.at(index.row()); }

    void select(int value)
    {
        const int row = model.rowOf(value);
        if (row < 0)
            return;
        const QModelIndex at = model.index(row, ClassModel::Name);
        if (view->currentIndex().row() != row)
            view->setCurrentIndex(at);
        remember(value);
    }

    void remember(int value)
    {
        if (value == current)
            return;
        current = value;
        Q_EMIT q->currentChanged(value);
    }

    void toggle(int row, bool PaletteClass::*what)
    {
        if (model.isUnlabelled(row))
            return;
        PaletteClass changed = model.at(row);
        changed.*what = !(changed.*what);
        model.edit(row, changed);
    }

    void chooseColour(int row)
    {
        if (model.isUnlabelled(row))
            return;
        const QRect box = view->visualRect(model.index(row, ClassModel::Swatch));
        const int value = model.at(row).value;
        popUpColours(q, view->viewport()->mapToGlobal(box.bottomLeft()), model.at(row).colour,
                     [this, value](const QColor& colour) {
                         const int now = model.rowOf(value);
                         if (now < 0)
                             return;
                         PaletteClass changed = model.at(now);
                         changed.colour = colour;
                         model.edit(now, changed);
                     });
    }

    void clicked(const QModelIndex& index)
    {
        switch (index.column()) {
        case ClassModel::Swatch:
            chooseColour(index.row());
            break;
        case ClassModel::Eye:
            toggle(index.row(), &PaletteClass::visible);
            break;
        case ClassModel::Lock:
            toggle(index.row(), &PaletteClass::locked);
            break;
        default:
            break;
        }
    }

    void addPatterns(QMenu& menu, int row)
    {
        menu.setObjectName(QStringLiteral("patternMenu"));
        auto* choice = new QActionGroup(&menu);
        const PaletteClass& entry = model.at(row);
        for (const FillPattern pattern : fillPatterns) {
            PaletteClass shown = entry;
            shown.pattern = pattern;
            QPixmap swatch(swatchSide, swatchSide);
            swatch.fill(groundOf(shown, view->palette().color(QPalette::Base)));
            QPainter(&swatch).fillRect(swatch.rect(), patternBrush(pattern, entry.colour));
            QAction* action = menu.addAction(swatch, nameOf(pattern), q, [this, row, pattern] {
                PaletteClass changed = model.at(row);
                changed.pattern = pattern;
                model.edit(row, changed);
            });
            action->setCheckable(true);
            action->setChecked(pattern == entry.pattern);
            choice->addAction(action);
        }
    }

    void showMenu(const QPoint& at)
    {
        const QModelIndex index = view->indexAt(at);
        if (!index.isValid() || model.isUnlabelled(index.row()))
            return;
        const int row = index.row();
        const PaletteClass& entry = model.at(row);
        const int value = entry.value;
        auto* menu = new QMenu(q);
        menu->setObjectName(QStringLiteral("classMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("&Rename"), q,
                        [this, row] { view->edit(model.index(row, ClassModel::Name)); });
        menu->addAction(tr("&Colour…"), q, [this, row] { chooseColour(row); });
        addPatterns(*menu->addMenu(tr("Pa&ttern")), row);
        menu->addAction(entry.visible ? tr("&Hide") : tr("&Show"), q,
                        [this, row] { toggle(row, &PaletteClass::visible); });
        menu->addAction(entry.locked ? tr("&Unprotect") : tr("&Protect from painting"), q,
                        [this, row] { toggle(row, &PaletteClass::locked); });
        menu->addSeparator();
        const auto addMove = [&](const QString& text, const QKeySequence& keys, int by) {
            QAction* move =
                menu->addAction(text, q, [this, value, by] { Q_EMIT q->moveRequested(value, by); });
            move->setShortcut(keys);
            move->setEnabled(row + by >= 0 && !model.isUnlabelled(row + by));
        };
        addMove(tr("Move &up"), QKeySequence(QStringLiteral("Alt+Up")), -1);
        addMove(tr("Move &down"), QKeySequence(QStringLiteral("Alt+Down")), 1);
        menu->addSeparator();
        menu->addAction(tr("Mer&ge into another class…"), q,
                        [this, value] { Q_EMIT q->mergeRequested(value); })
            ->setEnabled(model.classes().size() > 1);
        menu->addAction(icon(QStringLiteral("trash-2")), tr("Re&move class"), q,
                        [this, value] { Q_EMIT q->removeRequested(value); });
        menu->popup(view->viewport()->mapToGlobal(at));
    }

    void requestAdd()
    {
        const QString name = newName->text().trimmed();
        if (name.isEmpty()) {
            newName->setFocus();
            return;
        }
        newName->clear();
        Q_EMIT q->addRequested(name);
    }

    /// As wide as what stands in them, the name takes the rest.
    void fitColumns()
    {
        QHeaderView* header = view->header();
        header->setStretchLastSection(false);
        header->setMinimumSectionSize(8);
        header->setSectionResizeMode(QHeaderView::Fixed);
        header->setSectionResizeMode(ClassModel::Name, QHeaderView::Stretch);
        header->setSectionResizeMode(ClassModel::Pixels, QHeaderView::ResizeToContents);
        header->resizeSection(ClassModel::Swatch, 32);
        header->resizeSection(ClassModel::Key, 26);
        header->resizeSection(ClassModel::Eye, 26);
        header->resizeSection(ClassModel::Lock, 26);
    }
};

namespace
{

/// Keys that a list of classes needs beyond moving about.
class ClassView : public QTreeView
{
public:
    using QTreeView::QTreeView;

    std::function<void(int row)> onSpace;
    std::function<void(int row)> onDelete;
    std::function<void(int row, int by)> onMove;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        const QModelIndex at = currentIndex();
        if (at.isValid() && event->key() == Qt::Key_Space) {
            onSpace(at.row());
            return;
        }
        if (at.isValid() && event->key() == Qt::Key_Delete) {
            onDelete(at.row());
            return;
        }
        const bool isUp = event->key() == Qt::Key_Up;
        if (at.isValid() && event->modifiers().testFlag(Qt::AltModifier) &&
            (isUp || event->key() == Qt::Key_Down)) {
            onMove(at.row(), isUp ? -1 : 1);
            return;
        }
        // Digits choose classes in the whole window, they are no search here.
        if (event->text().size() == 1 && event->text().front().isDigit()) {
            event->ignore();
            return;
        }
        QTreeView::keyPressEvent(event);
    }
};

} // namespace

ClassPalette::ClassPalette(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>())
{
    State& state = *state_;
    state.q = this;
    auto* view = new ClassView(this);
    state.view = view;
    view->setObjectName(QStringLiteral("classes"));
    view->setAccessibleName(tr("Classes"));
    view->setModel(&state.model);
    view->setItemDelegate(new ClassDelegate(view));
    view->setRootIsDecorated(false);
    view->setItemsExpandable(false);
    view->setIndentation(0);
    view->setUniformRowHeights(true);
    view->setAllColumnsShowFocus(true);
    view->setMouseTracking(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setHeaderHidden(true);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->setTabKeyNavigation(false);
    state.fitColumns();
    view->onSpace = [this](int row) { state_->toggle(row, &PaletteClass::visible); };
    view->onDelete = [this](int row) {
        if (!state_->model.isUnlabelled(row))
            Q_EMIT removeRequested(state_->model.at(row).value);
    };
    view->onMove = [this](int row, int by) {
        if (!state_->model.isUnlabelled(row))
            Q_EMIT moveRequested(state_->model.at(row).value, by);
    };

    state.newName = new QLineEdit(this);
    state.newName->setObjectName(QStringLiteral("newClass"));
    state.newName->setPlaceholderText(tr("New class"));
    state.newName->setAccessibleName(tr("Name of a new class"));
    state.add = new QToolButton(this);
    state.add->setObjectName(QStringLiteral("addClass"));
    state.add->setIcon(icon(QStringLiteral("plus")));
    state.add->setIconSize({iconSide, iconSide});
    state.add->setAutoRaise(true);
    state.add->setToolTip(tr("Add the class"));
    state.add->setAccessibleName(state.add->toolTip());

    auto* line = new QHBoxLayout;
    line->setContentsMargins(8, 4, 4, 4);
    line->setSpacing(4);
    line->addWidget(state.newName, 1);
    line->addWidget(state.add);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(view, 1);
    column->addLayout(line);

    connect(&state.model, &ClassModel::edited, this, &ClassPalette::classEdited);
    connect(view, &QTreeView::clicked, this,
            [this](const QModelIndex& index) { state_->clicked(index); });
    connect(view, &QTreeView::customContextMenuRequested, this,
            [this](const QPoint& at) { state_->showMenu(at); });
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid())
                    state_->remember(state_->at(index).value);
            });
    connect(state.newName, &QLineEdit::returnPressed, this, [this] { state_->requestAdd(); });
    connect(state.add, &QToolButton::clicked, this, [this] { state_->requestAdd(); });
    state.select(0);
}

ClassPalette::~ClassPalette()
{
    // The view looks at the model until it is gone.
    delete state_->view;
}

void ClassPalette::setClasses(const std::vector<PaletteClass>& classes)
{
    state_->model.setClasses(classes);
    const int row = state_->model.rowOf(state_->current);
    state_->select(row >= 0 ? state_->current : state_->model.at(0).value);
}

std::vector<PaletteClass> ClassPalette::classes() const
{
    return state_->model.classes();
}

int ClassPalette::current() const
{
    return state_->current;
}

void ClassPalette::setCurrent(int value)
{
    state_->select(value);
}

void ClassPalette::setPixels(int value, qint64 pixels, const QString& area)
{
    state_->model.setPixels(value, pixels, area);
}

} // namespace limn::widgets
