<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>limn::ui::CheckDialog</name>
    <message numerus="yes">
        <source>%n thing(s) to look at:</source>
        <translation>
            <numerusform>%n thing to look at:</numerusform>
            <numerusform>%n things to look at:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::ClassChangeDialog</name>
    <message numerus="yes">
        <source>%n polygon(s)</source>
        <translation>
            <numerusform>%n polygon</numerusform>
            <numerusform>%n polygons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n complete region(s)</source>
        <translation>
            <numerusform>%n complete region</numerusform>
            <numerusform>%n complete regions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Labelled as %1 in %n image(s): %2.</source>
        <translation>
            <numerusform>Labelled as %1 in %n image: %2.</numerusform>
            <numerusform>Labelled as %1 in %n images: %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::EvaluationDialog</name>
    <message numerus="yes">
        <source>over %n image(s)</source>
        <translation>
            <numerusform>over %n image</numerusform>
            <numerusform>over %n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>over %n block(s)</source>
        <translation>
            <numerusform>over %n block</numerusform>
            <numerusform>over %n blocks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::ImageListModel</name>
    <message numerus="yes">
        <source>%1
%L2 × %L3 pixels, %n band(s)</source>
        <translation>
            <numerusform>%1
%L2 × %L3 pixels, %n band</numerusform>
            <numerusform>%1
%L2 × %L3 pixels, %n bands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::MaskMenu</name>
    <message numerus="yes">
        <source>Traced %n polygon(s).</source>
        <translation>
            <numerusform>Traced %n polygon.</numerusform>
            <numerusform>Traced %n polygons.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::RelinkDialog</name>
    <message numerus="yes">
        <source>%n image(s) cannot be found. Choose a folder that they may have been moved to; the folders in it are searched too.</source>
        <translation>
            <numerusform>%n image cannot be found. Choose a folder that it may have been moved to; the folders in it are searched too.</numerusform>
            <numerusform>%n images cannot be found. Choose a folder that they may have been moved to; the folders in it are searched too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>limn::ui::UnsavedDialog</name>
    <message numerus="yes">
        <source>%n edit(s) of %1 are not on disk yet.</source>
        <translation>
            <numerusform>%n edit of %1 is not on disk yet.</numerusform>
            <numerusform>%n edits of %1 are not on disk yet.</numerusform>
        </translation>
    </message>
</context>
</TS>
