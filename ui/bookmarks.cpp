#include "ui/bookmarks.h"

#include <algorithm>
#include <cmath>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

namespace limn::ui
{

namespace
{
constexpr auto bookmarksKey = "desktop/bookmarks";
} // namespace

std::string toJson(const std::vector<Bookmark>& bookmarks)
{
    QJsonArray list;
    for (const Bookmark& mark : bookmarks)
        list.append(QJsonObject{{"name", mark.name},
                                {"image", mark.image},
                                {"x", mark.centre.x()},
                                {"y", mark.centre.y()},
                                {"scale", mark.scale}});
    return QJsonDocument(list).toJson(QJsonDocument::Compact).toStdString();
}

std::vector<Bookmark> bookmarksFromJson(const std::string& text)
{
    std::vector<Bookmark> bookmarks;
    for (const QJsonValue& value :
         QJsonDocument::fromJson(QByteArray::fromStdString(text)).array()) {
        const QJsonObject object = value.toObject();
        Bookmark mark;
        mark.name = object["name"].toString();
        mark.image = object["image"].toInteger();
        mark.centre = {object["x"].toDouble(std::nan("")), object["y"].toDouble(std::nan(""))};
        mark.scale = object["scale"].toDouble();
        if (mark.image > 0 && std::isfinite(mark.centre.x()) && std::isfinite(mark.centre.y()) &&
            std::isfinite(mark.scale) && mark.scale > 0)
            bookmarks.push_back(std::move(mark));
    }
    return bookmarks;
}

Bookmarks::Bookmarks(widgets::Canvas& canvas, QMenu& menu, std::function<void(qint64)> showImage,
                     QObject* parent)
    : QObject(parent),
      canvas_(canvas),
      menu_(menu),
      add_(menu.addAction(tr("&Add this view"), QKeySequence("Ctrl+D"), this, &Bookmarks::addView)),
      removal_(menu.addMenu(tr("&Remove"))),
      none_(nullptr),
      showImage_(std::move(showImage))
{
    add_->setObjectName("addBookmark");
    menu_.addSeparator();
    none_ = menu_.addAction(tr("No bookmarks yet"));
    none_->setEnabled(false);
    fill();
}

void Bookmarks::setSession(ProjectSession* session)
{
    session_ = session;
    bookmarks_.clear();
    awaited_.reset();
    if (session_) {
        bookmarks_ = bookmarksFromJson(session_->setting(bookmarksKey));
        connect(session_, &ProjectSession::currentImageChanged, this, &Bookmarks::arrive);
    }
    fill();
}

void Bookmarks::addView()
{
    const annotation::ImageRecord* image =
        session_ ? session_->image(session_->currentImage()) : nullptr;
    if (!image)
        return;
    const QPointF centre = canvas_.view().visibleImage().center();
    bookmarks_.push_back({tr("%1 at %2, %3")
                              .arg(QFileInfo(QString::fromStdString(image->file)).fileName())
                              .arg(std::lround(centre.x()))
                              .arg(std::lround(centre.y())),
                          image->id, centre, canvas_.view().scale});
    store();
}

void Bookmarks::go(std::size_t index)
{
    if (!session_ || index >= bookmarks_.size())
        return;
    awaited_ = bookmarks_[index];
    if (session_->currentImage() == awaited_->image)
        arrive();
    else
        showImage_(awaited_->image);
}

/// Another image than the bookmark's was wanted meanwhile where it is another that comes.
void Bookmarks::arrive()
{
    const auto mark = std::exchange(awaited_, std::nullopt);
    if (!mark || session_->currentImage() != mark->image)
        return;
    canvas_.zoomTo(mark->scale);
    canvas_.centreOn(mark->centre);
}

void Bookmarks::remove(std::size_t index)
{
    if (index >= bookmarks_.size())
        return;
    bookmarks_.erase(bookmarks_.begin() + static_cast<std::ptrdiff_t>(index));
    store();
}

void Bookmarks::store()
{
    if (session_)
        session_->storeSetting(bookmarksKey, toJson(bookmarks_));
    fill();
}

void Bookmarks::fill()
{
    // Only the bookmarks come and go: others may hold on to the rest, for keys of the user's own.
    qDeleteAll(entries_);
    entries_.clear();
    removal_->clear();
    const bool editable = session_ && !session_->isReadOnly();
    add_->setEnabled(editable);
    removal_->setEnabled(editable && !bookmarks_.empty());
    none_->setVisible(bookmarks_.empty());
    for (std::size_t i = 0; i < bookmarks_.size(); ++i) {
        entries_ << menu_.addAction(bookmarks_[i].name, this, [this, i] { go(i); });
        removal_->addAction(bookmarks_[i].name, this, [this, i] { remove(i); });
    }
}

} // namespace limn::ui
