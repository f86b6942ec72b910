// The way back to the GUI thread for work that may outlast who asked for it: an answer to somebody
// who is gone by then is dropped.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <QObject>
#include <utility>

namespace limn::widgets
{

/// A member of the object that asks; GUI thread only.
class Answers
{
    struct Address
    {
        std::mutex mutex;
        QObject* receiver;
    };

public:
    /// Copied into the work, which may be on any thread.
    class Sender
    {
    public:
        /// Calls `take` on the GUI thread, later, if the receiver is still there.
        void operator()(std::function<void()> take) const
        {
            const std::scoped_lock lock(address_->mutex);
            if (address_->receiver)
                QMetaObject::invokeMethod(
                    address_->receiver, [take = std::move(take)] { take(); }, Qt::QueuedConnection);
        }

    private:
        friend class Answers;
        explicit Sender(std::shared_ptr<Address> address) : address_(std::move(address)) {}
        std::shared_ptr<Address> address_;
    };

    explicit Answers(QObject* receiver) : address_(std::make_shared<Address>())
    {
        address_->receiver = receiver;
    }
    ~Answers()
    {
        const std::scoped_lock lock(address_->mutex);
        address_->receiver = nullptr;
    }
    Answers(const Answers&) = delete;
    Answers& operator=(const Answers&) = delete;

    Sender sender() const { return Sender(address_); }

private:
    std::shared_ptr<Address> address_;
};

} // namespace limn::widgets
