#include "training/mlflow_report.h"

#include "training/core/network.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <curl/curl.h>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace limn::training
{

namespace
{

using ReportClock = std::chrono::steady_clock;

constexpr long reportSeconds = 10;           ///< a request may take
constexpr std::chrono::seconds gathering{1}; ///< between two requests
constexpr std::chrono::seconds beforeAnotherTry{10};
constexpr std::chrono::seconds lastWords{4};  ///< for what is left at the end
constexpr std::size_t metricsARequest = 1000; ///< as many as the server takes
constexpr std::size_t settingsARequest = 100;
constexpr std::size_t mostWaiting = 50'000;
constexpr long unknownName = 404; ///< of an experiment

std::int64_t millisecondsNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// What MLflow takes in a name: letters, digits, "_-. /"; everything beyond ASCII passes for a
/// letter.
std::string allowedName(std::string name)
{
    for (char& letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool allowed = byte >= 0x80 || std::isalnum(byte) != 0 || letter == '_' ||
                             letter == '-' || letter == '.' || letter == ' ' || letter == '/';
        if (!allowed)
            letter = '_';
    }
    return name;
}

struct Answer
{
    long status = 0;
    nlohmann::json body;
};

/// One request and its answer. Throws TrainingError when there is none, or `mayGoOn` has said no.
class Exchange
{
public:
    Exchange(const std::string& url, const std::function<bool()>& mayGoOn)
        : handle_(curl_easy_init(), curl_easy_cleanup), mayGoOn_(mayGoOn)
    {
        if (!handle_)
            throw TrainingError("no request can be made");
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT, reportSeconds);
        set(CURLOPT_TIMEOUT, reportSeconds);
        set(CURLOPT_USERAGENT, "limn");
        set(CURLOPT_ERRORBUFFER, reason_.data());
        set(CURLOPT_WRITEFUNCTION, &Exchange::take);
        set(CURLOPT_WRITEDATA, static_cast<void*>(this));
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &Exchange::goesOn);
        set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
    }

    Answer get() { return perform(); }

    Answer post(const nlohmann::json& body)
    {
        const std::string text =
            body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
            curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
        set(CURLOPT_HTTPHEADER, headers.get());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text.size()));
        set(CURLOPT_POSTFIELDS, text.c_str());
        return perform();
    }

    /// For a query.
    std::string escaped(const std::string& text)
    {
        char* made = curl_easy_escape(handle_.get(), text.c_str(), static_cast<int>(text.size()));
        const std::string result = made == nullptr ? std::string() : std::string(made);
        curl_free(made);
        return result;
    }

    void setAddress(const std::string& url) { set(CURLOPT_URL, url.c_str()); }

private:
    template <class Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(handle_.get(), option, value);
    }

    static std::size_t take(char* bytes, std::size_t size, std::size_t count, void* self)
    {
        static_cast<Exchange*>(self)->text_.append(bytes, size * count);
        return size * count;
    }

    static int goesOn(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        return static_cast<Exchange*>(self)->mayGoOn_() ? 0 : 1;
    }

    Answer perform()
    {
        const CURLcode code = curl_easy_perform(handle_.get());
        if (code != CURLE_OK)
            throw TrainingError(reason_.front() != '\0' ? reason_.data()
                                                        : curl_easy_strerror(code));
        Answer answer;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &answer.status);
        answer.body = nlohmann::json::parse(text_, nullptr, false);
        return answer;
    }

    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
    const std::function<bool()>& mayGoOn_;
    std::array<char, CURL_ERROR_SIZE> reason_{};
    std::string text_;
};

} // namespace

struct MlflowReport::State
{
    MlflowTarget target;
    nlohmann::json settings;

    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<nlohmann::json> metrics; ///< that wait
    std::string ended;                  ///< the server's word for how; empty: it goes on
    std::string warning;
    bool told = false; ///< the warning was made once
    bool closing = false;
    ReportClock::time_point deadline = ReportClock::time_point::max();
    std::string id; ///< of the run at the server
    std::thread thread;

    // The sending thread's own.
    bool begun = false; ///< the run is known to the server and open
    bool settingsSent = false;

    State(MlflowTarget t, nlohmann::json s) : target(std::move(t)), settings(std::move(s))
    {
        while (target.address.ends_with('/'))
            target.address.pop_back();
        id = target.run;
        settingsSent = !id.empty();
        thread = std::thread([this] { work(); });
    }

    ~State() { close(); }

    /// What is left is sent, or given up.
    void close()
    {
        {
            const std::lock_guard lock(mutex);
            closing = true;
            deadline = std::min(deadline, ReportClock::now() + lastWords);
        }
        changed.notify_all();
        if (thread.joinable())
            thread.join();
    }

    bool mayGoOn() const
    {
        const std::lock_guard lock(mutex);
        return ReportClock::now() < deadline;
    }

    std::string url(const std::string& method) const
    {
        return target.address + "/api/2.0/mlflow/" + method;
    }

    /// The answer's body. Throws TrainingError for a refusal.
    nlohmann::json post(const std::string& method, const nlohmann::json& body) const
    {
        const std::function<bool()> going = [this] { return mayGoOn(); };
        return accepted(Exchange(url(method), going).post(body));
    }

