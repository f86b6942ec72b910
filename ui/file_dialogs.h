// Asking for files without blocking: the answer comes to a function, and no answer is no call.
// An interface, so that a test can answer in the user's place. GUI thread only.
#pragma once

#include <functional>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace limn::ui
{

class FileDialogs
{
public:
    virtual ~FileDialogs() = default;
    virtual void openImages(QWidget* parent, std::function<void(const QStringList&)> chosen) = 0;
    virtual void openProject(QWidget* parent, std::function<void(const QString&)> chosen) = 0;
    virtual void openFolder(QWidget* parent, const QString& title,
                            std::function<void(const QString&)> chosen) = 0;
    /// Class lists, CSV.
    virtual void openClasses(QWidget* parent, std::function<void(const QString&)> chosen) = 0;
    virtual void saveClasses(QWidget* parent, std::function<void(const QString&)> chosen) = 0;
    /// Where to save the curves: png, pdf or csv by the name's ending.
    virtual void saveCurves(QWidget* parent, std::function<void(const QString&)> chosen) = 0;
    /// A file of weights, downloaded elsewhere.
    virtual void openWeights(QWidget*, std::function<void(const QString&)>) {}
    /// Where to export a network: .pt or .safetensors.
    virtual void saveNetwork(QWidget*, std::function<void(const QString&)>) {}
};

/// Qt's dialogs. They start in the folder chosen last.
class QtFileDialogs : public FileDialogs
{
    Q_DECLARE_TR_FUNCTIONS(limn::ui::QtFileDialogs)
public:
    void openImages(QWidget* parent, std::function<void(const QStringList&)> chosen) override;
    void openProject(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void openFolder(QWidget* parent, const QString& title,
                    std::function<void(const QString&)> chosen) override;
    void openClasses(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void saveClasses(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void saveCurves(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void openWeights(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void saveNetwork(QWidget* parent, std::function<void(const QString&)> chosen) override;

private:
    QString folder_;
};

} // namespace limn::ui
