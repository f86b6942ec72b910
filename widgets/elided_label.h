// A label whose text never asks for room: what does not fit into its lines ends in "…", and the
// tool tip says the rest. For tips and read-outs beside things that matter more. Plain text; GUI
// thread.
#pragma once

#include <QLabel>

namespace limn::widgets
{

class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    /// `lines`: how many lines the text may take where one does not suffice.
    explicit ElidedLabel(QWidget* parent = nullptr, int lines = 1);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return lines_ > 1; }
    int heightForWidth(int width) const override; ///< as high as its lines need

    /// The lines as they are drawn in this width; the last one may end in "…".
    QStringList linesIn(int width) const;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int lines_;
};

} // namespace limn::widgets
