<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ColourPopup</name>
    <message>
        <source>Other colour…</source>
        <translation>其他颜色…</translation>
    </message>
</context>
<context>
    <name>CurveExport</name>
    <message>
        <source>%1 could not be written (%2). Choose another place.</source>
        <translation>无法写入 %1（%2）。请选择其他位置。</translation>
    </message>
</context>
<context>
    <name>limn::ui::AboutBox</name>
    <message>
        <source>%1 with LibTorch %2</source>
        <translation>%1，LibTorch %2</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>About Limn</source>
        <translation>关于 Limn</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Limn %1&lt;/h3&gt;&lt;p&gt;Annotate very large images and train segmentation networks on them.&lt;/p&gt;&lt;p&gt;Engine: %2&lt;br&gt;Qt %3&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Limn %1&lt;/h3&gt;&lt;p&gt;标注超大图像，并用其训练分割网络。&lt;/p&gt;&lt;p&gt;引擎：%2&lt;br&gt;Qt %3&lt;/p&gt;&lt;p&gt;GPL-3.0-or-later&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>limn::ui::AddressBox</name>
    <message>
        <source>Open an address</source>
        <translation>打开地址</translation>
    </message>
    <message>
        <source>Address of the image</source>
        <translation>图像的地址</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>https://, s3://bucket/…, gs://, az://, or a name that begins with /vsi. Images with overviews in tiles (cloud optimised GeoTIFF) are the quickest: only what is looked at is fetched.</source>
        <translation>https://、s3://存储桶/…、gs://、az://，或以 /vsi 开头的名称。带金字塔的分块图像（云优化 GeoTIFF）最快：只获取所查看的部分。</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
</context>
<context>
    <name>limn::ui::AreaTool</name>
    <message>
        <source>Erase area</source>
        <translation>擦除区域</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>%L1 × %L2 px</source>
        <translation>%L1 × %L2 px</translation>
    </message>
