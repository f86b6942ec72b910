// A small menu of colours that are told apart well, with the system's dialog for any other. Returns
// at once; the choice comes by callback. GUI thread only.
#pragma once

#include <functional>
#include <QColor>
#include <QPoint>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace limn::widgets
{

void popUpColours(QWidget* parent, const QPoint& global, const QColor& current,
                  std::function<void(const QColor&)> chosen);

} // namespace limn::widgets
