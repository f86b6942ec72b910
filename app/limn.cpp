// limn [IMAGE... | PROJECT.limn] [--demo]: parses the command line and starts the window.
#include "ui/language.h"
#include "ui/main_window.h"

#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <utility>

namespace
{

/// Memory for what is decoded and reduced goes back to the system when it is free. Without a fixed
/// size glibc would keep, for each thread, what was once the largest of it.
void returnLargeMemory()
{
    constexpr int large = 4 << 20;
    mallopt(M_MMAP_THRESHOLD, large);
}

int run(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName("Limn");
    QApplication::setOrganizationName("Limn");
    QApplication::setApplicationVersion(LIMN_VERSION);
    // The window closes at once; the program goes when the engine has written its checkpoint.
    QApplication::setQuitOnLastWindowClosed(false);

    limn::ui::Surroundings surroundings = limn::ui::desktopSurroundings();
    limn::ui::useLanguage(
        limn::ui::chooseLanguage(surroundings.settings->value("language", "system").toString(),
                                 QLocale::system().uiLanguages()));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "Annotate very large images and train segmentation "
                                        "networks on them."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo("demo",
                                  QApplication::translate("main", "Open the wetlands demo."));
    parser.addOption(demo);
    parser.addPositionalArgument(
        "files", QApplication::translate("main", "Images to open, or a project folder NAME.limn."),
        "[IMAGE... | PROJECT.limn]");
    parser.process(application);

    limn::ui::MainWindow window(std::move(surroundings));
    QObject::connect(&window, &limn::ui::MainWindow::closed, &application, &QApplication::quit);
    window.show();
    if (parser.isSet(demo))
        window.openDemo();
    else
        window.open(parser.positionalArguments());
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    returnLargeMemory();
    const int status = run(argc, argv);
    // Everything is saved and closed. A read from a server or share that hangs may still be under
    // way on a thread that was left behind: nothing it uses must be torn down around it.
    std::fflush(nullptr);
    std::quick_exit(status);
}