</context>
<context>
    <name>limn::ui::Bookmarks</name>
    <message>
        <source>%1 at %2, %3</source>
        <translation>%1，位置 %2, %3</translation>
    </message>
    <message>
        <source>&amp;Add this view</source>
        <translation>添加当前视图(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>No bookmarks yet</source>
        <translation>还没有书签</translation>
    </message>
</context>
<context>
    <name>limn::ui::CheckDialog</name>
    <message>
        <source>Check the images and labels</source>
        <translation>检查图像和标注</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Labelled pixels</source>
        <translation>已标注像素</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>份额</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Nothing is wrong with the images and labels.</source>
        <translation>图像和标注没有发现问题。</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at:</source>
        <translation>
            <numerusform>有 %n 处需要查看：</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the images…</source>
        <translation>正在查看图像…</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Remove the image from the project</source>
        <translation>从项目中移除该图像</translation>
    </message>
    <message>
        <source>Let both train</source>
        <translation>两幅都用于训练</translation>
    </message>
    <message>
        <source>Use it for validation</source>
        <translation>用于验证</translation>
    </message>
    <message>
        <source>Erase them</source>
        <translation>擦除</translation>
    </message>
</context>
<context>
    <name>limn::ui::ClassChangeDialog</name>
    <message>
        <source>Nothing is labelled as %1.</source>
        <translation>没有任何内容标注为 %1。</translation>
    </message>
    <message>
        <source>%1 painted pixels</source>
        <translation>%1 个已涂绘像素</translation>
    </message>
    <message numerus="yes">
        <source>%n polygon(s)</source>
        <translation>
            <numerusform>%n 个多边形</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n complete region(s)</source>
        <translation>
            <numerusform>%n 个完整区域</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Labelled as %1 in %n image(s): %2.</source>
        <translation>
            <numerusform>在 %n 幅图像中标注为 %1：%2。</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Merge %1</source>
        <translation>合并 %1</translation>
    </message>
    <message>
        <source>A backup is made first; it cannot be undone otherwise.</source>
        <translation>会先进行备份；除此之外无法撤销。</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>It becomes</source>
        <translation>变为</translation>
    </message>
    <message>
        <source>Remove the class</source>
        <translation>移除该类别</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
</context>
<context>
    <name>limn::ui::Duration</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
</context>
<context>
    <name>limn::ui::EditTarget</name>
    <message>
        <source>This project is open read-only: nothing can be drawn.</source>
        <translation>此项目以只读方式打开：无法绘制。</translation>
    </message>
    <message>
        <source>This class is locked: unlock it in the Classes panel, or choose another one.</source>
        <translation>此类别已锁定：请在“类别”面板中解锁，或选择其他类别。</translation>
    </message>
</context>
<context>
    <name>limn::ui::EngineClient</name>
    <message>
        <source>signal %1</source>
        <translation>信号 %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>退出代码 %1</translation>
    </message>
    <message>
        <source>The engine %1 did not answer within %2 s: check with `limn-engine --help` in a terminal whether it runs, then start it again.</source>
        <translation>引擎 %1 在 %2 秒内没有响应：请在终端中用 `limn-engine --help` 检查它能否运行，然后重新启动引擎。</translation>
    </message>
    <message>
        <source>The engine was not found at %1, so painting works but training does not: install limn-engine there or name it in LIMN_ENGINE.</source>
        <translation>在 %1 未找到引擎，因此可以绘制，但无法训练：请将 limn-engine 安装到该处，或用 LIMN_ENGINE 指定其位置。</translation>
    </message>
    <message>
        <source>The engine %1 could not be started (%2): install limn-engine again.</source>
        <translation>无法启动引擎 %1（%2）：请重新安装 limn-engine。</translation>
    </message>
    <message>
        <source>The engine was restarted.</source>
        <translation>引擎已重新启动。</translation>
    </message>
    <message>
        <source>The engine is not running.</source>
        <translation>引擎未运行。</translation>
    </message>
    <message>
        <source>it speaks version %1, this window version %2</source>
        <translation>它的协议版本为 %1，本窗口为 %2</translation>
    </message>
    <message>
        <source>The engine %1 is of another release (%2): install limn and limn-engine of the same release.</source>
        <translation>引擎 %1 属于另一发行版本（%2）：请安装同一版本的 limn 和 limn-engine。</translation>
    </message>
    <message>
        <source>The engine %1 refused to work: %2</source>
        <translation>引擎 %1 拒绝工作：%2</translation>
    </message>
    <message>
        <source>The engine sent something that is no message: %1</source>
        <translation>引擎发送了无法识别的消息：%1</translation>
    </message>
    <message>
        <source>The engine reports: %1</source>
        <translation>引擎报告：%1</translation>
    </message>
    <message>
        <source>The engine has ended.</source>
        <translation>引擎已结束。</translation>
    </message>
    <message>
        <source>The engine %1 ended while starting (%2): the log says why.</source>
        <translation>引擎 %1 在启动时退出（%2）：原因见日志。</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly (%1). Nothing painted is lost.</source>
        <translation>引擎意外停止（%1）。已绘制的内容没有丢失。</translation>
    </message>
</context>
<context>
    <name>limn::ui::EngineCommand</name>
    <message>
        <source>The engine %1 ended unexpectedly (%2): try again.</source>
        <translation>引擎 %1 意外结束（%2）：请重试。</translation>
    </message>
</context>
<context>
    <name>limn::ui::FillTool</name>
    <message>
        <source>The image is not read yet: try again in a moment.</source>
        <translation>图像尚未读取完毕：请稍后再试。</translation>
    </message>
    <message>
        <source>Erase fill</source>
        <translation>擦除填充</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Nothing to fill here: what looks alike has this class already, or is protected.</source>
        <translation>此处没有可填充的内容：相似的像素已属于此类别，或受保护。</translation>
    </message>
    <message>
        <source>The fill was cut off a little outside the view: move there, or zoom out, and fill on.</source>
        <translation>填充在视图外不远处被截断：请移动到该处或缩小视图，然后继续填充。</translation>
    </message>
    <message>
        <source>The fill was cut off: it reaches %L1 pixels from the click at most. Click farther on to fill on.</source>
        <translation>填充被截断：最远只能到达单击处 %L1 像素以外。请在更远处单击以继续填充。</translation>
    </message>
</context>
<context>
    <name>limn::ui::FirstTask</name>
    <message>
        <source>Do not show the first steps again</source>
        <translation>不再显示入门步骤</translation>
    </message>
    <message>
        <source>Open an image</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Drop a file here, or press Add in the Images panel.</source>
        <translation>将文件拖放到此处，或单击“图像”面板中的“添加”。</translation>
    </message>
    <message>
        <source>Add two classes</source>
        <translation>添加两个类别</translation>
    </message>
    <message>
        <source>Name what you look for in the Classes panel, and what is not it.</source>
        <translation>在“类别”面板中分别为要寻找的目标和其余部分命名。</translation>
    </message>
    <message>
        <source>Paint some of each</source>
        <translation>每个类别各画几笔</translation>
    </message>
    <message>
        <source>Choose a class with 1 or 2 and paint with the brush (B). A few strokes are enough; the rest may stay unlabelled.</source>
        <translation>按 1 或 2 选择类别，用画笔 (B) 绘制。几笔就够了，其余部分可以保持未标注。</translation>
    </message>
    <message>
        <source>Press Train</source>
        <translation>单击“训练”</translation>
    </message>
    <message>
        <source>The button is in the Train panel, the key is T. You can go on painting meanwhile.</source>
        <translation>按钮在“训练”面板中，快捷键为 T。训练时可以继续绘制。</translation>
    </message>
    <message>
        <source>Look, and ask why</source>
        <translation>查看结果，并追问原因</translation>
    </message>
    <message>
        <source>The prediction appears over the image; Tab hides it while held. Explain shows what the network looked at.</source>
        <translation>预测结果会叠加在图像上，按住 Tab 可将其隐藏。“解释”显示网络关注的位置。</translation>
    </message>
    <message>
        <source>That is the whole round</source>
        <translation>这就是完整的流程</translation>
    </message>
    <message>
        <source>Paint where the prediction is wrong and train again. F1 lists every key.</source>
        <translation>在预测有误之处绘制，然后再次训练。按 F1 查看全部快捷键。</translation>
    </message>
</context>
<context>
    <name>limn::ui::GoToBox</name>
    <message>
        <source>Go to a place</source>
        <translation>转到位置</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Map (%1)</source>
        <translation>地图 (%1)</translation>
    </message>
    <message>
        <source>Latitude, longitude</source>
        <translation>纬度，经度</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Column, row: from 0, 0 to %1, %2</source>
        <translation>列，行：从 0, 0 到 %1, %2</translation>
    </message>
    <message>
        <source>Easting, northing; the middle is %1, %2</source>
        <translation>东坐标，北坐标；中心为 %1, %2</translation>
    </message>
    <message>
        <source>Such as 47.02 N 98.3 W, or 47.02, -98.3</source>
        <translation>例如 47.02 N 98.3 W，或 47.02, -98.3</translation>
    </message>
    <message>
        <source>Write two numbers, such as %1.</source>
        <translation>请输入两个数，例如 %1。</translation>
    </message>
    <message>
        <source>This place lies outside the image.</source>
        <translation>该位置在图像之外。</translation>
    </message>
</context>
<context>
    <name>limn::ui::HistoryPanel</name>
    <message>
        <source>Click a step to go back to it, or forward again</source>
        <translation>单击某一步可退回到该步，或重新前进</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>初始状态</translation>
    </message>
</context>
<context>
    <name>limn::ui::ImageDelegate</name>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>%L1 × %L2</source>
        <translation>%L1 × %L2</translation>
    </message>
</context>
<context>
    <name>limn::ui::ImageIntake</name>
    <message>
        <source>%1 of %2 files were left out: %3</source>
        <translation>%2 个文件中有 %1 个未加入：%3</translation>
    </message>
    <message>
        <source>%1 holds no images: choose another folder, or add the files themselves.</source>
        <translation>%1 中没有图像：请选择其他文件夹，或直接添加文件。</translation>
    </message>
</context>
<context>
    <name>limn::ui::ImageListModel</name>
    <message numerus="yes">
        <source>%1
%L2 × %L3 pixels, %n band(s)</source>
        <translation>
            <numerusform>%1
%L2 × %L3 像素，%n 个波段</numerusform>
        </translation>
    </message>
    <message>
        <source>Too large for a thumbnail until it has overviews</source>
        <translation>图像过大，建立概览后才有缩略图</translation>
    </message>
</context>
<context>
    <name>limn::ui::ImageScene</name>
    <message>
        <source>Polygons</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Brush mask</source>
        <translation>画笔掩膜</translation>
    </message>
    <message>
        <source>The image&apos;s display settings could not be read and were made anew.</source>
        <translation>无法读取图像的显示设置，已重新创建。</translation>
    </message>
    <message>
        <source>More is in view than can be accepted at once: zoom in and accept it part by part.</source>
        <translation>视图内的内容过多，无法一次接受：请放大后分块接受。</translation>
    </message>
    <message>
        <source>There is no prediction in view that is not labelled already: train first, or move to where something is predicted.</source>
        <translation>视图内没有尚未标注的预测结果：请先训练，或移动到有预测结果的位置。</translation>
    </message>
    <message>
        <source>Accept prediction</source>
        <translation>接受预测</translation>
    </message>
    <message>
        <source>Accepted the prediction in view as labels: %L1 pixels. Undo takes it back.</source>
        <translation>已将视图内的预测接受为标注：%L1 像素。可用“撤销”取消。</translation>
    </message>
</context>
<context>
    <name>limn::ui::ImagesPanel</name>
    <message>
        <source>Images of the project</source>
        <translation>项目中的图像</translation>
    </message>
    <message>
        <source>Add images…</source>
        <translation>添加图像…</translation>
    </message>
    <message>
        <source>Remove the image and its labels from the project; the file stays</source>
        <translation>从项目中移除图像及其标注；文件保留</translation>
    </message>
    <message>
        <source>Add images to the project; or drop files and folders anywhere in the window</source>
        <translation>将图像加入项目；也可把文件或文件夹拖放到窗口任意位置</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>按名称搜索</translation>
    </message>
    <message>
        <source>Show by labels</source>
        <translation>按标注筛选</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>所有图像</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>标注完整</translation>
    </message>
    <message>
        <source>Show by use</source>
        <translation>按用途筛选</translation>
    </message>
    <message>
        <source>Any use</source>
        <translation>任何用途</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>%L1</source>
        <translation>%L1</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
    <message>
        <source>Use for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Remove from the project</source>
        <translation>从项目中移除</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Find moved files…</source>
        <translation>查找移动过的文件…</translation>
    </message>
</context>
<context>
    <name>limn::ui::InnerImagesDialog</name>
    <message>
        <source>Images in %1</source>
        <translation>%1 中的图像</translation>
    </message>
    <message>
        <source>%1 holds several images. Which of them should be added?</source>
        <translation>%1 包含多幅图像。要添加哪些？</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>limn::ui::JobField</name>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 剩余 %2</translation>
    </message>
</context>
<context>
    <name>limn::ui::MainWindow</name>
    <message>
        <source>Limn</source>
        <translation>Limn</translation>
    </message>
    <message>
        <source>Drop images here, or add them in the Images panel.</source>
        <translation>将图像拖放到此处，或在“图像”面板中添加。</translation>
    </message>
    <message>
        <source>Stop building overviews until the image is shown again</source>
        <translation>停止构建金字塔，直到再次显示该图像</translation>
    </message>
    <message>
        <source>Building overviews</source>
        <translation>正在构建金字塔</translation>
    </message>
    <message>
        <source>What the engine reports appears here.</source>
        <translation>引擎的报告显示在此处。</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) are not on disk yet%1.</source>
        <translation>
            <numerusform>还有 %n 项编辑未写入磁盘%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>关闭并放弃</translation>
    </message>
    <message>
        <source>Open read-only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>%1 — Limn</source>
        <translation>%1 — Limn</translation>
    </message>
    <message>
        <source>This project is open read-only: look and predict, but nothing is changed.</source>
        <translation>此项目以只读方式打开：可以查看和预测，但不会更改任何内容。</translation>
    </message>
    <message>
        <source>%1 has edits that are not on disk: %2</source>
        <translation>%1 有尚未写入磁盘的编辑：%2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>NOT SAVED: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>The last training was interrupted.</source>
        <translation>上次训练被中断。</translation>
    </message>
    <message>
        <source>Resume training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>step %L1</source>
        <translation>第 %L1 步</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · 剩余 %1</translation>
    </message>
    <message>
        <source>Predicting %1 of %2</source>
        <translation>正在预测 %1 / %2</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销%1(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做%1(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>S&amp;top training</source>
        <translation>停止训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Engine off</source>
        <translation>引擎已关闭</translation>
    </message>
    <message>
        <source>Engine starting…</source>
        <translation>引擎正在启动…</translation>
    </message>
    <message>
        <source>Engine ending…</source>
        <translation>引擎正在结束…</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>%1 GB of memory free</source>
        <translation>可用内存 %1 GB</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>预测为 %1</translation>
    </message>
    <message>
        <source>%1 (predicted %2)</source>
        <translation>%1（预测为 %2）</translation>
    </message>
    <message>
        <source>Change class</source>
        <translation>更改类别</translation>
    </message>
    <message>
        <source>The language changes when Limn is started again.</source>
        <translation>语言更改将在下次启动 Limn 时生效。</translation>
    </message>
    <message>
        <source>The weights of %1 are here: the next training starts from them.</source>
        <translation>%1 的权重已就绪：下次训练将从它们开始。</translation>
    </message>
    <message>
        <source>Exported to %1, with a description beside it.</source>
        <translation>已导出到 %1，旁边附有说明文件。</translation>
    </message>
    <message>
        <source>Add no more of these images</source>
        <translation>不再添加这些图像</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Saved the classes as %1.</source>
        <translation>类别已保存为 %1。</translation>
    </message>
    <message>
        <source>Backed up the project.</source>
        <translation>项目已备份。</translation>
    </message>
    <message>
        <source>Restored the backup. What was there before is a backup now.</source>
        <translation>备份已恢复。之前的内容现在也是一份备份。</translation>
    </message>
    <message>
        <source>There is no backup of this project yet: one is made every few minutes while labels change, or with File &gt; Back up now.</source>
        <translation>此项目还没有备份：标注有改动时每隔几分钟会自动备份，也可使用“文件 &gt; 立即备份”。</translation>
    </message>
    <message>
        <source>%1 holds no images: choose another folder.</source>
        <translation>%1 中没有图像：请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Adding images</source>
        <translation>正在添加图像</translation>
    </message>
    <message>
        <source>Find moved files…</source>
        <translation>查找移动过的文件…</translation>
    </message>
    <message>
        <source>Band %1 of this image is taken as its transparency, not shown and not learned from. If it is another band, such as near infrared, say so in the file: gdal_edit.py -colorinterp_%1 undefined FILE.</source>
        <translation>此图像的第 %1 波段被当作透明度，既不显示也不参与学习。如果它是其他波段（例如近红外），请在文件中注明：gdal_edit.py -colorinterp_%1 undefined FILE。</translation>
    </message>
    <message>
        <source>Delete %1 with its predictions? This cannot be undone.</source>
        <translation>删除 %1 及其预测结果？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Add the images of a folder</source>
        <translation>添加文件夹中的图像</translation>
    </message>
    <message>
        <source>Erase specks</source>
        <translation>擦除小斑点</translation>
    </message>
    <message>
        <source>The specks of %1 are erased; undo brings them back.</source>
        <translation>已擦除“%1”的小斑点；可用“撤销”恢复。</translation>
    </message>
    <message>
        <source>There are no specks left.</source>
        <translation>已没有小斑点。</translation>
    </message>
    <message>
        <source>There is no network yet: how it scales the image is decided when its training begins. Press Train first.</source>
        <translation>还没有网络：训练开始时才确定如何缩放图像。请先按“训练”。</translation>
    </message>
</context>
<context>
    <name>limn::ui::MaskClipboard</name>
    <message>
        <source>Copied the mask in view. Paste it into another image, or here.</source>
        <translation>已复制视图中的掩膜。可粘贴到另一幅图像或此处。</translation>
    </message>
    <message>
        <source>Nothing is copied yet: copy the mask in view of an image first.</source>
        <translation>尚未复制任何内容：请先复制某幅图像视图中的掩膜。</translation>
    </message>
    <message>
        <source>Paste mask</source>
        <translation>粘贴掩膜</translation>
    </message>
    <message>
        <source>The pasted mask changed nothing here.</source>
        <translation>粘贴的掩膜没有改变任何内容。</translation>
    </message>
    <message>
        <source>Pasted at the same pixels as in the image it came from.</source>
        <translation>已粘贴到与来源图像相同的像素位置。</translation>
    </message>
    <message>
        <source>Pasted in the middle of the view: the images differ in size.</source>
        <translation>两幅图像大小不同，已粘贴到视图中央。</translation>
    </message>
</context>
<context>
    <name>limn::ui::MaskMenu</name>
    <message>
        <source>Fill &amp;holes</source>
        <translation>填充孔洞(&amp;H)</translation>
    </message>
    <message>
        <source>What the class chosen surrounds and is unlabelled gets the class, in view</source>
        <translation>在视图内，将被所选类别包围的未标注像素归入该类别</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Remove spec&amp;ks…</source>
        <translation>移除碎斑(&amp;K)…</translation>
    </message>
    <message>
        <source>Small patches of the class chosen become unlabelled, in view</source>
        <translation>在视图内，将所选类别的小斑块变为未标注</translation>
    </message>
    <message>
        <source>Remove specks</source>
        <translation>移除碎斑</translation>
    </message>
    <message>
        <source>Patches of %1 in view with fewer pixels become unlabelled. Patches that reach the edge of the view stay.</source>
        <translation>视图内“%1”中像素更少的斑块将变为未标注。触及视图边缘的斑块保留。</translation>
    </message>
    <message>
        <source>Smaller than</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>&amp;Smooth…</source>
        <translation>平滑(&amp;S)…</translation>
    </message>
    <message>
        <source>Evens out the outline of the class chosen, in view</source>
        <translation>在视图内平滑所选类别的轮廓</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>&amp;Grow…</source>
        <translation>扩展(&amp;G)…</translation>
    </message>
    <message>
        <source>Makes the class chosen wider on all sides, in view</source>
        <translation>在视图内将所选类别向四周扩展</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Widens %1 in view on all sides, over what the tools may paint over.</source>
        <translation>在视图内将“%1”向四周扩展，覆盖工具允许覆盖的内容。</translation>
    </message>
    <message>
        <source>Grow by</source>
        <translation>扩展量</translation>
    </message>
    <message>
        <source>Sh&amp;rink…</source>
        <translation>收缩(&amp;R)…</translation>
    </message>
    <message>
        <source>Makes the class chosen narrower on all sides, in view</source>
        <translation>在视图内将所选类别从四周收缩</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>Shrink by</source>
        <translation>收缩量</translation>
    </message>
    <message>
        <source>&amp;Change class…</source>
        <translation>更改类别(&amp;C)…</translation>
    </message>
    <message>
        <source>Turns the class chosen into another one, in view</source>
        <translation>在视图内将所选类别改为另一类别</translation>
    </message>
    <message>
        <source>the class</source>
        <translation>该类别</translation>
    </message>
    <message>
        <source>Choose a class in the Classes panel first: this changes the mask of one class.</source>
        <translation>请先在“类别”面板中选择类别：此操作更改单个类别的掩膜。</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Change class</source>
        <translation>更改类别</translation>
    </message>
    <message>
        <source>What is painted as %1 in view becomes another class. Polygons stay.</source>
        <translation>视图内绘制为“%1”的像素改为另一类别。多边形不变。</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>改为</translation>
    </message>
    <message>
        <source>%1: there was nothing to change in view.</source>
        <translation>%1：视图内没有可更改的内容。</translation>
    </message>
    <message>
        <source>A pixel in view is %1 where more than half of the square around it is; elsewhere it becomes what surrounds it most.</source>
        <translation>视图中，若像素周围的方形区域有一半以上为 %1，则该像素为 %1；否则变为其周围最多的类别。</translation>
    </message>
    <message>
        <source>Narrows %1 in view on all sides: its rim becomes what lies next to it.</source>
        <translation>将视图中的 %1 从各边收窄：其边缘变为相邻的内容。</translation>
    </message>
    <message>
        <source>&amp;Trace into polygons…</source>
        <translation>描摹为多边形(&amp;T)…</translation>
    </message>
    <message>
        <source>What is painted as the class chosen becomes polygons, in view</source>
        <translation>视图中以所选类别涂绘的内容变为多边形</translation>
    </message>
    <message>
        <source>&amp;Burn polygons into the mask</source>
        <translation>将多边形并入掩膜(&amp;B)</translation>
    </message>
    <message>
        <source>The selected polygon, or all of the image when none is selected, becomes part of the mask</source>
        <translation>所选多边形（未选择时为该图像的全部多边形）成为掩膜的一部分</translation>
    </message>
    <message>
        <source>Si&amp;mplify the polygon…</source>
        <translation>简化多边形(&amp;M)…</translation>
    </message>
    <message>
        <source>Leaves vertices of the selected polygon out</source>
        <translation>省去所选多边形的部分顶点</translation>
    </message>
    <message>
        <source>Cut &amp;out the object (GrabCut)</source>
        <translation>提取对象 (GrabCut)(&amp;O)</translation>
    </message>
    <message>
        <source>Paints the object that the selected polygon was drawn around; the polygon goes</source>
        <translation>涂绘所选多边形所圈的对象，并去除该多边形</translation>
    </message>
    <message>
        <source>Trace into polygons</source>
        <translation>描摹为多边形</translation>
    </message>
    <message>
        <source>What is painted as %1 in view becomes polygons and leaves the mask. Patches of fewer than %2 pixels stay. 0 keeps every pixel&apos;s edge.</source>
        <translation>视图中涂绘为 %1 的内容变为多边形并离开掩膜。少于 %2 个像素的斑块保留不变。0 表示保留每个像素的边缘。</translation>
    </message>
    <message>
        <source>Simplify by up to</source>
        <translation>简化幅度不超过</translation>
    </message>
    <message>
        <source>Select a polygon first: this leaves vertices of it out.</source>
        <translation>请先选择一个多边形：此操作会省去它的部分顶点。</translation>
    </message>
    <message>
        <source>Simplify the polygon</source>
        <translation>简化多边形</translation>
    </message>
    <message>
        <source>Vertices of the selected polygon are left out where its outline moves by no more than this.</source>
        <translation>在轮廓移动不超过此值之处，省去所选多边形的顶点。</translation>
    </message>
    <message>
        <source>Move by up to</source>
        <translation>移动不超过</translation>
    </message>
    <message>
        <source>Simplify polygon</source>
        <translation>简化多边形</translation>
    </message>
    <message>
        <source>Trace polygons</source>
        <translation>描摹多边形</translation>
    </message>
    <message numerus="yes">
        <source>Traced %n polygon(s).</source>
        <translation>
            <numerusform>已描摹 %n 个多边形。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing painted in this class in view.</source>
        <translation>视图中没有以该类别涂绘的内容。</translation>
    </message>
    <message>
        <source>There are no polygons on this image.</source>
        <translation>此图像上没有多边形。</translation>
    </message>
    <message>
        <source>Burn polygons</source>
        <translation>并入多边形</translation>
    </message>
    <message>
        <source>Draw a polygon roughly around the object and select it first.</source>
        <translation>请先在对象周围大致画一个多边形并选中它。</translation>
    </message>
    <message>
        <source>The image is not read yet: try again in a moment.</source>
        <translation>图像尚未读取：请稍后再试。</translation>
    </message>
    <message>
        <source>No object was found in the polygon that is not painted already: draw the polygon closer around it, or paint a little of the object first.</source>
        <translation>多边形内没有找到尚未涂绘的对象：请将多边形画得更贴近对象，或先涂绘对象的一小部分。</translation>
    </message>
    <message>
        <source>Cut out object</source>
        <translation>提取对象</translation>
    </message>
</context>
<context>
    <name>limn::ui::MaskWork</name>
    <message>
        <source>%1 is still under way: wait for it, or stop it in the status bar.</source>
        <translation>“%1”仍在进行：请等待完成，或在状态栏中停止。</translation>
    </message>
</context>
<context>
    <name>limn::ui::MeasureTool</name>
    <message>
        <source>%1 km</source>
        <translation>%1 km</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 m</translation>
    </message>
    <message>
        <source>%1 cm</source>
        <translation>%1 cm</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 km²</source>
        <translation>%1 km²</translation>
    </message>
    <message>
        <source>%1 ha</source>
        <translation>%1 ha</translation>
    </message>
    <message>
        <source>%1 m²</source>
        <translation>%1 m²</translation>
    </message>
    <message>
        <source>%1 cm²</source>
        <translation>%1 cm²</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>%1 px²</source>
        <translation>%1 px²</translation>
    </message>
</context>
<context>
    <name>limn::ui::NetworkChooser</name>
    <message>
        <source>Networks and encoders</source>
        <translation>网络与编码器</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Leave network and encoder to Limn</source>
        <translation>由 Limn 选择网络和编码器</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用所选</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Suits</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>计算量</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>How well it suits this machine and what is labelled</source>
        <translation>与这台机器和已有标注的适合程度</translation>
    </message>
    <message>
        <source>Numbers that training sets, in millions</source>
        <translation>训练所确定的数值个数，百万</translation>
    </message>
    <message>
        <source>Multiply-adds for 512 x 512 pixels, in thousand millions</source>
        <translation>处理 512 x 512 像素的乘加次数，十亿</translation>
    </message>
    <message>
        <source>What training takes for a megapixel of patches</source>
        <translation>训练时每百万像素图块占用的内存</translation>
    </message>
    <message>
        <source>well</source>
        <translation>很适合</translation>
    </message>
    <message>
        <source>fairly</source>
        <translation>尚可</translation>
    </message>
    <message>
        <source>poorly</source>
        <translation>不太适合</translation>
    </message>
    <message>
        <source>The engine is looking at the labels…</source>
        <translation>引擎正在查看标注…</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>Names and numbers of</source>
        <translation>名称与数值来自</translation>
    </message>
    <message>
        <source>Licence of its weights</source>
        <translation>权重许可</translation>
    </message>
</context>
<context>
    <name>limn::ui::NetworkInput</name>
    <message>
        <source>This training has not said yet how it scales the image: wait until it has begun, or train.</source>
        <translation>此训练尚未给出图像的缩放方式：请等它开始，或进行训练。</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2): choose another run, or train again.</source>
        <translation>无法读取 %1（%2）：请选择其他训练记录，或重新训练。</translation>
    </message>
</context>
<context>
    <name>limn::ui::NetworkView</name>
    <message>
        <source>&amp;Show the image as the network gets it</source>
        <translation>按网络所得的样子显示图像(&amp;S)</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络看到的图像</translation>
    </message>
    <message>
        <source>Band</source>
        <translation>波段</translation>
    </message>
    <message>
        <source>Becomes 0</source>
        <translation>变为 0</translation>
    </message>
    <message>
        <source>Becomes 1</source>
        <translation>变为 1</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Subtracted after that</source>
        <translation>随后减去</translation>
    </message>
    <message>
        <source>Divided by at last</source>
        <translation>最后除以</translation>
    </message>
    <message>
        <source>R G B</source>
        <translation>R G B</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Band shown as %1</source>
        <translation>显示为%1的波段</translation>
    </message>
    <message>
        <source>Each band is brought to 0 to 1 by its own limits; then its mean is subtracted and the rest divided by the deviation. This belongs to the training and does not depend on how you look at the image.</source>
        <translation>每个波段先按各自的上下限缩放到 0 至 1，再减去均值并除以标准差。这些数值属于该次训练，与您查看图像的方式无关。</translation>
    </message>
    <message>
        <source>The image shown has another number of bands (%1 in place of %2), so this network cannot see it.</source>
        <translation>当前图像的波段数不同（是 %1 而不是 %2），因此该网络无法处理它。</translation>
    </message>
</context>
<context>
    <name>limn::ui::OperationDialog</name>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
</context>
<context>
    <name>limn::ui::OwnShortcutsDialog</name>
    <message>
        <source>Assign</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Change shortcuts</source>
        <translation>更改快捷键</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>This key is needed for classes, drawing or panning: choose another.</source>
        <translation>此按键用于选择类别、绘制或平移：请选择其他按键。</translation>
    </message>
    <message>
        <source>This key is taken from &quot;%1&quot;.</source>
        <translation>此按键将从“%1”处取走。</translation>
    </message>
    <message>
        <source>Type a key; an empty field means none.</source>
        <translation>请按下一个键；留空表示没有按键。</translation>
    </message>
</context>
<context>
    <name>limn::ui::PolygonTool</name>
    <message>
        <source>A polygon needs a class: choose or add one in the Classes panel.</source>
        <translation>多边形需要类别：请在“类别”面板中选择或添加。</translation>
    </message>
    <message>
        <source>This project is open read-only: nothing can be drawn.</source>
        <translation>此项目以只读方式打开：无法绘制。</translation>
    </message>
    <message>
        <source>A polygon needs at least three vertices: click to add more, or press Esc to give it up.</source>
        <translation>多边形至少需要三个顶点：单击以继续添加，或按 Esc 放弃。</translation>
    </message>
    <message>
        <source>Add to polygon</source>
        <translation>添加到多边形</translation>
    </message>
    <message>
        <source>Cut out of polygon</source>
        <translation>从多边形中剪去</translation>
    </message>
    <message>
        <source>Intersect polygon</source>
        <translation>与多边形相交</translation>
    </message>
    <message>
        <source>The selected polygon does not reach there.</source>
        <translation>所选多边形不延伸到该处。</translation>
    </message>
    <message>
        <source>No polygon of the class chosen lies there.</source>
        <translation>该处没有所选类别的多边形。</translation>
    </message>
</context>
<context>
    <name>limn::ui::ProjectPlaces</name>
    <message>
        <source>Made the project %1 beside the image; every stroke is saved there.</source>
        <translation>已在图像旁创建项目 %1；每一笔都会保存到其中。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: free some space or check its permissions, then try again.</source>
        <translation>无法创建文件夹 %1：请释放磁盘空间或检查权限，然后重试。</translation>
    </message>
    <message>
        <source>The image&apos;s folder cannot be written to, so the project is %1.</source>
        <translation>图像所在文件夹不可写，因此项目保存为 %1。</translation>
    </message>
    <message>
        <source>The demo&apos;s files are not installed: install Limn again, or name their folder in LIMN_DEMO_DIR.</source>
        <translation>未安装演示文件：请重新安装 Limn，或用 LIMN_DEMO_DIR 指定其文件夹。</translation>
    </message>
    <message>
        <source>The demo&apos;s image cannot be copied to %1: free some space or check the folder&apos;s permissions.</source>
        <translation>无法将演示图像复制到 %1：请释放磁盘空间或检查文件夹权限。</translation>
    </message>
    <message>
        <source>This is your own copy of the demo, in %1: paint in it as you like.</source>
        <translation>这是您自己的演示副本，位于 %1：可以随意绘制。</translation>
    </message>
</context>
<context>
    <name>limn::ui::ProjectSession</name>
    <message>
        <source>%1 is open read-only, so no images can be added: close it where else it is open, then open it again.</source>
        <translation>%1 以只读方式打开，无法添加图像：请在其他打开它的地方关闭，然后重新打开。</translation>
    </message>
    <message>
        <source>%1 is open read-only: no class can be added.</source>
        <translation>%1 以只读方式打开：无法添加类别。</translation>
    </message>
    <message>
        <source>%1 is open read-only: its classes cannot be changed.</source>
        <translation>%1 以只读方式打开：无法更改其类别。</translation>
    </message>
    <message>
        <source>A class needs a name.</source>
        <translation>类别需要名称。</translation>
    </message>
    <message>
        <source>There is a class %1 already: choose another name.</source>
        <translation>类别“%1”已存在：请选择其他名称。</translation>
    </message>
</context>
<context>
    <name>limn::ui::QtFileDialogs</name>
    <message>
        <source>Open images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open project (a folder NAME.limn)</source>
        <translation>打开项目（文件夹 NAME.limn）</translation>
    </message>
    <message>
        <source>Save training curves</source>
        <translation>保存训练曲线</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Add downloaded weights</source>
        <translation>添加已下载的权重</translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.safetensors)</source>
        <translation>权重 (*.pth *.pt *.safetensors)</translation>
    </message>
    <message>
        <source>Export the network</source>
        <translation>导出网络</translation>
    </message>
    <message>
        <source>PyTorch checkpoint (*.pt)</source>
        <translation>PyTorch 检查点 (*.pt)</translation>
    </message>
    <message>
        <source>safetensors (*.safetensors)</source>
        <translation>safetensors (*.safetensors)</translation>
    </message>
    <message>
        <source>Images (%1)</source>
        <translation>图像 (%1)</translation>
    </message>
    <message>
        <source>Import classes</source>
        <translation>导入类别</translation>
    </message>
    <message>
        <source>Class lists (*.csv)</source>
        <translation>类别列表 (*.csv)</translation>
    </message>
    <message>
        <source>Export classes</source>
        <translation>导出类别</translation>
    </message>
