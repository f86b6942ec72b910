#include "ui/weights_list.h"

#include <utility>

namespace limn::ui
{

WeightsList::WeightsList(const QString& program, QObject* parent)
    : QObject(parent), command_(program)
{
    connect(&command_, &EngineCommand::row, this,
            [this](const QJsonObject& row) { coming_ << row; });
    connect(&command_, &EngineCommand::done, this, [this] {
        rows_ = std::exchange(coming_, {});
        Q_EMIT changed();
    });
    // Without the list nothing is offered; training says itself what it lacks.
    connect(&command_, &EngineCommand::failed, this, [this] { coming_.clear(); });
}

void WeightsList::refresh()
{
    command_.start({"weights", "list", "--json"});
}

std::optional<WeightsOffer> WeightsList::missingFor(const QString& encoder) const
{
    std::optional<WeightsOffer> offer;
    for (const QJsonObject& row : rows_) {
        if (encoder.isEmpty() || row["encoder"].toString() != encoder)
            continue;
        if (row.contains("path"))
            return std::nullopt;
        if (!offer && row.contains("url"))
            offer = WeightsOffer{
                row["name"].toString(),      row["title"].toString(), row["file"].toString(),
                row["url"].toString(),       row["size"].toString(),  row["licence"].toString(),
                row["trainedOn"].toString(), row["note"].toString(),  row["partBytes"].toDouble()};
    }
    return offer;
}

} // namespace limn::ui
