// A cache bounded in bytes: the least recently used entries go first. Internal to the raster room;
// not thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace limn::raster
{

/// `Value` is a pointer-like type: empty means "not there".
template <class Key, class Value>
class ByteCache
{
public:
    explicit ByteCache(std::size_t limit) : limit_(limit) {}

    std::size_t bytes() const { return bytes_; }
    std::size_t limit() const { return limit_; }
    void setLimit(std::size_t limit)
    {
        limit_ = limit;
        while (bytes_ > limit_)
            erase(order_.back().key);
    }
    bool contains(const Key& key) const { return places_.count(key) != 0; }

    /// The value, which counts as used now.
    Value use(const Key& key)
    {
        const auto found = places_.find(key);
        if (found == places_.end())
            return {};
        order_.splice(order_.begin(), order_, found->second);
        return found->second->value;
    }

    /// The value, or an empty one; its age stays.
    Value peek(const Key& key) const
    {
        const auto found = places_.find(key);
        return found == places_.end() ? Value{} : found->second->value;
    }

    /// Replaces what is there. What is larger than the whole cache is not kept.
    void insert(const Key& key, Value value, std::size_t size)
    {
        erase(key);
        if (size > limit_)
            return;
        while (bytes_ + size > limit_)
            erase(order_.back().key);
        order_.push_front({key, std::move(value), size});
        places_[key] = order_.begin();
        bytes_ += size;
    }

    void erase(const Key key)
    {
        const auto found = places_.find(key);
        if (found == places_.end())
            return;
        bytes_ -= found->second->size;
        order_.erase(found->second);
        places_.erase(found);
    }

    void clear()
    {
        order_.clear();
        places_.clear();
        bytes_ = 0;
    }

private:
    struct Entry
    {
        Key key;
        Value value;
        std::size_t size;
    };

    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::list<Entry> order_; ///< most recently used first
    std::unordered_map<Key, typename std::list<Entry>::iterator> places_;
};

} // namespace limn::raster
