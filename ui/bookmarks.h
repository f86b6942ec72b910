// Places of a project worth coming back to: an image, where in it, how near. Kept in the project;
// shown as a menu. GUI thread only.
#pragma once

#include "ui/project_session.h"
#include "widgets/canvas.h"

#include <functional>
#include <optional>
#include <QMenu>
#include <QObject>
#include <vector>

namespace limn::ui
{

struct Bookmark
{
    QString name;
    qint64 image = 0;
    QPointF centre;   ///< image pixels
    double scale = 1; ///< screen pixels an image pixel
    bool operator==(const Bookmark&) const = default;
};

/// JSON text of the list, and back; what cannot be read is left out.
std::string toJson(const std::vector<Bookmark>& bookmarks);
std::vector<Bookmark> bookmarksFromJson(const std::string& text);

class Bookmarks : public QObject
{
    Q_OBJECT
public:
    /// `showImage` is asked for the image of a bookmark before the view moves there.
    Bookmarks(widgets::Canvas& canvas, QMenu& menu, std::function<void(qint64)> showImage,
              QObject* parent = nullptr);

    void setSession(ProjectSession* session); ///< nullptr for none
    const std::vector<Bookmark>& all() const { return bookmarks_; }
    void addView();             ///< of the image shown, named after it
    void go(std::size_t index); ///< at once, or as soon as its image is shown
    void remove(std::size_t index);

private:
    void arrive();
    void store();
    void fill();

    widgets::Canvas& canvas_;
    QMenu& menu_;
    QAction* add_;
    QMenu* removal_;
    QAction* none_;           ///< says that there are no bookmarks
    QList<QAction*> entries_; ///< one a bookmark
    std::function<void(qint64)> showImage_;
    ProjectSession* session_ = nullptr;
    std::vector<Bookmark> bookmarks_;
    std::optional<Bookmark> awaited_; ///< whose image is on its way
};

} // namespace limn::ui
