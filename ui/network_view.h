// Shows what the network gets of the image: each band's scaling in a table, and, when wanted, the
// image on the canvas as the network gets it. Stays open beside the work. GUI thread only.
#pragma once

#include "ui/network_input.h"

#include <array>
#include <optional>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QTableWidget>

namespace limn::ui
{

class NetworkView : public QDialog
{
    Q_OBJECT
public:
    explicit NetworkView(QWidget* parent = nullptr);

    /// Of the run whose results are shown. `imageBands` of the image shown, 0 for none.
    void setInput(const NetworkInput& input, int imageBands);
    /// There is nothing to show, and why.
    void setProblem(const QString& sentence);
    void setShown(bool shown); ///< whether the image is shown so

Q_SIGNALS:
    /// How the image should be shown; nothing: as the user has it.
    void displayWanted(const std::optional<limn::raster::DisplaySettings>& display);

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void fillTable();
    void tellDisplay();

    std::optional<NetworkInput> input_;
    QLabel* text_;
    QTableWidget* table_;
    QWidget* colourRow_;
    std::array<QComboBox*, 3> colours_{};
    QCheckBox* show_;
};

} // namespace limn::ui
