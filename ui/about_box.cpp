#include "ui/about_box.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace limn::ui
{

void showAbout(const EngineClient& engine, QWidget* parent)
{
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("limn::ui::AboutBox", text);
    };
    const QJsonObject greeting = engine.greeting();
    const QString engineText = engine.isReady()
                                   ? tr("%1 with LibTorch %2")
                                         .arg(greeting["version"].toString().toHtmlEscaped(),
                                              greeting["torch"].toString().toHtmlEscaped())
                                   : tr("not running");
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Limn"),
        tr("<h3>Limn %1</h3><p>Annotate very large images and train segmentation networks on "
           "them.</p><p>Engine: %2<br>Qt %3</p><p>GPL-3.0-or-later</p>")
            .arg(QCoreApplication::applicationVersion().toHtmlEscaped(), engineText, qVersion()),
        QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    box->show();
}

} // namespace limn::ui
