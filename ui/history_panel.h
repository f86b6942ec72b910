// The steps done on the image shown, oldest first, to go back to any of them with a click. Knows no
// labels: it is given texts and says where the user wants to go. GUI thread only.
#pragma once

#include <QListWidget>
#include <QWidget>
#include <string>
#include <vector>

namespace limn::ui
{

class HistoryPanel : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPanel(QWidget* parent = nullptr);

    /// `done` of the steps are done, the later ones are undone; without an image, clear().
    void setSteps(const std::vector<std::string>& steps, std::size_t done);
    void clear();

Q_SIGNALS:
    void asked(std::size_t done); ///< so many steps are to be done

protected:
    void changeEvent(QEvent* event) override;

private:
    void addRow(const QString& text);
    void showDone(int first, int last); ///< in these rows

    QListWidget* list_; ///< row 0 is what was there before the first step kept
    std::vector<std::string> steps_;
    int done_ = 0;
};

} // namespace limn::ui
