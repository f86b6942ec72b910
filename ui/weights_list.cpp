#include "ui/weights_list.h"

#include "ui/words.h"

#include <utility>

namespace limn::ui
{

namespace
{

/// Nothing for weights without an address.
std::optional<WeightsOffer> offerOf(const QJsonObject& row)
{
    if (!row.contains("url"))
        return std::nullopt;
    return WeightsOffer{row["name"].toString(),
                        row["title"].toString(),
                        row["file"].toString(),
                        row["url"].toString(),
                        row["size"].toString(),
                        inWords(row["licence"].toString()),
                        inWords(row["trainedOn"].toString()),
                        inWords(row["note"].toString()),
                        static_cast<int>(row["sha256"].toString().size()),
                        row.contains("logits"),
                        row["partBytes"].toDouble()};
}

} // namespace

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
        if (!offer)
            offer = offerOf(row);
    }
    return offer;
}

std::optional<WeightsOffer> WeightsList::missing(const QString& name) const
{
    for (const QJsonObject& row : rows_)
        if (row["name"].toString() == name && !row.contains("path"))
            return offerOf(row);
    return std::nullopt;
}

QList<PublishedRow> WeightsList::fitting(const QString& network, const QString& encoder) const
{
    QList<PublishedRow> fitting;
    for (const QJsonObject& row : rows_) {
        const bool ofEncoder = row.contains("encoder") && row["encoder"].toString() == encoder;
        const bool ofNetwork = row.contains("network") && row["network"].toString() == network &&
                               (!row.contains("over") || row["over"].toString() == encoder);
        if (ofEncoder || ofNetwork)
            fitting.append({row["name"].toString(), inWords(row["title"].toString()),
                            inWords(row["trainedOn"].toString()), row["size"].toString(),
                            row.contains("path")});
    }
    return fitting;
}

} // namespace limn::ui
