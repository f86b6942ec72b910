// A canvas over real labels in a real project, with all tools, for tests that use a mouse on it.
#pragma once

#include "annotation/project.h"
#include "annotation/project_writer.h"
#include "raster/display.h"
#include "tests/ui/made_image.h"
#include "ui/edit_target.h"
#include "ui/label_colours.h"
#include "ui/tool_set.h"
#include "widgets/canvas.h"

#include <algorithm>
#include <memory>
#include <QTemporaryDir>
#include <QTest>

namespace limn::tests
{

class LabelledCanvas
{
protected:
    static constexpr int side = 200; ///< of the image, in pixels

    /// A new project with one image, shown whole; class 1 is chosen and the brush is 10 px wide.
    void open()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        const QString image = folder_->filePath("image.tif");
        makeImage(image, side, side);
        auto project = annotation::Project::create(folder_->filePath("image.limn").toStdString());
        const annotation::ImageRecord record = project->addImage(image.toStdString());
        writer_ = std::make_unique<annotation::ProjectWriter>(std::move(project));
        labels_ = std::make_unique<annotation::ImageAnnotation>(record, *writer_);
        outlines_ = std::make_unique<widgets::OutlineLayer>("outlines", "Polygons");
        canvas_ = std::make_unique<widgets::Canvas>();
        target_ = std::make_unique<ui::EditTarget>();
        tools_ = std::make_unique<ui::ToolSet>(*canvas_, *target_);
        canvas_->resize(600, 600);
        canvas_->setImageSize(record.size);
        canvas_->setLayers({outlines_.get()});
        canvas_->show();
        canvas_->fit();
        target_->setImage(labels_.get(), outlines_.get());
        target_->setClass(1, Qt::blue);
        target_->setScale(canvas_->view().scale);
        target_->setVisibleRect({0, 0, side, side});
        const auto raster = raster::Raster::open(image.toStdString());
        const raster::DisplaySettings display = raster::defaultDisplay(*raster);
        target_->setPicture(annotation::displayedPicture(raster, display),
                            annotation::displayedReduced(raster, display));
        labels_->setListener([this](const annotation::AnnotationChange& change) {
            if (change.shapes)
                outlines_->setOutlines(ui::outlinesOf(*labels_, {}));
        });
        ui::BrushOptions options;
        options.size = 10;
        tools_->setBrushOptions(options);
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
        canvas_->setFocus();
    }

    void close()
    {
        tools_.reset();
        canvas_.reset();
        outlines_.reset();
        target_.reset();
        labels_.reset();
        writer_.reset();
        folder_.reset();
    }

    QPoint at(double x, double y) const { return canvas_->view().toScreen({x, y}).toPoint(); }
    void press(double x, double y, Qt::KeyboardModifiers modifiers = {},
               Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseMove(canvas_.get(), at(x, y));
        QTest::mousePress(canvas_.get(), button, modifiers, at(x, y));
    }
    void moveTo(double x, double y, Qt::KeyboardModifiers modifiers = {},
                Qt::MouseButton button = Qt::LeftButton)
    {
        const QPointF screen(at(x, y));
        QMouseEvent move(QEvent::MouseMove, screen, canvas_->mapToGlobal(screen), Qt::NoButton,
                         button, modifiers);
        QCoreApplication::sendEvent(canvas_.get(), &move);
    }
    void release(double x, double y, Qt::KeyboardModifiers modifiers = {},
                 Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseRelease(canvas_.get(), button, modifiers, at(x, y));
    }
    void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {},
              Qt::MouseButton button = Qt::LeftButton)
    {
        press(from.x(), from.y(), modifiers, button);
        const int steps = 6;
        for (int i = 1; i <= steps; ++i) {
            const QPointF on = from + (to - from) * i / steps;
            moveTo(on.x(), on.y(), modifiers, button);
        }
        release(to.x(), to.y(), modifiers, button);
    }
    void click(double x, double y, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, modifiers, at(x, y));
    }
    int mask(int x, int y) const { return labels_->mask().at(x, y); }
    int painted(int value) const
    {
        int count = 0;
        for (const auto& [key, tile] : labels_->mask().tiles()) {
            const annotation::MaskTilePtr pixels = tile->pixels();
            count += static_cast<int>(std::count(pixels->begin(), pixels->end(), value));
        }
        return count;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<annotation::ProjectWriter> writer_;
    std::unique_ptr<annotation::ImageAnnotation> labels_;
    std::unique_ptr<widgets::OutlineLayer> outlines_;
    std::unique_ptr<widgets::Canvas> canvas_;
    std::unique_ptr<ui::EditTarget> target_;
    std::unique_ptr<ui::ToolSet> tools_;
};

} // namespace limn::tests
