#include "ui/images_panel.h"

#include "ui/image_delegate.h"
#include "ui/quiet_selection.h"
#include "widgets/icon.h"
#include "widgets/theme.h"

#include <algorithm>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
using annotation::Split;
using Labels = ImageFilter::Labels;
/// The search and the filters are of use from this many images on.
constexpr int worthFiltering = 6;
} // namespace

ImagesPanel::ImagesPanel(QWidget* parent)
    : QWidget(parent),
      model_(new ImageListModel(this)),
      list_(new QListView(this)),
      search_(new QLineEdit(this)),
      labels_(new QComboBox(this)),
      split_(new QComboBox(this)),
      count_(new QLabel(this)),
      remove_(new QToolButton(this)),
      add_(new QToolButton(this))
{
    list_->setObjectName("images");
    list_->setModel(model_);
    list_->setItemDelegate(new ImageDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setAccessibleName(tr("Images of the project"));
    add_->setObjectName("addImages");
    add_->setIcon(widgets::icon("image-plus"));
    add_->setText(tr("Add images…"));
    add_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add_->setAutoRaise(true);
    add_->setToolTip(tr("Add images to the project; or drop files and folders anywhere in the "
                        "window"));
    remove_->setObjectName("removeImage");
    remove_->setIcon(widgets::icon("trash-2"));
    remove_->setAutoRaise(true);
    remove_->setToolTip(tr("Remove the image and its labels from the project; the file stays"));
    buildFilter();

    auto* filters = new QHBoxLayout;
    filters->setSpacing(4);
    filters->addWidget(labels_, 1);
    filters->addWidget(split_, 1);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(4, 4, 4, 4);
    head->setSpacing(4);
    head->addWidget(search_);
    head->addLayout(filters);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(4, 4, 4, 4);
    buttons->setSpacing(4);
    buttons->addWidget(add_);
    buttons->addStretch();
    buttons->addWidget(count_);
    buttons->addWidget(remove_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(list_, 1);
    layout->addLayout(buttons);

    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !filling_)
                    Q_EMIT chosen(model_->idAt(index.row()));
            });
    connect(list_, &QWidget::customContextMenuRequested, this, &ImagesPanel::showMenu);
    connect(add_, &QToolButton::clicked, this, &ImagesPanel::addAsked);
    connect(remove_, &QToolButton::clicked, this, [this] {
        if (current() != 0)
            Q_EMIT removeAsked(current());
    });
    connect(model_, &ImageListModel::thumbnailRead, this, &ImagesPanel::thumbnailRead);
    quietenSelection();
    showCount();
}

void ImagesPanel::buildFilter()
{
    search_->setObjectName("searchImages");
    search_->setPlaceholderText(tr("Search by name"));
    search_->setClearButtonEnabled(true);
    search_->setAcceptDrops(false); // files that are dropped on it belong to the window
    search_->setAccessibleName(search_->placeholderText());
    labels_->setObjectName("filterLabels");
    labels_->setAccessibleName(tr("Show by labels"));
    labels_->addItem(tr("All images"), static_cast<int>(Labels::Any));
    labels_->addItem(tr("Unlabelled"), static_cast<int>(Labels::None));
    labels_->addItem(tr("Labelled"), static_cast<int>(Labels::Some));
    labels_->addItem(tr("Begun"), static_cast<int>(Labels::Begun));
    labels_->setItemData(labels_->count() - 1, tr("Labelled, but not complete"), Qt::ToolTipRole);
    labels_->addItem(tr("To do"), static_cast<int>(Labels::Incomplete));
    labels_->setItemData(labels_->count() - 1, tr("Unlabelled, or begun and not complete"),
                         Qt::ToolTipRole);
    labels_->addItem(tr("Complete"), static_cast<int>(Labels::Complete));
    split_->setObjectName("filterSplit");
    split_->setAccessibleName(tr("Show by use"));
    split_->addItem(tr("Any use"), -1);
    split_->addItem(tr("Automatic"), static_cast<int>(Split::Auto));
    split_->addItem(tr("Training"), static_cast<int>(Split::Train));
    split_->addItem(tr("Validation"), static_cast<int>(Split::Validation));
    split_->addItem(tr("Test"), static_cast<int>(Split::Test));
    for (QComboBox* box : {labels_, split_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
        connect(box, &QComboBox::currentIndexChanged, this, &ImagesPanel::applyFilter);
    }
    connect(search_, &QLineEdit::textChanged, this, &ImagesPanel::applyFilter);
}

void ImagesPanel::applyFilter()
{
    ImageFilter filter;
    filter.text = search_->text().trimmed();
    filter.labels = static_cast<Labels>(labels_->currentData().toInt());
    if (const int split = split_->currentData().toInt(); split >= 0)
        filter.split = static_cast<Split>(split);
    filling_ = true;
    model_->setFilter(filter);
    filling_ = false;
    setCurrent(shown_);
    showCount();
}

void ImagesPanel::showCount()
{
    const bool many = model_->total() >= worthFiltering;
    for (QWidget* part : std::initializer_list<QWidget*>{search_, labels_, split_})
        part->setVisible(many);
    const int rows = model_->rowCount();
    count_->setText(rows == model_->total() ? (many ? tr("%L1").arg(rows) : QString())
                                            : tr("%L1 of %L2").arg(rows).arg(model_->total()));
}

void ImagesPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        quietenSelection();
}

