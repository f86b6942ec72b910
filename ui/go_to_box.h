// Asks for a place and takes the view there: pixels, map coordinates, longitude and latitude. Stays
// open beside the work until it is closed. GUI thread only.
#pragma once

#include "raster/georeference.h"

#include <optional>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointF>

namespace limn::ui
{

class GoToBox : public QDialog
{
    Q_OBJECT
public:
    /// `georeference` of the image shown.
    GoToBox(const raster::RasterInfo& image, QWidget* parent = nullptr);

Q_SIGNALS:
    void placeChosen(QPointF image); ///< pixel coordinates inside the image

private:
    enum class System { Pixels, Map, LonLat };

    System system() const;
    std::optional<QPointF> place() const;
    void go();
    void showHint();

    raster::PixelSize size_;
    raster::Georeference georeference_;
    QComboBox* systems_;
    QLineEdit* text_;
    QLabel* hint_;
};

} // namespace limn::ui