</context>
<context>
    <name>limn::ui::RecipeDialog</name>
    <message>
        <source>Training settings</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>All automatic</source>
        <translation>全部自动</translation>
    </message>
    <message>
        <source>Name of a preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Save these settings under this name</source>
        <translation>以此名称保存这些设置</translation>
    </message>
    <message>
        <source>Delete the preset of this name</source>
        <translation>删除此名称的预设</translation>
    </message>
    <message>
        <source>Take the settings of a file, also of a run&apos;s run.json</source>
        <translation>读取文件中的设置，也可以是某次训练的 run.json</translation>
    </message>
    <message>
        <source>Write the settings to a file</source>
        <translation>将设置写入文件</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Take settings of a file</source>
        <translation>读取文件中的设置</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>训练方案 (*.json)</translation>
    </message>
    <message>
        <source>Write settings to a file</source>
        <translation>将设置写入文件</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Patches as training sees them, with their labels</source>
        <translation>训练所见的图块及其标注</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>换一批</translation>
    </message>
    <message>
        <source>Saved the preset %1</source>
        <translation>已保存预设 %1</translation>
    </message>
    <message>
        <source>%1 could not be deleted (%2).</source>
        <translation>无法删除 %1（%2）。</translation>
    </message>
    <message>
        <source>%1 could not be read (%2).</source>
        <translation>无法读取 %1（%2）。</translation>
    </message>
    <message>
        <source>%1 holds no training settings: choose a JSON file of a recipe.</source>
        <translation>%1 中没有训练设置：请选择训练方案的 JSON 文件。</translation>
    </message>
    <message>
        <source>%1 could not be written (%2). Choose another place.</source>
        <translation>无法写入 %1（%2）。请选择其他位置。</translation>
    </message>
    <message>
        <source>%1 names a setting that there is not: %2. Correct its name or take it out.</source>
        <translation>%1 中有不存在的设置：%2。请更正名称或将其删除。</translation>
    </message>
