#include "ui/about_box.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace limn::ui
{

namespace
{
struct AboutBox
{
    Q_DECLARE_TR_FUNCTIONS(limn::ui::AboutBox)
};
} // namespace

void showAbout(const EngineClient& engine, QWidget* parent)
{
    const QJsonObject greeting = engine.greeting();
    const QString engineText = engine.isReady()
                                   ? AboutBox::tr("%1 with LibTorch %2")
                                         .arg(greeting["version"].toString().toHtmlEscaped(),
                                              greeting["torch"].toString().toHtmlEscaped())
                                   : AboutBox::tr("not running");
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, AboutBox::tr("About Limn"),
        AboutBox::tr(
            "<h3>Limn %1</h3><p>Annotate very large images and train segmentation networks on "
            "them.</p><p>Engine: %2<br>Qt %3</p><p>GPL-3.0-or-later</p>")
            .arg(QCoreApplication::applicationVersion().toHtmlEscaped(), engineText, qVersion()),
        QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    box->show();
}

} // namespace limn::ui
