// Tells ThreadSanitizer what it cannot see: that a call posted to the GUI thread happens before
// what that thread handles afterwards. Qt is not built with the sanitizer, and its own lock around
// the list of posted events is invisible to it, so that every tile handed over would be reported.
// What Qt's painting does on threads of its own it does alone here. In other builds nothing is here
// but an empty class.
//
// Include it in the one source file of a test program; its functions take the place of Qt's for the
// program, and where Qt's libraries call each other.
#pragma once

#include <QCoreApplication>
#include <QObject>

#ifdef __SANITIZE_THREAD__

#include <dlfcn.h>
#include <mutex>
#include <QThreadPool>
#include <utility>
#include <vector>

extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);

namespace limn::tests
{

/// Stands for the lock of the GUI thread's list of posted events.
inline char postedLock;

/// Calls that have been posted. The GUI thread lets them go: which thread drops a call last is
/// decided by a counter inside Qt.
struct Posted
{
    std::mutex mutex;
    std::vector<QtPrivate::QSlotObjectBase*> calls;

    void drop()
    {
        std::vector<QtPrivate::QSlotObjectBase*> old;
        {
            const std::scoped_lock lock(mutex);
            old = std::exchange(calls, {});
        }
        for (QtPrivate::QSlotObjectBase* call : old)
            call->destroyIfLastRef();
    }
};
inline Posted posted;

} // namespace limn::tests

/// QMetaObject::invokeMethodImpl, which QMetaObject::invokeMethod with a function is made of.
extern "C" bool
_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv(
    QObject* object, QtPrivate::QSlotObjectBase* call, Qt::ConnectionType type, void* result)
{
    using Function = bool (*)(QObject*, QtPrivate::QSlotObjectBase*, Qt::ConnectionType, void*);
    static const auto original = reinterpret_cast<Function>(
        dlsym(RTLD_NEXT, "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBase"
                         "EN2Qt14ConnectionTypeEPv"));
    using limn::tests::posted;
    call->ref();
    __tsan_release(&limn::tests::postedLock);
    const bool done = original(object, call, type, result);
    const std::scoped_lock lock(posted.mutex);
    posted.calls.push_back(call);
    return done;
}

/// QThreadPool::contains: who is of the pool gives its threads nothing to do.
extern "C" bool _ZNK11QThreadPool8containsEPK7QThread(const QThreadPool*, const QThread*)
{
    return true;
}

namespace limn::tests
{

/// While it lives. GUI thread, after the application.
class PostedCalls : public QObject
{
public:
    PostedCalls() { QCoreApplication::instance()->installEventFilter(this); }
    ~PostedCalls() override { posted.drop(); }

    bool eventFilter(QObject*, QEvent*) override
    {
        __tsan_acquire(&postedLock);
        posted.drop();
        return false;
    }
};

} // namespace limn::tests

#else

namespace limn::tests
{

class PostedCalls
{
};

} // namespace limn::tests

#endif