</context>
<context>
    <name>limn::ui::RecipeForm</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>自动（%1）</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>预训练权重</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心（验证次数）</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Patch size (px)</source>
        <translation>图块边长（像素）</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Encoder&apos;s share of the rate</source>
        <translation>编码器的学习率比例</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Nesterov&apos;s momentum</source>
        <translation>Nesterov 动量</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>L1 penalty</source>
        <translation>L1 惩罚</translation>
    </message>
    <message>
        <source>Largest gradient</source>
        <translation>梯度上限</translation>
    </message>
    <message>
        <source>Averaging of weights</source>
        <translation>权重平均</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率策略</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Length of a step</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>Fall of the rate</source>
        <translation>下降比例</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>幂</translation>
    </message>
    <message>
        <source>Patience before a fall</source>
        <translation>下降前的耐心</translation>
    </message>
    <message>
        <source>Frozen at first</source>
        <translation>开始时冻结</translation>
    </message>
    <message>
        <source>Frozen stages</source>
        <translation>冻结的级数</translation>
    </message>
    <message>
        <source>Rate from stage to stage</source>
        <translation>逐级学习率比例</translation>
    </message>
    <message>
        <source>Freeze batch norms</source>
        <translation>冻结批归一化</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>Focal</source>
        <translation>焦点损失</translation>
    </message>
    <message>
        <source>Tversky</source>
        <translation>Tversky</translation>
    </message>
    <message>
        <source>Lovász softmax</source>
        <translation>Lovász softmax</translation>
    </message>
    <message>
        <source>Boundary</source>
        <translation>边界损失</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Focal gamma</source>
        <translation>焦点损失的 γ</translation>
    </message>
    <message>
        <source>Tversky alpha</source>
        <translation>Tversky α</translation>
    </message>
    <message>
        <source>Tversky beta</source>
        <translation>Tversky β</translation>
    </message>
    <message>
        <source>Hardest pixels</source>
        <translation>最难的像素</translation>
    </message>
    <message>
        <source>Class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Right angles</source>
        <translation>直角旋转</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Rotation (°)</source>
        <translation>旋转（°）</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Perspective</source>
        <translation>透视</translation>
    </message>
    <message>
        <source>Elastic (px)</source>
        <translation>弹性变形（像素）</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Gain of each band</source>
        <translation>各波段增益</translation>
    </message>
    <message>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Blur (px)</source>
        <translation>模糊（像素）</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>锐化</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>Equalise (CLAHE)</source>
        <translation>直方图均衡（CLAHE）</translation>
    </message>
    <message>
        <source>Contrast stretch</source>
        <translation>对比度拉伸</translation>
    </message>
    <message>
        <source>Cutout</source>
        <translation>随机遮挡</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>Mixup</translation>
    </message>
    <message>
        <source>CutMix</source>
        <translation>CutMix</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Pretrained encoder</source>
        <translation>预训练编码器</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Augmentation: place</source>
        <translation>增强：位置</translation>
    </message>
    <message>
        <source>Augmentation: light</source>
        <translation>增强：光照</translation>
    </message>
    <message>
        <source>Augmentation: mixing</source>
        <translation>增强：混合</translation>
    </message>
    <message>
        <source>Batches a step</source>
        <translation>每步批数</translation>
    </message>
    <message>
        <source>Share of new labels</source>
        <translation>新标注所占份额</translation>
    </message>
    <message>
        <source>Share of old labels meanwhile</source>
        <translation>其间旧标注所占份额</translation>
    </message>
    <message>
        <source>New for so many epochs</source>
        <translation>算作新标注的轮数</translation>
    </message>
    <message>
        <source>Try learning rates first</source>
        <translation>先试学习率</translation>
    </message>
