// Asks for the address of an image that lies on a server, and looks whether it opens before it is
// handed on; the window stays usable while the server answers. GUI thread only.
#pragma once

#include "widgets/detached_work.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace limn::ui
{

/// What GDAL opens an address by: http and https through /vsicurl/, s3, gs and az through /vsis3/,
/// /vsigs/ and /vsiaz/; "/vsi..." stays as it is. Empty for what is no address.
QString pathOfAddress(const QString& address);

class AddressBox : public QDialog
{
    Q_OBJECT
public:
    explicit AddressBox(QWidget* parent = nullptr);

Q_SIGNALS:
    void opened(const QString& path); ///< it can be opened, or asks which of its images to open

private:
    void check();
    void answer(const QString& path, const QString& problem);
    void say(const QString& text, bool isProblem);

    QLineEdit* address_;
    QLabel* hint_;
    QPushButton* open_;
    widgets::DetachedWork work_;
};

} // namespace limn::ui
