// The texts of the rooms without Qt and of the engine that inWords() knows: English words, clauses
// and whole sentences, with %1, %2 ... in the order in which names and numbers stand in them. What
// is composed there of several is listed by its parts. gui.languages finds what is thrown below ui
// or said by the engine and is missing here.
#pragma once

#include <span>

namespace limn::ui
{

std::span<const char* const> trainingWords();
std::span<const char* const> networkWords();
std::span<const char* const> fileWords();

} // namespace limn::ui