    static nlohmann::json accepted(const Answer& answer)
    {
        if (answer.status >= 200 && answer.status < 300 && answer.body.is_object())
            return answer.body;
        std::string why = "HTTP " + std::to_string(answer.status);
        if (answer.body.is_object())
            if (const auto said = answer.body.find("message");
                said != answer.body.end() && said->is_string())
                why += ": " + said->get<std::string>();
        throw TrainingError(why);
    }

    /// The number of the experiment, which is made where there is none.
    std::string experiment() const
    {
        const std::function<bool()> going = [this] { return mayGoOn(); };
        Exchange asking(url("experiments/get-by-name"), going);
        asking.setAddress(url("experiments/get-by-name?experiment_name=") +
                          asking.escaped(target.experiment));
        const Answer found = asking.get();
        if (found.status == unknownName && found.body.is_object())
            return post("experiments/create", {{"name", target.experiment}})
                .at("experiment_id")
                .get<std::string>();
        return accepted(found).at("experiment").at("experiment_id").get<std::string>();
    }

    void begin()
    {
        if (!id.empty()) {
            post("runs/update", {{"run_id", id}, {"status", "RUNNING"}});
        } else {
            const nlohmann::json made =
                post("runs/create", {{"experiment_id", experiment()},
                                     {"run_name", target.name},
                                     {"start_time", millisecondsNow()},
                                     {"tags", nlohmann::json::array({{{"key", "mlflow.runName"},
                                                                      {"value", target.name}}})}});
            const std::string given = made.at("run").at("info").at("run_id").get<std::string>();
            const std::lock_guard lock(mutex);
            id = given;
        }
        begun = true;
    }

    void sendSettings()
    {
        nlohmann::json some = nlohmann::json::array();
        const auto send = [&] {
            if (!some.empty())
                post("runs/log-batch", {{"run_id", id}, {"params", some}});
            some = nlohmann::json::array();
        };
        for (const auto& item : settings.items()) {
            const std::string value =
                item.value().is_string() ? item.value().get<std::string>() : item.value().dump();
            if (value.empty())
                continue; // servers take an empty one for a missing one
            some.push_back({{"key", item.key()}, {"value", value}});
            if (some.size() == settingsARequest)
                send();
        }
        send();
        settingsSent = true;
    }

    /// What waits; true when nothing is left to say ever.
    bool send()
    {
        if (!begun)
            begin();
        if (!settingsSent)
            sendSettings();
        for (;;) {
            nlohmann::json some = nlohmann::json::array();
            std::string how;
            {
                const std::lock_guard lock(mutex);
                const std::size_t count = std::min(metrics.size(), metricsARequest);
                for (std::size_t i = 0; i < count; ++i) {
                    some.push_back(std::move(metrics.front()));
                    metrics.pop_front();
                }
                how = ended;
            }
            if (some.empty()) {
                if (how.empty())
                    return false;
                post("runs/update",
                     {{"run_id", id}, {"status", how}, {"end_time", millisecondsNow()}});
                return true;
            }
            try {
                post("runs/log-batch", {{"run_id", id}, {"metrics", some}});
            } catch (...) {
                const std::lock_guard lock(mutex);
                metrics.insert(metrics.begin(), some.begin(), some.end());
                throw;
            }
        }
    }

    void warn(const std::string& why)
    {
        const std::lock_guard lock(mutex);
        if (std::exchange(told, true))
            return;
        warning = "The MLflow server " + target.address + " cannot be told of this run (" + why +
                  "): training goes on without it, and it is asked again from time to time.";
    }

    void work()
    {
        for (;;) {
            bool failed = false;
            try {
                if (send())
                    return;
            } catch (const std::exception& error) {
                warn(error.what());
                failed = true;
            }
            std::unique_lock lock(mutex);
            if (closing && (failed || (metrics.empty() && ended.empty())))
                return;
            changed.wait_for(lock, failed ? beforeAnotherTry : gathering, [&] { return closing; });
            if (ReportClock::now() >= deadline)
                return;
        }
    }
};

MlflowReport::MlflowReport(MlflowTarget target, nlohmann::json settings)
    : state_(std::make_unique<State>(std::move(target), std::move(settings)))
{}

MlflowReport::~MlflowReport() = default;

void MlflowReport::add(const std::string& name, std::int64_t step, double value)
{
    if (!std::isfinite(value))
        return;
    nlohmann::json metric{{"key", allowedName(name)},
                          {"value", value},
                          {"timestamp", millisecondsNow()},
                          {"step", step}};
    const std::lock_guard lock(state_->mutex);
    if (state_->metrics.size() >= mostWaiting)
        state_->metrics.pop_front();
    state_->metrics.push_back(std::move(metric));
}

void MlflowReport::end(const std::string& state)
{
    {
        const std::lock_guard lock(state_->mutex);
        state_->ended = state == "failed"        ? "FAILED"
                        : state == "interrupted" ? "KILLED"
                                                 : "FINISHED";
    }
    state_->close();
}

std::string MlflowReport::run() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->id;
}

std::string MlflowReport::takeWarning()
{
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->warning, std::string());
}

} // namespace limn::training
