// Asks which of the images in one file (NetCDF, HDF) belong into the project. Not modal; GUI thread
// only.
#pragma once

#include "raster/raster.h"

#include <QDialog>
#include <QListWidget>
#include <QPushButton>
#include <vector>

namespace limn::ui
{

class InnerImagesDialog : public QDialog
{
    Q_OBJECT
public:
    InnerImagesDialog(const QString& file, const std::vector<raster::InnerImage>& images,
                      QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const QStringList& names); ///< as they are opened

private:
    QStringList checked() const;

    QListWidget* list_;
    QPushButton* add_;
};

} // namespace limn::ui
