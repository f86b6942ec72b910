// Every action of the main window with its text, icon and key, and the menus and tool bar they
// stand in. The window connects them and says when they make sense. GUI thread only.
#pragma once

#include "annotation/class_list.h"
#include "ui/tool_set.h"

#include <QAction>
#include <QActionGroup>
#include <QList>
#include <QMainWindow>
#include <QMenu>
#include <QToolBar>

namespace limn::ui
{

class WindowActions : public QObject
{
    Q_OBJECT
public:
    explicit WindowActions(QMainWindow& window);

    // File
    QAction* openImages;
    QAction* openAddress;
    QAction* openProject;
    QAction* openDemo;
    QMenu* recent;
    QAction* addImages;
    QAction* backUp;
    QAction* restoreBackup;
    QAction* closeProject;
    QAction* quit;
    // Edit
    QAction* undo;
    QAction* redo;
    QAction* copyMask;
    QAction* pasteMask;
    QAction* settings;
    // View
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* fullSize;
    QAction* goTo;
    QAction* swipe;
    QAction* split;
    QMenu* bookmarks; ///< filled by Bookmarks
    QAction* showNavigator;
    QAction* showScaleBar;
    QAction* hideOverlays;
    QList<QAction*> layerToggles; ///< prediction, Grad-CAM, polygons, mask
    QActionGroup* themes;         ///< data: "system", "light", "dark"
    QActionGroup* languages;      ///< data: "system" or a key of languages()
    QAction* fullScreen;
    // Image
    QAction* nextImage;
    QAction* previousImage;
    QAction* stretchImage;
    QAction* stretchView;
    QAction* stretchRange;
    QAction* buildOverviews;
    QAction* removeImage;
    // Annotate
    QActionGroup* tools; ///< data: int of ToolSet::Tool
    QAction* smallerBrush;
    QAction* largerBrush;
    QMenu* classes;
    QActionGroup* classChoice; ///< data: class value
    QAction* swapClasses;
    QAction* importClasses;
    QAction* exportClasses;
    QAction* pickClass;
    QAction* reclassify;
    QAction* completeView;
    QAction* removeRegions;
    QAction* accept;
    // Mask, filled by MaskMenu
    QMenu* mask;
    // Train
    QAction* train;
    QAction* resume;
    QAction* check;
    QAction* saveCurves;
    QAction* exportNetwork;
    QAction* restartEngine;
    // Inspect
    QAction* predictImage;
    QAction* cancelPrediction;
    QAction* explain;
    QMenu* explainMenu;
    QAction* networkView;
    // Window, Help
    QMenu* windowMenu;
    QAction* resetLayout;
    QAction* shortcuts;
    QAction* changeShortcuts;
    QAction* about;

    QToolBar* toolBar;

    QAction* toolAction(ToolSet::Tool tool) const;
    /// The Class and Explain menus: an action a class, with its colour and key.
    void setClasses(const annotation::ClassList& classes, int current);
    /// What needs an open project, an image, labels that can be edited.
    void setSituation(bool project, bool image, bool editable);

Q_SIGNALS:
    void classChosen(int value);
    void explainChosen(int value);

private:
    QAction* add(QMenu* menu, const QString& text, const QString& name,
                 const QList<QKeySequence>& keys = {}, const QString& icon = {});
    void buildFile();
    void buildEditAndView();
    void buildImage();
    void buildAnnotate();
    void buildTrainAndInspect();
    void buildHelp();

    QMainWindow& window_;
};

} // namespace limn::ui
