#include "ui/suited_networks.h"

#include "ui/words.h"

#include <QMap>

namespace limn::ui
{

namespace
{

QList<QJsonObject> translatedRows(const QJsonArray& answered)
{
    const QMap<QString, QString> fits{{"well", SuitedNetworks::tr("well")},
                                      {"fairly", SuitedNetworks::tr("fairly")},
                                      {"poorly", SuitedNetworks::tr("poorly")}};
    QList<QJsonObject> rows;
    for (const auto& each : answered) {
        QJsonObject row = each.toObject();
        for (const char* key : {"title", "advice", "reason", "licence"})
            row[key] = inWords(row[key].toString());
        QJsonObject refused = row["refused"].toObject();
        for (auto why = refused.begin(); why != refused.end(); ++why)
            why.value() = inWords(why.value().toString());
        row["refused"] = refused;
        row["fit"] = fits.value(row["suits"].toString());
        rows << row;
    }
    return rows;
}

} // namespace

SuitedNetworks::SuitedNetworks(TrainingSession& training, EngineClient& engine, QObject* parent)
    : QObject(parent), training_(training), engine_(engine)
{}

void SuitedNetworks::ask()
{
    if (!engine_.isReady() || training_.state() == TrainingSession::State::Unavailable)
        return;
    engine_.request("train/networks", training_.recipe(), this,
                    [this, asked = ++asked_](const EngineReply& reply) {
                        if (asked != asked_)
                            return;
                        if (!reply.ok) {
                            Q_EMIT failed(reply.message);
                            return;
                        }
                        facts_ = inWords(reply.result["facts"].toString());
                        networks_ = translatedRows(reply.result["networks"].toArray());
                        encoders_ = translatedRows(reply.result["encoders"].toArray());
                        Q_EMIT changed();
                    });
}

QString SuitedNetworks::refusal(const QString& network, const QString& encoder) const
{
    for (const QJsonObject& row : networks_)
        if (row["name"] == network)
            return row["refused"].toObject()[encoder].toString();
    return {};
}

} // namespace limn::ui
