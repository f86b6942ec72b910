// The networks and encoders in the order in which they suit this machine and the labels, each with
// the reason, as the engine sees it and in the interface's language. Asks the engine when told to;
// an answer that a newer question has overtaken is let go. GUI thread only.
#pragma once

#include "ui/engine_client.h"
#include "ui/training_session.h"

#include <QList>
#include <QObject>

namespace limn::ui
{

/// Of networks that come as one piece.
inline constexpr const char* ownEncoder = "own";

class SuitedNetworks : public QObject
{
    Q_OBJECT
public:
    SuitedNetworks(TrainingSession& training, EngineClient& engine, QObject* parent);

    /// Nothing while the engine is not ready or has no project.
    void ask();

    const QString& facts() const { return facts_; } ///< what the order was made for
    /// Rows as of train/networks: the texts in them translated, "fit" the word for "suits".
    const QList<QJsonObject>& networks() const { return networks_; }
    const QList<QJsonObject>& encoders() const { return encoders_; }
    /// Why the network does not go with an encoder; empty where it does, or is not known.
    QString refusal(const QString& network, const QString& encoder) const;

Q_SIGNALS:
    void changed();
    void failed(const QString& sentence);

private:
    TrainingSession& training_;
    EngineClient& engine_;
    QString facts_;
    QList<QJsonObject> networks_;
    QList<QJsonObject> encoders_;
    int asked_ = 0; ///< only the answer to the latest question counts
};

} // namespace limn::ui