</context>
<context>
    <name>limn::ui::RelinkDialog</name>
    <message>
        <source>Looking for images whose files are gone…</source>
        <translation>正在查找文件已不在原处的图像…</translation>
    </message>
    <message>
        <source>Search in a folder…</source>
        <translation>在文件夹中搜索…</translation>
    </message>
    <message>
        <source>Relink</source>
        <translation>重新链接</translation>
    </message>
    <message>
        <source>Find moved files</source>
        <translation>查找移动过的文件</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Was in</source>
        <translation>原位置</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>找到的位置</translation>
    </message>
    <message>
        <source>Search for the images in</source>
        <translation>搜索图像的文件夹</translation>
    </message>
    <message>
        <source>Searching %1…</source>
        <translation>正在搜索 %1…</translation>
    </message>
    <message>
        <source>Every image of the project is where it was.</source>
        <translation>项目中的所有图像都在原处。</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) cannot be found. Choose a folder that they may have been moved to; the folders in it are searched too.</source>
        <translation>
            <numerusform>找不到 %n 幅图像。请选择它们可能移到的文件夹，其中的子文件夹也会搜索。</numerusform>
        </translation>
    </message>
    <message>
        <source>Found %1 of %2 images. Relinking keeps their labels.</source>
        <translation>找到 %2 幅图像中的 %1 幅。重新链接会保留标注。</translation>
    </message>
</context>
<context>
    <name>limn::ui::RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>The copy chosen takes the place of %1 as it is now, which is kept as a backup itself. Images, runs and predictions stay.</source>
        <translation>所选副本将取代 %1 的当前内容，当前内容会另存为一份备份。图像、训练和预测保持不变。</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>limn::ui::ResultLayers</name>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
</context>
<context>
    <name>limn::ui::RunsPanel</name>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Best mean IoU</source>
        <translation>最佳平均 IoU</translation>
    </message>
    <message>
        <source>at step</source>
        <translation>所在步数</translation>
    </message>
    <message>
        <source>Pixel accuracy</source>
        <translation>像素准确率</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Steps trained</source>
        <translation>训练步数</translation>
    </message>
    <message>
        <source>Time trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>IoU of %1</source>
        <translation>%1 的 IoU</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>mIoU</source>
        <translation>mIoU</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Go on with this run from where it ended</source>
        <translation>从结束处继续此次训练</translation>
    </message>
    <message>
        <source>Start a new run from this one&apos;s weights</source>
        <translation>以此次训练的权重开始新的训练</translation>
    </message>
    <message>
        <source>A new run with this one&apos;s settings, which can be changed before</source>
        <translation>用此次训练的设置开始新的训练，可先修改</translation>
    </message>
    <message>
        <source>Show this run&apos;s curves and predictions</source>
        <translation>显示此次训练的曲线和预测</translation>
    </message>
    <message>
        <source>Pin: stays on top and is not deleted</source>
        <translation>固定：保持在最上方且不会被删除</translation>
    </message>
    <message>
        <source>Delete the runs chosen and their predictions</source>
        <translation>删除所选训练及其预测结果</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次训练</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What is worth remembering of this run</source>
        <translation>此次训练值得记住的内容</translation>
    </message>
    <message>
        <source>Choose one run to write notes</source>
        <translation>选择一次训练以填写备注</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
</context>
<context>
    <name>limn::ui::SelectTool</name>
    <message>
        <source>Move polygon</source>
        <translation>移动多边形</translation>
    </message>
</context>
<context>
    <name>limn::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Older steps than fit lie on disk: none is forgotten</source>
        <translation>放不下的较早步骤存放在磁盘上，不会丢失</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>A copy of the project when labels have changed; File &gt; Restore a backup puts one back</source>
        <translation>标注有改动时保存项目副本；可用“文件 &gt; 恢复备份”还原</translation>
    </message>
    <message>
        <source>Memory for undo</source>
        <translation>撤销所用内存</translation>
    </message>
    <message>
        <source>Back up every</source>
        <translation>备份间隔</translation>
    </message>
