#include "widgets/layer_list.h"

#include "widgets/layer_row.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace limn::widgets
{

struct LayerList::State
{
    DisplayControls::Words words;
    QVBoxLayout* rows = nullptr;
    std::vector<QWidget*> shown;
    std::vector<QMetaObject::Connection> connections;
};

LayerList::LayerList(QWidget* parent, DisplayControls::Words words)
    : QWidget(parent), state_(std::make_unique<State>())
{
    state_->words = std::move(words);
    auto* content = new QWidget;
    state_->rows = new QVBoxLayout(content);
    state_->rows->setContentsMargins(0, 4, 0, 4);
    state_->rows->setSpacing(0);
    state_->rows->addStretch(1);
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(area);
}

LayerList::~LayerList()
{
    for (const auto& connection : state_->connections)
        disconnect(connection);
}

void LayerList::setLayers(const std::vector<CanvasLayer*>& layers)
{
    for (const auto& connection : state_->connections)
        disconnect(connection);
    state_->connections.clear();
    for (QWidget* row : state_->shown) {
        row->hide();
        row->deleteLater();
    }
    state_->shown.clear();
    int place = 0;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        auto* row = new LayerRow(*layer, state_->words);
        state_->rows->insertWidget(place++, row);
        state_->shown.push_back(row);
        state_->connections.push_back(connect(*layer, &QObject::destroyed, this, [this, row] {
            std::erase(state_->shown, row);
            row->hide();
            row->deleteLater();
        }));
    }
}

} // namespace limn::widgets
