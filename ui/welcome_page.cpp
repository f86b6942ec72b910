#include "ui/welcome_page.h"

#include "widgets/icon.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace limn::ui
{

namespace
{
constexpr int folderRole = Qt::UserRole;
constexpr QSize pictureSize{64, 48};
constexpr int columnWidth = 320;

QLabel* heading(const QString& text, double scale, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPixelSize(
        static_cast<int>(font.pixelSize() > 0 ? font.pixelSize() * scale : 13 * scale));
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

/// The middle of the picture, filling the box.
QPixmap boxed(const QImage& picture, qreal ratio)
{
    QPixmap box(pictureSize * ratio);
    box.setDevicePixelRatio(ratio);
    box.fill(Qt::transparent);
    if (picture.isNull())
        return box;
    const QImage filled = picture.scaled(pictureSize * ratio, Qt::KeepAspectRatioByExpanding,
                                         Qt::SmoothTransformation);
    QPainter painter(&box);
    const QSizeF size = QSizeF(filled.size()) / ratio;
    painter.drawImage(QRectF((pictureSize.width() - size.width()) / 2,
                             (pictureSize.height() - size.height()) / 2, size.width(),
                             size.height()),
                      filled);
    return box;
}
} // namespace

WelcomePage::WelcomePage(RecentProjects& recent, QWidget* parent)
    : QWidget(parent),
      recent_(recent),
      images_(button("welcomeImages", "image-plus", tr("Open images"))),
      project_(button("welcomeProject", "folder-open", tr("Open project"))),
      demo_(button("welcomeDemo", "droplets", tr("Try the wetlands demo"))),
      recentPart_(new QWidget(this)),
      list_(new QListWidget(recentPart_))
{
    images_->setDefault(true);
    auto* says = new QLabel(tr("Paint what you see, press Train, watch the network learn it, and "
                               "correct what it gets wrong."),
                            this);
    says->setWordWrap(true);
    says->setForegroundRole(QPalette::PlaceholderText);
    auto* hint = new QLabel(tr("Or drop images or a project anywhere in this window."), this);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);

    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(heading(tr("Limn"), 2.4, this));
    left->addWidget(says);
    left->addSpacing(16);
    left->addWidget(images_);
    left->addWidget(project_);
    left->addWidget(demo_);
    left->addSpacing(8);
    left->addWidget(hint);
    left->addStretch();

    list_->setObjectName("recentProjects");
    list_->setIconSize(pictureSize);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->setSpacing(2);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->viewport()->setAutoFillBackground(false);
    auto* right = new QVBoxLayout(recentPart_);
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(8);
    right->addWidget(heading(tr("Recent projects"), 1.2, recentPart_));
    right->addWidget(list_, 1);

    auto* columns = new QHBoxLayout;
    columns->setSpacing(48);
    auto* leftPart = new QWidget(this);
    leftPart->setLayout(left);
    left->setContentsMargins(0, 0, 0, 0);
    leftPart->setFixedWidth(columnWidth);
    recentPart_->setFixedWidth(columnWidth + 40);
    columns->addStretch();
    columns->addWidget(leftPart);
    columns->addWidget(recentPart_);
    columns->addStretch();
    auto* middle = new QWidget(this);
    middle->setLayout(columns);
    middle->setFixedHeight(392);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    layout->addWidget(middle);
    layout->addStretch(3);

    connect(images_, &QPushButton::clicked, this, &WelcomePage::openImagesAsked);
    connect(project_, &QPushButton::clicked, this, &WelcomePage::openProjectAsked);
    connect(demo_, &QPushButton::clicked, this, &WelcomePage::demoAsked);
    const auto open = [this](QListWidgetItem* item) {
        Q_EMIT projectAsked(item->data(folderRole).toString());
    };
    connect(list_, &QListWidget::itemClicked, this, open);
    connect(list_, &QListWidget::itemActivated, this, open);
    refresh();
}

QPushButton* WelcomePage::button(const QString& name, const QString& icon, const QString& text)
{
    auto* made = new QPushButton(widgets::icon(icon), "  " + text, this);
    made->setObjectName(name);
    made->setMinimumHeight(40);
    made->setIconSize({20, 20});
    return made;
}

void WelcomePage::refresh()
{
    list_->clear();
    for (const QString& folder : recent_.folders()) {
        const QFileInfo info(folder);
        auto* item = new QListWidgetItem(
            boxed(recent_.picture(folder), devicePixelRatioF()),
            info.completeBaseName() + "\n" + QDir::toNativeSeparators(info.absolutePath()), list_);
        item->setData(folderRole, folder);
        item->setToolTip(QDir::toNativeSeparators(folder));
    }
    recentPart_->setVisible(list_->count() > 0);
}

void WelcomePage::setDemoAvailable(bool available)
{
    demo_->setVisible(available);
}

} // namespace limn::ui