</context>
<context>
    <name>limn::ui::ShortcutsSheet</name>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>zoom at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Shift + wheel</source>
        <translation>Shift + 滚轮</translation>
    </message>
    <message>
        <source>pan sideways</source>
        <translation>水平平移</translation>
    </message>
    <message>
        <source>Space or middle button</source>
        <translation>空格键或鼠标中键</translation>
    </message>
    <message>
        <source>pan, in any tool</source>
        <translation>平移（任何工具下）</translation>
    </message>
    <message>
        <source>fit the image</source>
        <translation>适合图像</translation>
    </message>
    <message>
        <source>one image pixel a screen pixel</source>
        <translation>图像像素与屏幕像素 1:1</translation>
    </message>
    <message>
        <source>next, previous image</source>
        <translation>下一幅、上一幅图像</translation>
    </message>
    <message>
        <source>See</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Tab held</source>
        <translation>按住 Tab</translation>
    </message>
    <message>
        <source>hide all overlays</source>
        <translation>隐藏所有叠加层</translation>
    </message>
    <message>
        <source>show or hide prediction, Grad-CAM</source>
        <translation>显示或隐藏预测、Grad-CAM</translation>
    </message>
    <message>
        <source>show or hide polygons, brush mask</source>
        <translation>显示或隐藏多边形、画笔掩膜</translation>
    </message>
    <message>
        <source>full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Train and inspect</source>
        <translation>训练与检查</translation>
    </message>
    <message>
        <source>train, stop</source>
        <translation>训练、停止</translation>
    </message>
    <message>
        <source>accept the prediction in view</source>
        <translation>接受视图内的预测</translation>
    </message>
    <message>
        <source>explain the class chosen</source>
        <translation>解释所选类别</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>brush, eraser, polygon</source>
        <translation>画笔、橡皮擦、多边形</translation>
    </message>
    <message>
        <source>rectangle, ellipse, lasso</source>
        <translation>矩形、椭圆、套索</translation>
    </message>
    <message>
        <source>select, hand</source>
        <translation>选择、抓手</translation>
    </message>
    <message>
        <source>Shift + right drag</source>
        <translation>Shift + 右键拖动</translation>
    </message>
    <message>
        <source>brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Alt held</source>
        <translation>按住 Alt</translation>
    </message>
    <message>
        <source>Shift held</source>
        <translation>按住 Shift</translation>
    </message>
    <message>
        <source>straight line, square, circle</source>
        <translation>直线、正方形、圆形</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Enter, double click</source>
        <translation>Enter、双击</translation>
    </message>
    <message>
        <source>finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>take the last vertex back</source>
        <translation>退回上一个顶点</translation>
    </message>
    <message>
        <source>give up, deselect</source>
        <translation>放弃、取消选择</translation>
    </message>
    <message>
        <source>Ctrl + click on an edge</source>
        <translation>Ctrl + 单击边</translation>
    </message>
    <message>
        <source>insert a vertex</source>
        <translation>插入顶点</translation>
    </message>
    <message>
        <source>remove the vertex or polygon</source>
        <translation>删除顶点或多边形</translation>
    </message>
    <message>
        <source>Classes and undo</source>
        <translation>类别与撤销</translation>
    </message>
    <message>
        <source>choose a class</source>
        <translation>选择类别</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>back to the class before</source>
        <translation>返回上一个类别</translation>
    </message>
    <message>
        <source>the class under the cursor</source>
        <translation>拾取光标处的类别</translation>
    </message>
    <message>
        <source>undo, redo</source>
        <translation>撤销、重做</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>fill what looks alike, superpixels</source>
        <translation>填充相似区域，超像素</translation>
    </message>
    <message>
        <source>smaller, larger brush or superpixels</source>
        <translation>缩小、放大画笔或超像素</translation>
    </message>
    <message>
        <source>painting tools erase</source>
        <translation>涂绘工具变为擦除</translation>
    </message>
    <message>
        <source>Shift, Alt, both at the start</source>
        <translation>开始时按 Shift、Alt 或两者</translation>
    </message>
    <message>
        <source>add, cut out, intersect</source>
        <translation>添加、剪去、相交</translation>
    </message>
    <message>
        <source>copy, paste the mask in view</source>
        <translation>复制、粘贴视图中的掩膜</translation>
    </message>
    <message>
        <source>Help &gt; Change shortcuts gives actions other keys; the menus show those that count.</source>
        <translation>“帮助 &gt; 更改快捷键”可为操作指定其他按键；以菜单中显示的为准。</translation>
    </message>
</context>
<context>
    <name>limn::ui::StatusFields</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 · %2 left</source>
        <translation>%1 · 剩余 %2</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Nothing can be changed in this project now.</source>
        <translation>目前无法更改此项目。</translation>
    </message>
    <message>
        <source>NOT SAVED — retry</source>
        <translation>未保存 — 重试</translation>
    </message>
    <message>
        <source>Saving %1…</source>
        <translation>正在保存 %1…</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Everything drawn is on disk.</source>
        <translation>绘制的内容均已写入磁盘。</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>E</source>
        <translation>E</translation>
    </message>
    <message>
        <source>W</source>
        <translation>W</translation>
    </message>
</context>
<context>
    <name>limn::ui::SuperpixelTool</name>
    <message>
        <source>The view is still being divided into superpixels: try again in a moment.</source>
        <translation>视图仍在划分超像素：请稍后再试。</translation>
    </message>
    <message>
        <source>Erase superpixels</source>
        <translation>擦除超像素</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>超像素</translation>
    </message>
</context>
<context>
    <name>limn::ui::ToolOptionsBar</name>
    <message>
        <source>Tool options</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Diameter of the brush ([ and ], or Shift + right drag)</source>
        <translation>画笔直径（[ 和 ]，或 Shift + 右键拖动）</translation>
    </message>
    <message>
        <source>image px</source>
        <translation>图像像素</translation>
    </message>
    <message>
        <source>screen px</source>
        <translation>屏幕像素</translation>
    </message>
    <message>
        <source>Whether the brush keeps its size on the image or on the screen</source>
        <translation>画笔大小以图像像素还是屏幕像素为准</translation>
    </message>
    <message>
        <source>Round brush</source>
        <translation>圆形画笔</translation>
    </message>
    <message>
        <source>Square brush</source>
        <translation>方形画笔</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>How far red, green and blue may be from the pixel clicked, in 0 to 255 of what is shown: the stretch of the image counts</source>
        <translation>红、绿、蓝与单击像素之间允许的差值，按显示值 0 到 255 计：受图像拉伸影响</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>All but locked</source>
        <translation>除锁定外</translation>
    </message>
    <message>
        <source>Unlabelled only</source>
        <translation>仅未标注</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>What the tools may paint over: everything but locked classes, only what is not labelled yet, or locked classes too</source>
        <translation>工具可以覆盖的内容：除锁定类别外的全部、仅尚未标注的部分，或包括锁定类别在内的全部</translation>
    </message>
    <message>
        <source>Paint over</source>
        <translation>可覆盖</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Shift-click draws a line from the last point; Alt erases.</source>
        <translation>Shift 单击从上一点画直线；Alt 擦除。</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Shift-click erases along a line from the last point.</source>
        <translation>Shift 单击沿直线从上一点擦除。</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Drag around what is to be filled; Alt erases; Esc gives up.</source>
        <translation>拖动圈出要填充的区域；Alt 擦除；Esc 放弃。</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Drag from corner to corner; Shift makes a square; Alt erases.</source>
        <translation>从一角拖到对角；Shift 画正方形；Alt 擦除。</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Drag from corner to corner; Shift makes a circle; Alt erases.</source>
        <translation>从一角拖到对角；Shift 画圆形；Alt 擦除。</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Click what looks alike and hangs together; Alt erases; Esc stops.</source>
        <translation>单击填充相似且相连的像素；Alt 擦除；Esc 停止。</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Click a polygon to choose it; drag it or its vertices; double-click an edge to add a vertex; Delete removes it.</source>
        <translation>单击选择多边形；拖动多边形或其顶点；双击边添加顶点；Delete 删除。</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>抓手</translation>
    </message>
    <message>
        <source>Drag to move the picture; the wheel zooms. Space held does so in any tool.</source>
        <translation>拖动以平移画面；滚轮缩放。按住空格键可在任何工具下使用。</translation>
    </message>
    <message>
        <source>Ruler</source>
        <translation>标尺</translation>
    </message>
    <message>
        <source>Click along a line; Enter or a double click ends it; Backspace takes the last point back; Esc clears.</source>
        <translation>沿线单击；Enter 或双击结束；Backspace 退回上一点；Esc 清除。</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Click around an area; Enter or a double click ends it; Backspace takes the last point back; Esc clears.</source>
        <translation>沿区域边界单击；Enter 或双击结束；Backspace 退回上一点；Esc 清除。</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压感</translation>
    </message>
    <message>
        <source>A pen pressed lightly paints thinner; a mouse always paints full</source>
        <translation>轻压触控笔画得更细；鼠标始终为全尺寸</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>About the side of a superpixel on the screen ([ and ])</source>
        <translation>超像素在屏幕上的大致边长（[ 和 ]）</translation>
    </message>
    <message>
        <source>Low: borders follow the colours; high: superpixels become squares</source>
        <translation>低：边界跟随颜色；高：超像素趋于方形</translation>
    </message>
    <message>
        <source>Compactness</source>
        <translation>紧凑度</translation>
    </message>
    <message>
        <source>Snap to neighbours</source>
        <translation>吸附到相邻多边形</translation>
    </message>
    <message>
        <source>Vertices go to the borders of other polygons and follow them, so that neighbours share their border; Ctrl held lets go</source>
        <translation>顶点落到其他多边形的边界上并沿其延伸，使相邻多边形共用边界；按住 Ctrl 可暂停吸附</translation>
    </message>
    <message>
        <source>Click to set vertices; Enter finishes; Backspace takes one back; Esc gives up. Begin with Shift to add, Alt to cut out, both to intersect.</source>
        <translation>单击设置顶点；Enter 完成；Backspace 撤回一个；Esc 放弃。开始时按 Shift 添加，Alt 剪去，两者相交。</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>超像素</translation>
    </message>
    <message>
        <source>Drag over the regions to paint; Alt erases; [ and ] change their size; Esc gives up.</source>
        <translation>拖过要涂绘的区域；Alt 擦除；[ 和 ] 改变大小；Esc 放弃。</translation>
    </message>
