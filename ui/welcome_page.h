// The first page: open images, open a project, try the demo, or go on with a recent project. GUI
// thread only.
#pragma once

#include "ui/recent_projects.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QWidget>

namespace limn::ui
{

class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(RecentProjects& recent, QWidget* parent = nullptr);

    void refresh(); ///< reads the recent projects again
    void setDemoAvailable(bool available);

Q_SIGNALS:
    void openImagesAsked();
    void openProjectAsked();
    void demoAsked();
    void projectAsked(const QString& folder);

private:
    QPushButton* button(const QString& name, const QString& icon, const QString& text);

    RecentProjects& recent_;
    QPushButton* images_;
    QPushButton* project_;
    QPushButton* demo_;
    QWidget* recentPart_;
    QListWidget* list_;
};

} // namespace limn::ui
