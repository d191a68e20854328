#!/usr/bin/env perl
# Puts the parts of the app that come later beside the others: scripts/parts.pl GLUE.js PARTS
#
# PARTS is what wasm-split wrote: a file for each part, and a script that says which of them belong together. Each file
# gets the hash of its content into its name; index.html learns the names and loads them (yishiParts, yishiLink), in
# place of that script.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);

my ($glue, $folder) = @ARGV;
my $linked = slurp("$folder/__wasm_split.js");

my (%file, %of);
# `const __chunk_3 = makeLoad(<its file>, []);` and `export const __wasm_split_load_NAME = wrapAsyncCb(makeLoad(<its file>, [__chunk_3, …]));`
while ($linked =~ /const (\w+) = (?:wrapAsyncCb\()?makeLoad\((.*?), \[([\w, ]*)\]\)/gs) {
    my ($name, $loads, $needs) = ($1, $2, $3);
    my ($wasm) = $loads =~ m{"\./([\w-]+)\.wasm"};
    # Named by what stands in it, not by its number.
    $file{$name} = defined $wasm ? kept($wasm) : undef;
    $of{$1} = [grep { defined } map { $file{$_} } split(/, /, $needs), $name] if $name =~ /^__wasm_split_load_(\w+)$/;
}
die "$folder: no part was found\n" unless %of;

my $names = join ', ', map { "$_: [" . join(', ', map { qq("$_") } @{$of{$_}}) . ']' } sort keys %of;
my $page = slurp('index.html');
$page =~ s/window\.yishiParts\s*=\s*\{[^{}]*\}/window.yishiParts = {$names}/ or die "index.html has no yishiParts\n";
spew('index.html', $page);

my $script = slurp($glue);
my $imports = $script =~ s{^import \* as (\w+) from "\./__wasm_split\.js";?\n}{}gm;
die "$glue does not import the parts\n" unless $imports;
$script =~ s{^\s*"\./__wasm_split\.js": \w+,\n}{}gm;
$script =~ s{("\./[\w-]+_bg\.js": import0,\n)}{$1"b": yishiLink(() => wasm),\n} or die "$glue: its imports look different\n";
spew($glue, $script);

# A part without the sections that only tools read, under its name in the app.
sub kept {
    my ($wasm) = @_;
    my $bytes = slurp("$folder/$wasm.wasm");
    my ($out, $at) = (substr($bytes, 0, 8), 8);
    while ($at < length $bytes) {
        my ($start, $kind) = ($at, ord substr($bytes, $at, 1));
        my ($size, $shift, $byte) = (0, 0, 0);
        $at++;
        do {
            $byte = ord substr($bytes, $at++, 1);
            $size |= ($byte & 127) << $shift;
            $shift += 7;
        } while $byte > 127;
        $at += $size;
        $out .= substr($bytes, $start, $at - $start) if $kind != 0;
    }
    (my $part = $wasm) =~ s/^(split|chunk)_//;
    my $name = ($1 // '') eq 'split' ? "yishi-$part" : 'yishi-shared';
    my $file = "$name-" . substr(sha256_hex($out), 0, 16) . '.wasm';
    spew($file, $out);
    return "./$file";
}

sub slurp {
    my $path = shift;
    open(my $in, '<:raw', $path) or die "$path: $!\n";
    local $/;
    return scalar <$in>;
}

sub spew {
    my ($path, $bytes) = @_;
    open(my $out, '>:raw', $path) or die "$path: $!\n";
    print {$out} $bytes;
    close($out) or die "$path: $!\n";
}