</context>
<context>
    <name>limn::ui::TrainingPanel</name>
    <message>
        <source>Compare networks…</source>
        <translation>比较网络…</translation>
    </message>
    <message>
        <source>Networks and encoders, sorted by what suits this machine and the labels</source>
        <translation>网络与编码器，按与这台机器和标注的适合程度排序</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Show by Grad-CAM where the network looks to find this class in the view (Ctrl+E)</source>
        <translation>用 Grad-CAM 显示网络在视图内识别此类别时关注的位置 (Ctrl+E)</translation>
    </message>
    <message>
        <source>Mean IoU %1 (best %2)</source>
        <translation>平均交并比 %1（最佳 %2）</translation>
    </message>
    <message>
        <source>Grad-CAM at %1, %2 ms</source>
        <translation>Grad-CAM：%1，%2 毫秒</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Stop after this step and keep the best weights (T)</source>
        <translation>在当前步之后停止，并保留最佳权重 (T)</translation>
    </message>
    <message>
        <source>Train on what is labelled (T)</source>
        <translation>用已标注的内容训练 (T)</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>This project is open read-only: close it where else it is open to train.</source>
        <translation>此项目以只读方式打开：要训练，请在其他打开它的地方关闭。</translation>
    </message>
    <message>
        <source>Training goes on while you paint: new strokes are learned from the next epoch on.</source>
        <translation>绘制时训练继续进行：新的笔画从下一轮开始参与学习。</translation>
    </message>
    <message>
        <source>The engine is starting…</source>
        <translation>引擎正在启动…</translation>
    </message>
    <message>
        <source>Looking at the labels…</source>
        <translation>正在检查标注…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Looking for what speaks for this class…</source>
        <translation>正在寻找支持此类别的依据…</translation>
    </message>
    <message>
        <source>After training: see where the network looks to find a class.</source>
        <translation>训练之后：可查看网络识别类别时关注的位置。</translation>
    </message>
    <message>
        <source>See where the network looks to find a class in the view.</source>
        <translation>查看网络在视图内识别类别时关注的位置。</translation>
    </message>
    <message>
        <source>Step %L1, %2</source>
        <translation>第 %L1 步，%2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 images/s</source>
        <translation>%1 幅图像/秒</translation>
    </message>
    <message>
        <source>Get its weights…</source>
        <translation>获取其预训练权重…</translation>
    </message>
    <message>
        <source>Get its weights (%1)…</source>
        <translation>获取其预训练权重（%1）…</translation>
    </message>
    <message>
        <source>Training from pretrained weights takes fewer labels and less time</source>
        <translation>从预训练权重开始训练所需的标注和时间更少</translation>
    </message>
    <message>
        <source>All settings…</source>
        <translation>全部设置…</translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Pause: the processor is free, nothing is lost</source>
        <translation>暂停：释放处理器，不会丢失任何内容</translation>
    </message>
    <message>
        <source>Training is paused.</source>
        <translation>训练已暂停。</translation>
    </message>
</context>
<context>
    <name>limn::ui::VertexEditor</name>
    <message>
        <source>Move vertex</source>
        <translation>移动顶点</translation>
    </message>
    <message>
        <source>Insert vertex</source>
        <translation>插入顶点</translation>
    </message>
    <message>
        <source>A polygon keeps at least three vertices: press Delete with the select tool to remove the whole polygon.</source>
        <translation>多边形至少保留三个顶点：要删除整个多边形，请在选择工具下按 Delete。</translation>
    </message>
    <message>
        <source>Remove vertex</source>
        <translation>删除顶点</translation>
    </message>
</context>
<context>
    <name>limn::ui::WeightsDialog</name>
    <message>
        <source>Pretrained weights</source>
        <translation>预训练权重</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Take in %1, downloaded on another machine</source>
        <translation>使用在另一台机器上下载的 %1</translation>
    </message>
    <message>
        <source>Go on with the download</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Accept and download</source>
        <translation>接受并下载</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped. What has come is kept; the download goes on from there.</source>
        <translation>已停止。已下载的部分会保留，下次从该处继续。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>not published</source>
        <translation>未公布</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>not stated by the publisher</source>
        <translation>发布者未说明</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>正在检查文件…</translation>
    </message>
    <message>
        <source>Added %1, which are other weights.</source>
        <translation>已添加 %1，但这是另外的权重。</translation>
    </message>
    <message>
        <source>%1 of %2 MiB</source>
        <translation>%1 / %2 MiB</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · 剩余 %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>limn::ui::WelcomePage</name>
    <message>
        <source>Open images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Try the wetlands demo</source>
        <translation>试用湿地演示</translation>
    </message>
    <message>
        <source>Paint what you see, press Train, watch the network learn it, and correct what it gets wrong.</source>
        <translation>画出您所看到的，单击“训练”，观察网络学习，并纠正它的错误。</translation>
    </message>
    <message>
        <source>Or drop images or a project anywhere in this window.</source>
        <translation>也可将图像或项目拖放到此窗口中任意位置。</translation>
    </message>
    <message>
        <source>Limn</source>
        <translation>Limn</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
