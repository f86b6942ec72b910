// What the rooms without Qt and the engine say, in the interface's language. They speak English;
// the lists of word_lists.h hold what they say, as words, clauses and sentences with places for
// names and numbers, and the language's file of texts their translations. Any thread, once the
// language is set.
#pragma once

#include <exception>
#include <QString>

namespace limn::ui
{

/// A word (an undo step, a phase of training), a sentence or several, translated as far as they are
/// known; what is not stays as it is. Names and numbers in quotation marks are never translated.
QString inWords(const QString& text);

/// What an exception of the rooms below says.
QString inWords(const std::exception& error);

} // namespace limn::ui
