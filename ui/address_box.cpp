#include "ui/address_box.h"

#include "raster/raster.h"
#include "ui/words.h"
#include "widgets/theme.h"

#include <array>
#include <QDialogButtonBox>
#include <QVBoxLayout>
#include <utility>

namespace limn::ui
{

namespace
{
constexpr int addressWidth = 460;

/// Why it does not open; nothing when it does, or holds several images to choose from.
QString problemOf(const QString& path)
{
    try {
        raster::Raster::open(path.toStdString());
    } catch (const raster::SeveralImages&) {
        return {};
    } catch (const std::exception& error) {
        return inWords(error);
    }
    return {};
}
} // namespace

QString pathOfAddress(const QString& address)
{
    const QString text = address.trimmed();
    if (text.startsWith("/vsi"))
        return text;
    for (const char* web : {"http://", "https://"})
        if (text.startsWith(web, Qt::CaseInsensitive) && text.size() > QString(web).size())
            return "/vsicurl/" + text;
    constexpr std::array<std::pair<const char*, const char*>, 3> stores{
        {{"s3://", "/vsis3/"}, {"gs://", "/vsigs/"}, {"az://", "/vsiaz/"}}};
    for (const auto& [scheme, prefix] : stores) {
        const QString rest = text.mid(QString(scheme).size());
        if (text.startsWith(scheme, Qt::CaseInsensitive) && rest.indexOf('/') > 0)
            return prefix + rest;
    }
    return {};
}

AddressBox::AddressBox(QWidget* parent)
    : QDialog(parent), address_(new QLineEdit(this)), hint_(new QLabel(this)), open_(nullptr)
{
    setObjectName("openAddress");
    setWindowTitle(tr("Open an address"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* title = new QLabel(tr("Address of the image"), this);
    title->setBuddy(address_);
    address_->setObjectName("address");
    address_->setMinimumWidth(addressWidth);
    address_->setPlaceholderText("https://");
    address_->setClearButtonEnabled(true);
    hint_->setObjectName("addressHint");
    hint_->setWordWrap(true);
    hint_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    open_ = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    open_->setObjectName("openThisAddress");
    open_->setDefault(true);
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon(QIcon());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(address_);
    layout->addWidget(hint_);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(buttons, &QDialogButtonBox::accepted, this, &AddressBox::check);
    const auto restart = [this] {
        work_.forget();
        open_->setEnabled(!pathOfAddress(address_->text()).isEmpty());
        say(tr("https://, s3://bucket/…, gs://, az://, or a name that begins with /vsi. Images "
               "with overviews in tiles (cloud optimised GeoTIFF) are the quickest: only what is "
               "looked at is fetched."),
            false);
    };
    connect(address_, &QLineEdit::textEdited, this, restart);
    restart();
    address_->setFocus();
}

void AddressBox::check()
{
    const QString path = pathOfAddress(address_->text());
    if (path.isEmpty())
        return;
    open_->setEnabled(false);
    say(tr("Asking the server…"), false);
    work_.start([this, path]() -> widgets::DetachedWork::Result {
        const QString problem = problemOf(path);
        return [this, path, problem] { answer(path, problem); };
    });
}

void AddressBox::answer(const QString& path, const QString& problem)
{
    open_->setEnabled(true);
    if (!problem.isEmpty()) {
        say(problem, true);
        address_->selectAll();
        return;
    }
    Q_EMIT opened(path);
    close();
}

void AddressBox::say(const QString& text, bool isProblem)
{
    QPalette coloured = palette();
    if (isProblem)
        coloured.setColor(QPalette::PlaceholderText,
                          widgets::toneColour(widgets::Tone::Error, palette()));
    hint_->setForegroundRole(QPalette::PlaceholderText);
    hint_->setPalette(coloured);
    hint_->setText(text);
}

} // namespace limn::ui
