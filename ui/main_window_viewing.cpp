// Ways of looking at images: two views side by side, as the network gets them, from an address.
#include "ui/address_box.h"
#include "ui/main_window.h"
#include "ui/network_view.h"
#include "ui/words.h"

namespace limn::ui
{

void MainWindow::connectViewing()
{
    connect(actions_->split, &QAction::toggled, split_, &widgets::SplitView::setSplit);
    connect(scene_, &ImageScene::layersChanged, split_,
            [this] { split_->setLayers(scene_->layers()); });

    connect(actions_->openAddress, &QAction::triggered, this, [this] {
        auto* box = new AddressBox(this);
        connect(box, &AddressBox::opened, this, [this](const QString& path) {
            if (session_ && !session_->isReadOnly()) {
                showFirstAdded_ = true;
                session_->addImages({path});
            } else {
                open({path});
            }
        });
        box->show();
    });

    connect(actions_->networkView, &QAction::triggered, this, [this] {
        if (!networkView_) {
            networkView_ = new NetworkView(this);
            networkView_->setProblem(tr("Reading what the network gets of the image…"));
            connect(networkView_, &NetworkView::displayWanted, scene_, &ImageScene::lendDisplay);
            connect(scene_, &ImageScene::lentDisplayEnded, networkView_,
                    [this] { networkView_->setShown(false); });
        }
        refreshNetworkView();
        networkView_->show();
        networkView_->raise();
        networkView_->activateWindow();
    });
    connect(scene_, &ImageScene::layersChanged, this, &MainWindow::refreshNetworkView);
    connect(results_, &ResultLayers::runChanged, this, &MainWindow::refreshNetworkView);
    connect(training_, &TrainingSession::validated, this, &MainWindow::refreshNetworkView);
}

void MainWindow::refreshNetworkView()
{
    if (!networkView_)
        return;
    networkReading_.forget();
    if (!session_ || results_->run().isEmpty()) {
        networkView_->setProblem(tr("There is no network yet: how it scales the image is decided "
                                    "when its training begins. Press Train first."));
        return;
    }
    networkReading_.start([this, folder = session_->folder(),
                           run = results_->run()]() -> widgets::DetachedWork::Result {
        try {
            return [this, input = readNetworkInput(folder, run)] {
                networkView_->setInput(
                    input, scene_->picture() ? scene_->picture()->raster()->bandCount() : 0);
            };
        } catch (const std::exception& error) {
            return [this, problem = inWords(error)] { networkView_->setProblem(problem); };
        }
    });
}

} // namespace limn::ui
