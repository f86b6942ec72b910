// Which published weights are on this machine, as limn-engine tells: for an encoder that has none,
// what could be fetched. GUI thread only.
#pragma once

#include "ui/engine_command.h"

#include <optional>
#include <QList>
#include <QObject>
#include <QString>

namespace limn::ui
{

struct WeightsOffer
{
    QString name; ///< as the engine's commands call it
    QString title;
    QString file;
    QString url;
    QString size; ///< "83.3 MiB", empty when not published
    QString licence;
    QString trainedOn;
    QString note;
    int hashDigits = 0;         ///< of the SHA-256, as many as are published
    bool knownByLogits = false; ///< some are published too
    double partBytes = 0;       ///< of an earlier download
};

/// Weights to choose among.
struct PublishedRow
{
    QString name;
    QString title;
    QString trainedOn;
    QString size; ///< empty when not published
    bool isHere = false;
};

class WeightsList : public QObject
{
    Q_OBJECT
public:
    explicit WeightsList(const QString& program, QObject* parent = nullptr);

    void refresh(); ///< asks the engine; changed() comes with the answer
    /// The weights to offer for an encoder that has none here; nothing while that is not known, and
    /// where none can be fetched.
    std::optional<WeightsOffer> missingFor(const QString& encoder) const;
    /// Those of this name, where they are not here and can be fetched.
    std::optional<WeightsOffer> missing(const QString& name) const;
    /// Everything published for the encoder, and for the network as a whole.
    QList<PublishedRow> fitting(const QString& network, const QString& encoder) const;

Q_SIGNALS:
    void changed();

private:
    EngineCommand command_;
    QList<QJsonObject> rows_;
    QList<QJsonObject> coming_;
};

} // namespace limn::ui