</context>
<context>
    <name>limn::ui::WindowActions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;images…</source>
        <translation>打开图像(&amp;I)…</translation>
    </message>
    <message>
        <source>Open &amp;project…</source>
        <translation>打开项目(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Recent projects</source>
        <translation>最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>Try the &amp;wetlands demo</source>
        <translation>试用湿地演示(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Add images to the project…</source>
        <translation>向项目添加图像(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>关闭项目(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit the image</source>
        <translation>适合图像(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100%</translation>
    </message>
    <message>
        <source>&amp;Go to a place…</source>
        <translation>转到位置(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Navigator</source>
        <translation>导航器(&amp;N)</translation>
    </message>
    <message>
        <source>S&amp;cale bar</source>
        <translation>比例尺(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Prediction</source>
        <translation>预测(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Grad-CAM</source>
        <translation>&amp;Grad-CAM</translation>
    </message>
    <message>
        <source>P&amp;olygons</source>
        <translation>多边形(&amp;O)</translation>
    </message>
    <message>
        <source>Brush &amp;mask</source>
        <translation>画笔掩膜(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Hide all overlays (hold Tab)</source>
        <translation>隐藏所有叠加层（按住 Tab）(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Follow the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>图像(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Next image</source>
        <translation>下一幅图像(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous image</source>
        <translation>上一幅图像(&amp;P)</translation>
    </message>
    <message>
        <source>Stretch 2–98 % of the &amp;image</source>
        <translation>按整幅图像 2–98% 拉伸(&amp;I)</translation>
    </message>
    <message>
        <source>Stretch 2–98 % of the &amp;view</source>
        <translation>按当前视图 2–98% 拉伸(&amp;V)</translation>
    </message>
    <message>
        <source>Stretch over the &amp;full range</source>
        <translation>按全范围拉伸(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Remove the image from the project</source>
        <translation>从项目中移除图像(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Annotate</source>
        <translation>标注(&amp;A)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>画笔(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮擦(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Polygon</source>
        <translation>多边形(&amp;P)</translation>
    </message>
    <message>
        <source>Lass&amp;o</source>
        <translation>套索(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>矩形(&amp;R)</translation>
    </message>
    <message>
        <source>Ell&amp;ipse</source>
        <translation>椭圆(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>填充(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Select</source>
        <translation>选择(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>抓手(&amp;H)</translation>
    </message>
    <message>
        <source>R&amp;uler</source>
        <translation>标尺(&amp;U)</translation>
    </message>
    <message>
        <source>Measure an &amp;area</source>
        <translation>测量面积(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;maller brush</source>
        <translation>缩小画笔(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Larger brush</source>
        <translation>放大画笔(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Class</source>
        <translation>类别(&amp;C)</translation>
    </message>
    <message>
        <source>Class chosen be&amp;fore</source>
        <translation>上一个类别(&amp;F)</translation>
    </message>
    <message>
        <source>Class &amp;under the cursor</source>
        <translation>拾取光标处的类别(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Give the selected polygon this class</source>
        <translation>将此类别赋予所选多边形(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Accept the prediction in view</source>
        <translation>接受视图内的预测(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>掩膜(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Resume the interrupted training</source>
        <translation>继续中断的训练(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save the curves…</source>
        <translation>保存曲线(&amp;S)…</translation>
    </message>
    <message>
        <source>Start the &amp;engine again</source>
        <translation>重新启动引擎(&amp;E)</translation>
    </message>
    <message>
        <source>I&amp;nspect</source>
        <translation>检查(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Predict the whole image</source>
        <translation>预测整幅图像(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop predicting</source>
        <translation>停止预测(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Explain the class chosen</source>
        <translation>解释所选类别(&amp;E)</translation>
    </message>
    <message>
        <source>Explain &amp;class</source>
        <translation>解释类别(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Limn</source>
        <translation>关于 Limn(&amp;A)</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言 / Language(&amp;L)</translation>
    </message>
    <message>
        <source>E&amp;xport the network…</source>
        <translation>导出网络(&amp;X)…</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>立即备份(&amp;B)</translation>
    </message>
    <message>
        <source>R&amp;estore a backup…</source>
        <translation>恢复备份(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Copy the mask in view</source>
        <translation>复制视图中的掩膜(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste the mask</source>
        <translation>粘贴掩膜(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Bookmarks</source>
        <translation>书签(&amp;B)</translation>
    </message>
    <message>
        <source>Compare &amp;with a swipe</source>
        <translation>卷帘对比(&amp;W)</translation>
    </message>
    <message>
        <source>Superpi&amp;xels</source>
        <translation>超像素(&amp;X)</translation>
    </message>
    <message>
        <source>I&amp;mport classes…</source>
        <translation>导入类别(&amp;M)…</translation>
    </message>
    <message>
        <source>E&amp;xport classes…</source>
        <translation>导出类别(&amp;X)…</translation>
    </message>
    <message>
        <source>&amp;Change shortcuts…</source>
        <translation>更改快捷键(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Check the images and labels…</source>
        <translation>检查图像和标注(&amp;C)…</translation>
    </message>
    <message>
        <source>Open an a&amp;ddress…</source>
        <translation>打开地址(&amp;D)…</translation>
    </message>
    <message>
        <source>Two views side by si&amp;de</source>
        <translation>左右并排两个视图(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;What the network sees…</source>
        <translation>网络看到的图像(&amp;W)…</translation>
    </message>
</context>
<context>
    <name>limn::ui::Words</name>
    <message>
        <source>Brush stroke</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Add polygon</source>
        <translation>添加多边形</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>frozen encoder</source>
        <translation>冻结编码器</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validating</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>limn::widgets::ClassModel</name>
    <message>
        <source>%1 Mpx</source>
        <translation>%1 Mpx</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Change the colour</source>
        <translation>更改颜色</translation>
    </message>
    <message>
        <source>%1. Double-click or F2 to rename</source>
        <translation>%1。双击或按 F2 重命名</translation>
    </message>
    <message>
        <source>Press %1 to choose</source>
        <translation>按 %1 选择</translation>
    </message>
    <message>
        <source>Hide this class</source>
        <translation>隐藏此类别</translation>
    </message>
    <message>
        <source>Show this class</source>
        <translation>显示此类别</translation>
    </message>
    <message>
        <source>Protected: painting leaves it as it is. Click to unlock</source>
        <translation>已保护：绘制不会改变它。单击解锁</translation>
    </message>
    <message>
        <source>Protect from painting</source>
        <translation>防止被绘制覆盖</translation>
    </message>
    <message>
        <source>Paint with it to remove labels</source>
        <translation>用它绘制以移除标注</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>受保护</translation>
    </message>
    <message>
        <source>not protected</source>
        <translation>未保护</translation>
    </message>
    <message>
        <source>Labelled pixels of this image</source>
        <translation>此图像中已标注的像素</translation>
    </message>
    <message>
        <source>%1 px, %2 of this image</source>
        <translation>此图像中 %1 像素，%2</translation>
    </message>
</context>
<context>
    <name>limn::widgets::ClassPalette</name>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Colour…</source>
        <translation>颜色(&amp;C)…</translation>
    </message>
    <message>
        <source>Pa&amp;ttern</source>
        <translation>图案(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>隐藏(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Unprotect</source>
        <translation>取消保护(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Protect from painting</source>
        <translation>防止被绘制覆盖(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;move class</source>
        <translation>移除类别(&amp;M)</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新类别</translation>
    </message>
    <message>
        <source>Name of a new class</source>
        <translation>新类别的名称</translation>
    </message>
    <message>
        <source>Add the class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Mer&amp;ge into another class…</source>
        <translation>合并到其他类别(&amp;G)…</translation>
    </message>
</context>
<context>
    <name>limn::widgets::CurveComparison</name>
    <message>
        <source>%1, best %2</source>
        <translation>%1，最佳 %2</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>平均 IoU</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Save as PNG, PDF or CSV</source>
        <translation>另存为 PNG、PDF 或 CSV</translation>
    </message>
    <message>
        <source>Choose one or more runs to see their curves</source>
        <translation>选择一次或多次训练以查看曲线</translation>
    </message>
</context>
<context>
    <name>limn::widgets::CurvePlot</name>
    <message>
        <source>Training curves</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>mIoU</source>
        <translation>mIoU</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Validation mIoU</source>
        <translation>验证 mIoU</translation>
    </message>
    <message>
        <source>Labels changed</source>
        <translation>标注已更改</translation>
    </message>
    <message>
        <source>Time (h:min:s)</source>
        <translation>时间（时:分:秒）</translation>
    </message>
    <message>
        <source>Time (min:s)</source>
        <translation>时间（分:秒）</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Validation mIoU, best %1</source>
        <translation>验证 mIoU，最佳 %1</translation>
    </message>
    <message>
        <source>training %1</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>validation %1</source>
        <translation>验证 %1</translation>
    </message>
    <message>
        <source>mIoU %1</source>
        <translation>mIoU %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Save curves</source>
        <translation>保存曲线</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Curves appear here when training starts</source>
        <translation>训练开始后此处显示曲线</translation>
    </message>
    <message>
        <source>Against training steps</source>
        <translation>按训练步数</translation>
    </message>
    <message>
        <source>Against time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Show everything (double click)</source>
        <translation>显示全部（双击）</translation>
    </message>
    <message>
        <source>Save as PNG, PDF or CSV</source>
        <translation>另存为 PNG、PDF 或 CSV</translation>
    </message>
    <message>
        <source>%1 cannot be written: end the name in .png, .pdf or .csv.</source>
        <translation>无法写入 %1：文件名须以 .png、.pdf 或 .csv 结尾。</translation>
    </message>
</context>
<context>
    <name>limn::widgets::DisplayChoices</name>
    <message>
        <source>True colour</source>
        <translation>真彩色</translation>
    </message>
    <message>
        <source>Bands 1, 2, 3</source>
        <translation>波段 1, 2, 3</translation>
    </message>
    <message>
        <source>Colour infrared</source>
        <translation>彩色红外</translation>
    </message>
    <message>
        <source>Bands 4, 1, 2 (infrared)</source>
        <translation>波段 4, 1, 2（红外）</translation>
    </message>
    <message>
        <source>Single band</source>
        <translation>单波段</translation>
    </message>
    <message>
        <source>2–98 %</source>
        <translation>2–98%</translation>
    </message>
    <message>
        <source>0.5–99.5 %</source>
        <translation>0.5–99.5%</translation>
    </message>
    <message>
        <source>Minimum–maximum</source>
        <translation>最小值–最大值</translation>
    </message>
    <message>
        <source>Mean ± 1 deviation</source>
        <translation>均值 ± 1 倍标准差</translation>
    </message>
    <message>
        <source>Mean ± 2 deviations</source>
        <translation>均值 ± 2 倍标准差</translation>
    </message>
    <message>
        <source>Mean ± 3 deviations</source>
        <translation>均值 ± 3 倍标准差</translation>
    </message>
    <message>
        <source>Range of the type</source>
        <translation>数据类型范围</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Magma</source>
        <translation>Magma</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Blue to orange</source>
        <translation>蓝到橙</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
</context>
<context>
    <name>limn::widgets::DisplayControls</name>
    <message>
        <source>Band</source>
        <translation>波段</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>R G B</source>
        <translation>R G B</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Band shown as %1</source>
        <translation>显示为%1的波段</translation>
    </message>
    <message>
        <source>Colour ramp</source>
        <translation>色带</translation>
    </message>
    <message>
        <source>Colours of the band</source>
        <translation>波段的颜色</translation>
    </message>
    <message>
        <source>Handles and numbers for %1</source>
        <translation>用于%1的滑块和数值</translation>
    </message>
    <message>
        <source>Shown as black</source>
        <translation>显示为黑色的值</translation>
    </message>
    <message>
        <source>Shown as white</source>
        <translation>显示为白色的值</translation>
    </message>
    <message>
        <source>Gamma: more than 1 brightens the middle</source>
        <translation>伽马：大于 1 时提亮中间调</translation>
    </message>
    <message>
        <source>γ </source>
        <translation>γ </translation>
    </message>
    <message>
        <source>Band preset</source>
        <translation>波段组合</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>Pixels that set the stretch</source>
        <translation>决定拉伸的像素</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Stretch by the whole image, or by what is in view now</source>
        <translation>按整幅图像或当前视图拉伸</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
</context>
<context>
    <name>limn::widgets::FillPattern</name>
    <message>
        <source>Stripes</source>
        <translation>斜纹</translation>
    </message>
    <message>
        <source>Stripes the other way</source>
        <translation>反向斜纹</translation>
    </message>
    <message>
        <source>Crosses</source>
        <translation>交叉纹</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>横线</translation>
    </message>
    <message>
        <source>Dots</source>
        <translation>圆点</translation>
    </message>
    <message>
        <source>Solid</source>
        <translation>实心</translation>
    </message>
</context>
<context>
    <name>limn::widgets::HistogramView</name>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Drag the handles: what lies left of the first is dark, right of the second bright</source>
        <translation>拖动滑块：第一个左侧为暗，第二个右侧为亮</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>No valid pixels</source>
        <translation>无有效像素</translation>
    </message>
</context>
<context>
    <name>limn::widgets::LayerRow</name>
    <message>
        <source>Opacity of %1</source>
        <translation>%1的不透明度</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Bands and stretch</source>
        <translation>波段与拉伸</translation>
    </message>
    <message>
        <source>Hide %1</source>
        <translation>隐藏%1</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示%1</translation>
    </message>
</context>
<context>
    <name>limn::widgets::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>limn::widgets::Navigator</name>
    <message>
        <source>Navigator</source>
        <translation>导航器</translation>
    </message>
    <message>
        <source>Drag to move the view</source>
        <translation>拖动以移动视图</translation>
    </message>
</context>
<context>
    <name>limn::widgets::RasterLayer</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
</context>
<context>
    <name>limn::widgets::ScaleBar</name>
    <message>
        <source>%1 km</source>
        <translation>%1 km</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 m</translation>
    </message>
    <message>
        <source>%1 cm</source>
        <translation>%1 cm</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 µm</source>
        <translation>%1 µm</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
</context>
<context>
    <name>limn::widgets::SplitView</name>
    <message>
        <source>Shown on the left</source>
        <translation>左侧显示</translation>
    </message>
    <message>
        <source>Shown on the right</source>
        <translation>右侧显示</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有图层</translation>
    </message>
    <message>
        <source>Image alone</source>
        <translation>仅图像</translation>
    </message>
</context>
<context>
    <name>limn::widgets::SwipeLine</name>
    <message>
        <source>Swipe</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>Drag: overlays are shown to the right of the line</source>
        <translation>拖动：叠加图层只显示在线的右侧</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Annotate very large images and train segmentation networks on them.</source>
        <translation>标注超大图像，并用其训练分割网络。</translation>
    </message>
    <message>
        <source>Open the wetlands demo.</source>
        <translation>打开湿地演示。</translation>
    </message>
    <message>
        <source>Images to open, or a project folder NAME.limn.</source>
        <translation>要打开的图像，或项目文件夹 NAME.limn。</translation>
    </message>
</context>
</TS>
