// What the rooms below and the engine say of image files, projects and labels.
#include "ui/word_lists.h"

#include <QtGlobal>

namespace limn::ui
{

std::span<const char* const> fileWords()
{
    static constexpr const char* words[] = {
        // Image files.
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 does not exist; check the path or relink it"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 cannot be reached (%2); check the path and its permissions"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is no file; choose an image file"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be opened (%2); check its permissions"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is empty (0 bytes); export it again"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 cannot be opened; check the address and the connection, then try again"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 cannot be opened (%2); check the address and the connection, then try again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 is a folder, not an image; choose an image file in it"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 is no image that GDAL can read; convert it to GeoTIFF, PNG or JPEG and open that"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 looks like %2 but cannot be opened; it may be "
                                             "damaged or cut short: copy or export it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 looks like %2 but cannot be opened (%3); it may "
                                             "be damaged or cut short: copy or export it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 holds several images; open one of them by its name, such as %2"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has no bands; choose a file with pixels in it"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has no pixels; export it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 has complex samples; convert it to amplitude or intensity first"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 can only be decoded in pieces that need more than 512 MiB; rewrite "
                          "it with gdal_translate -co TILED=YES and open that"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 is cut short (%2 bytes, its pixels need at least %3); copy or export it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 ends neither in .png nor in .jpg; choose one of them"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be written because its %2 x %3 pixels do "
                                             "not fit into memory; choose a smaller size"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 cannot be written because the disk is full; free some space and try again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be written; check the disk's free space "
                                             "and the folder's permissions and try again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be written (%2); check the disk's free "
                                             "space and the folder's permissions and try again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be written because the folder %2 does not "
                                             "exist; make it or choose another place"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 cannot be written because %2 is no folder; choose another place"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 cannot be written because it is a folder; choose another name"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 cannot be written (%2); choose another folder or change its permissions"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 has changed on disk since it was opened; open it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 was not read: it was wanted no more before there was room in memory "
                          "for it; read it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 is no file on a disk, so that nothing can be kept beside it; work "
                          "with the overviews in the project"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has overviews already; nothing needs to be built"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 is so small that overviews are of no use; open it as it is"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is there already but holds no overviews of this "
                                             "image; move it away and try again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has a mask of its own, whose overviews cannot lie "
                                             "beside it; work with those in the project"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 is of a format that takes no overviews from "
                                             "beside it; work with those in the project"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be read at %2; the file may be damaged or "
                                             "cut short: copy or export it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 cannot be read at %2 (%3); the file may be "
                                             "damaged or cut short: copy or export it again"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 has %2 bands, so band %3 does not exist; choose other bands"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 holds the value %2 at column %3, row %4, but class values are whole "
                          "numbers from 0 to 255; export the mask again as 8-bit"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 is damaged or was made in another way; try again, it is made anew"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 has not answered for %2 s; check the connection to where it lies, then try again"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The display settings cannot be read (%1); reset the display of this image"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "%1 cannot be written without pixels and with fewer than 1 or more than "
                          "65535 bands; check the image it is made from"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 cannot have a palette because it is not one 8-bit band; write it without one"),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 cannot have a palette colour for the value %2; class values are 0 to 255"),
        // Projects.
        QT_TRANSLATE_NOOP("limn::ui::Words", "A project needs a folder: name one."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The folder '%1' cannot be made (%2): choose a place "
                                             "that you may write to and that has space."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is a file: choose another name for the project."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The folder '%1' is not empty: choose another name "
                                             "for the project, or open what is there."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The folder '%1' cannot be read (%2): check its permissions."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no project '%1': check the path, or make a new project."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is a file and not a Limn project: choose a folder NAME.limn."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The folder '%1' is not a Limn project (it holds no "
                                             "%2): choose a folder that Limn has made."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' is not a Limn project: choose a folder NAME.limn that Limn has made."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The project '%1' was made by a newer Limn (format %2; this Limn reads "
                          "formats up to %3): update Limn to open it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' was written by a newer Limn (format %2; this Limn reads formats up "
                          "to %3): update Limn to open it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is damaged (it names no format): restore it from a backup."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is damaged (an image's georeference): restore it from a backup."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' is damaged (%2): restore it from a backup."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is damaged or is not a Limn file: restore it from a backup."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' is damaged: the run cannot be shown or gone on with; start a new one."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The project '%1' is open read-only: close it where it is being worked "
                          "on and open it again to change it."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The project is open read-only: close it where it is "
                                             "being worked on and open it again to change '%1'."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The project '%1' cannot be written (%2): check the "
                                             "permissions of its folder, or open it read-only."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The project '%1' is open in another window or "
                                             "program: close it there, or open it read-only."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The project '%1' cannot be locked (%2): copy it to a "
                                             "local disk, or open it read-only."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' was not closed properly and its folder cannot be written: copy the "
                          "whole folder to where you may write and open the copy."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "There is no space left on the disk to write '%1': free some space on it."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' cannot be written: check the permissions of the file and its folder."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' cannot be written (%2): check the permissions of its folder and the disk."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' cannot be written (%2): free some space on the disk and check its permissions."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' cannot be opened: check that it is there and its permissions."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' cannot be read: check that it is there and its permissions."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' is being written by another program: close it there and try again."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Reading or writing '%1' failed (%2): check the disk or the network drive it lies on."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is not enough memory to work with '%1': close other programs."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' cannot be used (%2)."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' could not be brought to disk: check the disk or the network drive it lies on."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The backup '%1' is damaged: choose another one."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The folder '%1' cannot be made (%2): check its "
                                             "permissions and the space on the disk."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The old backup '%1' cannot be removed (%2): check the permissions of its folder."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The project '%1' cannot be replaced (%2): check the permissions of its "
                          "folder and the space on the disk."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The project '%1' holds no image number %2: it may have been removed meanwhile."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "%1 has another size or other bands than the image %2 "
                                             "of the project: choose the file that was moved."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "%1 belongs to another image of the project already: choose the file that was moved."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no prediction '%1': predict the image first."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' holds no predictions that this Limn can read: "
                                             "delete it and predict the image again."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The folder '%1' cannot be made (%2): check that the "
                                             "project's folder can be written and has space."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is no training run \"%1\" to delete: it may be gone."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The run \"%1\" is pinned: unpin it to delete it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The run \"%1\" cannot be deleted (%2): check the permissions of %3."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A stored tile %1: restore the project from a backup."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "is not in Limn's format"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "has the wrong size"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A tile cannot be compressed (%1): close other programs to free memory."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "Older undo steps could not be %1 disk (%2): free some space on it, or "
                          "let undo take more memory in the settings."),
        // Classes, shapes and lists of them.
        QT_TRANSLATE_NOOP("limn::ui::Words", "A class needs a name: type one."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is a class '%1' already: choose another name."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A project holds at most 254 classes: remove one before adding '%1'."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' is no pattern: write solid, stripes, backstripes, crosses, lines or dots."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is not a colour: write it as #rrggbb, for example #0072b2."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The class to merge into is not there any more: choose another one."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The class '%1' has the value %2: give every class a value of its own from 1 to 254."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "Two classes have the name '%1' or one has none: give every class a name of its own."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "Line %1 of '%2': %3"),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' is no class value: write a number from 1 to 254."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' is no class list: its first line must name the "
                                             "columns value, name, colour, key; name is needed."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "the name is longer than %1 bytes: shorten it."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "the value %1 is taken already: give every class a value of its own."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' holds no class: add a line for each class."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The list '%1' cannot be read: check that it is there and its permissions."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The list '%1' has a quote that never closes, in line %2: add the missing \"."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A polygon needs a class: choose one and draw it again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A polygon needs an outline: draw at least three vertices."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "A polygon needs at least three vertices: draw it again."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "A polygon has a vertex whose coordinates are no numbers: draw it again."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A polygon of the project is damaged: delete it in a "
                                             "GIS, or restore the project from a backup."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "A polygon was edited meanwhile: do it again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "What is painted cannot be saved, and no more of it fits into memory: "
                          "see that the project's drive answers again, or close the project and "
                          "keep a copy of what is not saved."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The polygon is not there any more: it may have been removed."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The polygon lies outside the image: choose another one."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "These polygons cannot be combined: simplify them, or "
                                             "move a vertex a little, and try again."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "There is nothing to tell apart here: draw the polygon around the object "
                          "with some of its surroundings outside."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "A complete region needs a class and an area: choose a class and draw it again."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is not enough memory to trace this much of the "
                                             "mask: zoom in and trace it part by part."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The mask in view could not be traced: zoom in and try again."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "More is in view than can be traced at once: zoom in and trace it part by part."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The part of the image to fill is too large: zoom in."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The view is too large for superpixels: make it smaller."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The mask value %1 is to become class %2, which the "
                                             "project does not have: add the class first."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The mask '%1' is %2 x %3 pixels and its image '%4' "
                                             "%5 x %6: give a mask of the image's size."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "There is no file '%1': check the path."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' cannot be read as shapes: give a GeoJSON, "
                                             "GeoPackage, Shapefile or another vector file."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The labels painted at x %1, y %2 (%3 x %4 pixels) are damaged in the "
                          "project's file: restore it from a backup."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "'%1' is not a split: write train, val or test, or leave it empty to let Limn decide."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The list '%1' has no column 'image' (its first line "
                                             "names: %2): name the columns image, mask and split."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The mask value %1 cannot be: mask files hold values from 0 to 255."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' is not a class: what follows the @ must be the "
                                             "mask file's value for it, 0 to 255, as in water@3."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "'%1' names no class: write NAME, NAME=#rrggbb or NAME@VALUE."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The mask '%1' holds the value %2, which is no class of the project: "
                          "name its classes with their values, as in --class water@3."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "The list '%1' is empty: its first line names the columns image, mask "
                          "and split, each further line an image."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The list '%1' names no image: add a line for each."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "The image's path is missing."),
        QT_TRANSLATE_NOOP("limn::ui::Words", "'%1' has no field '%2': %3"),
        QT_TRANSLATE_NOOP("limn::ui::Words", "its shapes carry no fields at all."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The shapes of '%1' are in pixel coordinates, and the project has %2 images that they "
            "could belong to: import them into a project of one image, or give them a CRS."),
        QT_TRANSLATE_NOOP(
            "limn::ui::Words",
            "The project '%1' has no images: add the images before the shapes of '%2'."),
        QT_TRANSLATE_NOOP("limn::ui::Words",
                          "No polygon of '%1' with a text in '%2' lies on an image of the project: "
                          "check its CRS, and that it covers the images."),
    };
    return words;
}

} // namespace limn::ui
