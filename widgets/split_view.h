// The canvas and, when it is split, another one beside it that shows the same place of the same
// image: what is done to the view of one is done to the other, and each shows the layers chosen for
// it. Work is done in the right half, which stays as it was; in the left one a press pans, and a
// cross marks where the cursor is in the other. GUI thread only.
#pragma once

#include "widgets/canvas.h"

#include <QComboBox>
#include <QWidget>
#include <vector>

namespace limn::widgets
{

class SplitView : public QWidget
{
    Q_OBJECT
public:
    /// Takes the canvas over; it fills this widget until it is split.
    explicit SplitView(Canvas* canvas, QWidget* parent = nullptr);
    ~SplitView() override;

    Canvas* left() const { return left_; } ///< there at all times, shown while split

    /// What there is to show, bottom to top, as the canvas has it. Layers are chosen by their ids,
    /// so that a choice outlives the image.
    void setLayers(const std::vector<CanvasLayer*>& layers);

public Q_SLOTS:
    void setSplit(bool split);

private:
    class Cross;

    /// What one half shows.
    struct Choice
    {
        QComboBox* box = nullptr;
        QString id; ///< of a layer; all of them, or the image alone, have names of their own
    };

    QComboBox* makeBox(Canvas* canvas, const QString& name, const QString& accessible,
                       Choice& choice);
    void fill(const Choice& choice);
    void showChoices();
    void apply();
    std::vector<CanvasLayer*> chosen(const QString& id) const;
    bool isChoosing() const { return split_ && !canvas_->imageSize().isEmpty(); }
    void follow(const Canvas& from, Canvas& to);

    Canvas* canvas_;
    Canvas* left_;
    Choice leftChoice_;
    Choice rightChoice_;
    Cross* cross_;
    std::vector<QPointer<CanvasLayer>> layers_; ///< those that are gone leave by themselves
    bool split_ = false;
    bool following_ = false; ///< a view is being passed on
    QSize leftViewport_;     ///< of the left one's last view: a resize is no wish to move
};

} // namespace limn::widgets
