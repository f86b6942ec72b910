// Small pictures of images, read on a background thread, one after the other. GUI thread only; the
// signal comes on it as well.
#pragma once

#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <string>

namespace limn::ui
{

class ThumbnailReader : public QObject
{
    Q_OBJECT
public:
    static constexpr int side = 96; ///< of the square that a thumbnail fits into, in pixels

    explicit ThumbnailReader(QObject* parent = nullptr);
    ~ThumbnailReader() override; ///< drops what is not begun, waits for the one under way

    void read(qint64 id, const std::string& file);
    void forgetAll(); ///< what is not begun is dropped; what is under way is not announced

Q_SIGNALS:
    /// `picture` is null when the file cannot be read; `error` then says why.
    void done(qint64 id, const QImage& picture, const QString& error);

private:
    QThreadPool pool_;
    int generation_ = 0;
};

} // namespace limn::ui
