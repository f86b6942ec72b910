#include "ui/words.h"

#include "ui/word_lists.h"

#include <optional>
#include <QCoreApplication>
#include <QStringList>
#include <vector>

namespace limn::ui
{

namespace
{

QString wordTranslation(const char* source)
{
    return QCoreApplication::translate("limn::ui::Words", source);
}

/// Where a sentence ends: the position behind its full stop, before a space.
qsizetype sentenceEnd(const QString& text, qsizetype from)
{
    for (qsizetype at = text.indexOf(' ', from); at > 0; at = text.indexOf(' ', at + 1))
        if (QStringView(u".!?").contains(text[at - 1]))
            return at;
    return text.size();
}

/// One line of the lists, taken apart at its places.
class WordPattern
{
public:
    enum class Names {
        Simple, ///< what stands in the places ends no sentence
        Any
    };

    explicit WordPattern(const char* source);

    /// How much of a text is the pattern's own: the more, the surer it is meant.
    qsizetype own() const { return own_; }
    /// What stands in the places of a text of this pattern; nothing for another text.
    std::optional<QStringList> places(const QString& text, Names names) const;
    QString translated(const QStringList& places) const;

private:
    /// Whether only a number or a single word can stand in its places: "%1 bands".
    bool isOfNumbers() const { return own_ < leastOfNames && pieces_.front().isEmpty(); }

    static constexpr qsizetype leastOfNames = 17;

    const char* source_;
    QStringList pieces_; ///< before, between and behind the places
    qsizetype own_ = 0;
};

WordPattern::WordPattern(const char* source) : source_(source)
{
    const QString text = QString::fromUtf8(source);
    qsizetype at = 0;
    for (int number = 1;; ++number) {
        const QString place = "%" + QString::number(number);
        const qsizetype found = text.indexOf(place, at);
        pieces_ << text.mid(at, found < 0 ? -1 : found - at);
        own_ += pieces_.back().size();
        if (found < 0)
            break;
        at = found + place.size();
    }
}

std::optional<QStringList> WordPattern::places(const QString& text, Names names) const
{
    if (pieces_.size() == 1)
        return text == pieces_.front() ? std::optional(QStringList()) : std::nullopt;
    if (text.size() < own_ || !text.startsWith(pieces_.front()) || !text.endsWith(pieces_.back()))
        return std::nullopt;
    QStringList found;
    qsizetype at = pieces_.front().size();
    const qsizetype end = text.size() - pieces_.back().size();
    for (qsizetype i = 1; i < pieces_.size(); ++i) {
        const bool last = i + 1 == pieces_.size();
        const qsizetype next = last ? end : text.indexOf(pieces_[i], at + 1);
        if (next <= at || next > end)
            return std::nullopt;
        found << text.mid(at, next - at);
        at = next + pieces_[i].size();
        const QString& place = found.back();
        if (names == Names::Simple && sentenceEnd(place, 0) < place.size())
            return std::nullopt;
        // A place at the end would take in all further clauses.
        if (names == Names::Simple && last && pieces_.back().isEmpty() && place.contains("; "))
            return std::nullopt;
        if (isOfNumbers() && place.contains(' ') && !place.front().isDigit())
            return std::nullopt;
    }
    return found;
}

QString WordPattern::translated(const QStringList& places) const
{
    QStringList inPlaces;
    for (qsizetype i = 0; i < places.size(); ++i) {
        const QString& before = pieces_[i];
        const bool quoted = before.endsWith('"') || before.endsWith('\'');
        inPlaces << (quoted ? places[i] : inWords(places[i]));
    }
    const QString text = wordTranslation(source_);
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype number =
            text[i] == '%' && i + 1 < text.size() ? text[i + 1].digitValue() : 0;
        if (number < 1 || number > inPlaces.size()) {
            result += text[i];
            continue;
        }
        result += inPlaces[number - 1];
        ++i;
    }
    return result;
}

const std::vector<WordPattern>& wordPatterns()
{
    static const std::vector<WordPattern> all = [] {
        std::vector<WordPattern> list;
        for (const auto& words : {trainingWords(), networkWords(), fileWords()})
            for (const char* word : words)
                list.emplace_back(word);
        return list;
    }();
    return all;
}

std::optional<QString> wholeInWords(const QString& text, WordPattern::Names names)
{
    const WordPattern* best = nullptr;
    QStringList places;
    for (const WordPattern& pattern : wordPatterns()) {
        if (best && pattern.own() <= best->own())
            continue;
        if (const auto found = pattern.places(text, names)) {
            best = &pattern;
            places = *found;
        }
    }
    return best ? std::optional(best->translated(places)) : std::nullopt;
}

/// Clauses that the engine strings together ("A fits; b does not."), each by itself.
std::optional<QString> clausesInWords(const QString& sentence)
{
    const bool stops = sentence.endsWith('.');
    QStringList clauses = (stops ? sentence.chopped(1) : sentence).split("; ");
    for (QString& clause : clauses) {
        auto found = wholeInWords(clause, WordPattern::Names::Simple);
        if (!found)
            found =
                wholeInWords(clause.left(1).toLower() + clause.mid(1), WordPattern::Names::Simple);
        if (!found)
            return std::nullopt;
        clause = *found;
    }
    return clauses.join(wordTranslation("; ")) + (stops ? wordTranslation(".") : QString());
}

/// Languages that put no spaces between sentences end them with a mark of full width.
QString joinedSentences(const QStringList& sentences)
{
    QString text;
    for (const QString& sentence : sentences) {
        const bool wide = !text.isEmpty() && text.back().unicode() > 0x2fff;
        text += (text.isEmpty() || wide ? "" : " ") + sentence;
    }
    return text;
}

} // namespace

QString inWords(const QString& text)
{
    // In English nothing changes, and clauses taken apart would lose their capitals.
    if (text.isEmpty() || wordTranslation("; ") == QLatin1String("; "))
        return text;
    if (const auto whole = wholeInWords(text, WordPattern::Names::Simple))
        return *whole;
    QStringList sentences;
    bool anyKnown = false;
    for (qsizetype begin = 0; begin < text.size();) {
        // A sentence may hold a full stop, in a name: the shortest known beginning counts.
        const qsizetype first = sentenceEnd(text, begin);
        std::optional<QString> found;
        qsizetype end = first;
        for (; !found; end = sentenceEnd(text, end + 1)) {
            const QString beginning = text.mid(begin, end - begin);
            found = wholeInWords(beginning, WordPattern::Names::Simple);
            if (!found)
                found = clausesInWords(beginning);
            if (found || end == text.size())
                break;
        }
        anyKnown = anyKnown || found;
        sentences << found.value_or(text.mid(begin, first - begin));
        begin = (found ? end : first) + 1;
    }
    if (anyKnown)
        return joinedSentences(sentences);
    return wholeInWords(text, WordPattern::Names::Any).value_or(text);
}

QString inWords(const std::exception& error)
{
    return inWords(QString::fromUtf8(error.what()));
}

} // namespace limn::ui
