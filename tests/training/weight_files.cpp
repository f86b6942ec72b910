// Weight files are read as their writers meant them, and refused in one sentence otherwise. Files
// and golden values come from tests/reference/make_weight_files.py.
#include "hostile_files.h"
#include "reference_json.h"
#include "weight_tests.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace limn::training;
using namespace weight_tests;

namespace
{

using hostile::Bytes;

Bytes contents(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", path.c_str());
    }
    return file.readAll().toStdString();
}

} // namespace

class WeightFilesTest : public QObject
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

    QTemporaryDir folder_;
};

std::unique_ptr<QObject> weightFilesTests()
{
    return std::make_unique<WeightFilesTest>();
}

#include "weight_files.moc"