void ImagesPanel::quietenSelection()
{
    list_->setPalette(quietSelection(QApplication::palette()));
}

void ImagesPanel::setImages(const std::vector<annotation::ImageRecord>& images, bool editable)
{
    editable_ = editable;
    const int place = list_->verticalScrollBar()->value();
    filling_ = true;
    model_->setImages(images);
    filling_ = false;
    if (static_cast<int>(images.size()) < worthFiltering) {
        search_->clear();
        labels_->setCurrentIndex(0);
        split_->setCurrentIndex(0);
    }
    showCount();
    add_->setEnabled(editable);
    setCurrent(shown_);
    list_->verticalScrollBar()->setValue(place);
}

void ImagesPanel::setLabelled(const std::map<std::int64_t, annotation::LabelledParts>& parts)
{
    filling_ = true;
    model_->setLabelled(parts);
    filling_ = false;
    setCurrent(shown_);
    showCount();
}

void ImagesPanel::setCurrent(qint64 id)
{
    shown_ = id;
    const int row = model_->rowOf(id);
    const bool before = filling_;
    filling_ = true;
    if (row != list_->currentIndex().row())
        list_->setCurrentIndex(row < 0 ? QModelIndex() : model_->index(row));
    filling_ = before;
    remove_->setEnabled(editable_ && current() != 0);
}

qint64 ImagesPanel::current() const
{
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? model_->idAt(index.row()) : 0;
}

qint64 ImagesPanel::neighbour(int by) const
{
    const int row = model_->rowOf(shown_);
    // From an image that the filter hides, on to the first that it shows.
    return row < 0 ? model_->idAt(0) : model_->idAt(row + by);
}

QList<qint64> ImagesPanel::selected() const
{
    QList<qint64> ids;
    for (const QModelIndex& index : list_->selectionModel()->selectedIndexes())
        ids << model_->idAt(index.row());
    return ids;
}

void ImagesPanel::showMenu(QPoint place)
{
    const QList<qint64> ids = selected();
    auto* menu = new QMenu(list_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!ids.isEmpty()) {
        QMenu* use = menu->addMenu(tr("Use for"));
        for (int i = 1; i < split_->count(); ++i) {
            const auto split = static_cast<Split>(split_->itemData(i).toInt());
            connect(use->addAction(split_->itemText(i)), &QAction::triggered, this,
                    [this, ids, split] { Q_EMIT splitAsked(ids, split); });
        }
        use->setEnabled(editable_);
        QAction* overviews =
            menu->addAction(ids.size() > 1 ? tr("Build overviews beside the files")
                                           : tr("Build overviews beside the file"));
        overviews->setObjectName("buildOverviews");
        connect(overviews, &QAction::triggered, this, [this, ids] { Q_EMIT overviewsAsked(ids); });
        QAction* remove = menu->addAction(widgets::icon("trash-2"), tr("Remove from the project"));
        remove->setEnabled(editable_);
        connect(remove, &QAction::triggered, this, [this, ids] {
            for (const qint64 id : ids)
                Q_EMIT removeAsked(id);
        });
        menu->addSeparator();
    }
    QAction* folder = menu->addAction(tr("Add a folder…"));
    connect(folder, &QAction::triggered, this, &ImagesPanel::addFolderAsked);
    QAction* relink = menu->addAction(tr("Find moved files…"));
    connect(relink, &QAction::triggered, this, &ImagesPanel::relinkAsked);
    for (QAction* action : {folder, relink})
        action->setEnabled(editable_);
    menu->popup(list_->viewport()->mapToGlobal(place));
}

} // namespace limn::ui
