// The classes: colour, name, key, eye, lock, count. Knows no project: it is given entries and tells
// what the user wants. GUI thread only.
#pragma once

#include "widgets/fill_pattern.h"

#include <memory>
#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

namespace limn::widgets
{

struct PaletteClass
{
    int value = 0;
    QString name;
    QColor colour;
    QChar key; ///< null for none
    bool visible = true;
    bool locked = false;
    qint64 pixels = -1; ///< labelled pixels; -1 while not known
    QString area{};     ///< on the ground, with its unit; empty where that is not known
    FillPattern pattern = FillPattern::Solid;
};

class ClassPalette : public QWidget
{
    Q_OBJECT
public:
    explicit ClassPalette(QWidget* parent = nullptr);
    ~ClassPalette() override;

    void setClasses(const std::vector<PaletteClass>& classes);
    std::vector<PaletteClass> classes() const;
    int current() const; ///< class value; 0 is "unlabelled"
    void setCurrent(int value);
    void setPixels(int value, qint64 pixels, const QString& area = {});

Q_SIGNALS:
    void currentChanged(int value);
    void
    classEdited(const limn::widgets::PaletteClass& changed); ///< name, colour, pattern, eye, lock
    void addRequested(const QString& name);
    void removeRequested(int value);
    void mergeRequested(int value);        ///< into another one
    void moveRequested(int value, int by); ///< in the list: -1 up, 1 down

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace limn::widgets
