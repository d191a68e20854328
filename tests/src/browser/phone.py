#!/usr/bin/python3
"""A phone-sized WebKitGTK browser that a WebKitWebDriver can drive and that remembers.

WebKitGTK's own MiniBrowser forgets everything at the end of an automated
session; this one keeps its profile in a folder, so that a story can close it,
or kill it, and open it again.
"""

import argparse
import os
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--profile", required=True)
parser.add_argument("--width", type=int, required=True)
parser.add_argument("--height", type=int, required=True)
parser.add_argument("--lang", required=True)
parser.add_argument("--dark", action="store_true")
options = parser.parse_args()

Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", options.dark)

# What a site may store is a share of the disk; more or less, because the engine has its own idea of the disk's size.
room = Path(options.profile, "room")
disk = os.statvfs(options.profile)
share = int(room.read_text()) / (disk.f_blocks * disk.f_frsize) if room.exists() else 0.6
data = WebKit2.WebsiteDataManager(
    base_data_directory=f"{options.profile}/data",
    base_cache_directory=f"{options.profile}/cache",
    origin_storage_ratio=share,
)
context = WebKit2.WebContext.new_with_website_data_manager(data)
context.set_automation_allowed(True)
context.set_preferred_languages([options.lang])


def create_view(_session):
    pages = WebKit2.UserContentManager()
    before = Path(options.profile, "before.js")
    if before.exists():
        frames, start = WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START
        pages.add_script(WebKit2.UserScript(before.read_text(), frames, start, None, None))
    view = WebKit2.WebView(web_context=context, user_content_manager=pages, is_controlled_by_automation=True)
    view.get_settings().set_property("enable-write-console-messages-to-stdout", True)
    if room.exists():
        # Safari tells sites how much room there is, since 17; WebKitGTK only if it is asked to.
        known = WebKit2.Settings.get_all_features()
        for feature in (known.get(place) for place in range(known.get_length())):
            if feature.get_identifier() in ("StorageAPI", "StorageAPIEstimate"):
                view.get_settings().set_feature_enabled(feature, True)
    window = Gtk.Window(decorated=False)
    window.add(view)
    window.set_default_size(options.width, options.height)
    window.show_all()
    GLib.timeout_add(200, print_if_asked, view)
    return view


def print_if_asked(view):
    """Prints the page on A4 into a file when its owner puts a note there, which goes when the sheet is out."""
    asked = Path(options.profile, "print")
    if not asked.exists():
        return True
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, Path(options.profile, "printed.pdf").as_uri())
    sheet = Gtk.PageSetup()
    sheet.set_paper_size(Gtk.PaperSize.new(Gtk.PAPER_NAME_A4))

    def printed(_operation):
        asked.unlink()
        GLib.timeout_add(200, print_if_asked, view)

    operation = WebKit2.PrintOperation.new(view)
    operation.set_print_settings(settings)
    operation.set_page_setup(sheet)
    operation.connect("finished", printed)
    operation.print_()
    # The operation lives as long as this.
    view.printing = operation
    return False


def automation_started(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("YishiPhone")
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect("create-web-view", create_view)


context.connect("automation-started", automation_started)
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, 15, Gtk.main_quit)
Gtk.main()
