// An HTTP server of a few lines on this machine, for tests of addresses: it hands out the files of
// a folder, byte ranges included, and misbehaves when told to. Threads of its own.
#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace limn::tests
{

class HttpServer
{
public:
    enum class Mood {
        Helpful,
        Hanging,   ///< takes the request and says nothing
        NotFound,  ///< 404 for everything
        CuttingOff ///< promises all and ends the connection after a few bytes
    };

    explicit HttpServer(std::string folder) : folder_(std::move(folder))
    {
        listener_ = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        if (listener_ < 0 || bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            listen(listener_, 32) != 0 ||
            getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("the test server cannot listen");
        port_ = ntohs(address.sin_port);
        accepting_ = std::thread([this] { accept(); });
    }

    ~HttpServer()
    {
        ending_ = true;
        accepting_.join();
        for (std::thread& thread : answering_)
            thread.join();
        close(listener_);
    }

    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    void setMood(Mood mood) { mood_ = mood; }
    int requests() const { return requests_; }
    int port() const { return port_; }
    /// As GDAL opens the file over the network.
    std::string address(const std::string& file) const
    {
        return "/vsicurl/http://127.0.0.1:" + std::to_string(port_) + "/" + file;
    }

private:
    static bool waitsFor(int socket, int milliseconds)
    {
        pollfd what{socket, POLLIN, 0};
        return poll(&what, 1, milliseconds) > 0;
    }

    void accept()
    {
        while (!ending_)
            if (waitsFor(listener_, 20))
                if (const int client = ::accept(listener_, nullptr, nullptr); client >= 0)
                    answering_.emplace_back([this, client] { serve(client); });
    }

    void serve(int client)
    {
        std::string request;
        while (!ending_) {
            const auto end = request.find("\r\n\r\n");
            if (end != std::string::npos) {
                if (!answer(client, request.substr(0, end + 2)))
                    break;
                request.erase(0, end + 4);
                continue;
            }
            if (!waitsFor(client, 20))
                continue;
            char part[4096];
            const ssize_t got = recv(client, part, sizeof(part), 0);
            if (got <= 0)
                break;
            request.append(part, static_cast<std::size_t>(got));
        }
        close(client);
    }

    /// False ends the connection.
    bool answer(int client, const std::string& request)
    {
        ++requests_;
        const Mood mood = mood_;
        if (mood == Mood::Hanging) {
            // Until the other side gives up, the mood changes or the test ends.
            while (!ending_ && mood_ == Mood::Hanging)
                if (waitsFor(client, 20))
                    return false;
            return false;
        }
        const auto begin = request.find('/') + 1;
        const std::string path = request.substr(begin, request.find(' ', begin) - begin);
        std::ifstream file(folder_ + "/" + path, std::ios::binary);
        if (mood == Mood::NotFound || path.empty() || !file)
            return say(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        std::size_t first = 0;
        std::size_t last = content.size() - 1;
        const auto range = request.find("ange: bytes=");
        if (range != std::string::npos)
            std::sscanf(request.c_str() + range + 12, "%zu-%zu", &first, &last);
        last = std::min(last, content.size() - 1);
        if (first > last)
            return say(client, "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n");
        const std::size_t length = last - first + 1;
        std::string head =
            range == std::string::npos ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 206 Partial Content\r\n";
        head += "Accept-Ranges: bytes\r\nContent-Length: " + std::to_string(length) + "\r\n";
        if (range != std::string::npos)
            head += "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) +
                    "/" + std::to_string(content.size()) + "\r\n";
        head += "\r\n";
        if (request.rfind("HEAD", 0) == 0)
            return say(client, head);
        if (mood == Mood::CuttingOff) {
            say(client, head + content.substr(first, std::min<std::size_t>(length / 2, 20)));
            return false;
        }
        return say(client, head + content.substr(first, length));
    }

    static bool say(int client, const std::string& text)
    {
        std::size_t sent = 0;
        while (sent < text.size()) {
            const ssize_t now = send(client, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (now <= 0)
                return false;
            sent += static_cast<std::size_t>(now);
        }
        return true;
    }

    const std::string folder_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<Mood> mood_{Mood::Helpful};
    std::atomic<int> requests_{0};
    std::atomic<bool> ending_{false};
    std::thread accepting_;
    std::vector<std::thread> answering_; ///< of the accepting thread, then of the destructor
};

} // namespace limn::tests
