#!/usr/bin/env perl
# Makes what wasm-bindgen writes smaller to download: scripts/slim.pl GLUE.js MODULE.wasm
#
# The names by which the two call each other end in hashes, which no compression can shorten: they become one or two
# letters. Comments and indentation of the glue go too. Run again on the same files it changes nothing.
use strict;
use warnings;

my ($glue, $module) = @ARGV;
my $script = slurp($glue);
# The object of all imports is named by the module's file before it got its hash.
exit 0 unless $script =~ s{"\./[\w-]+_bg\.js": import0}{"a": import0};

our ($wasm, $at) = (slurp($module), 0);
my (%import, %export);
my $slim = take(8);
while ($at < length $wasm) {
    my $kind = ord take(1);
    my $body = take(number());
    # What only tools read: names, mostly.
    next if $kind == 0;
    $body = imports($body) if $kind == 2;
    $body = exports($body) if $kind == 7;
    $slim .= chr($kind) . leb(length $body) . $body;
}

# As wasm-bindgen writes them: an import is a property of one object, an export is called by the module's name.
$script =~ s/^( +)(\w+)(?=: function)/$1 . ($import{$2} \/\/ $2)/gem;
$script =~ s/\bwasm\.(\w+)/'wasm.' . ($export{$1} \/\/ $1)/ge;
my @lost = grep { $script =~ /\b\Q$_\E\b/ } keys %import;
die "$glue: these names are used in a way that is not known here: @lost\n" if @lost;
$script =~ s{/\*\*.*?\*/}{}gs;
$script =~ s{^\s*//.*\n}{}gm;
$script =~ s{^\s+}{}gm;

spew($glue, $script);
spew($module, $slim);

# The functions that the module wants. `a` is what the module calls the glue from here on; `b` is where it asks for its
# other parts, by names that scripts/parts.pl has told the page.
sub imports {
    return within(shift, sub {
        my $out = leb(my $count = number());
        for my $i (1 .. $count) {
            my ($from, $name) = (take(number()), take(number()));
            ord take(1) == 0 or die "$module: it imports something else than functions\n";
            my ($source, $called) = ('b', $name);
            ($source, $called) = ('a', $import{$name} //= short(scalar keys %import)) if $from =~ /_bg\.js$/;
            $out .= "\1$source" . leb(length $called) . $called . "\0" . leb(number());
        }
        return $out;
    });
}

# What the module offers.
sub exports {
    return within(shift, sub {
        my $out = leb(my $count = number());
        for my $i (1 .. $count) {
            my $name = take(number());
            # The other parts share these, and know them by their names.
            $export{$name} = $name =~ /^(memory$|__indirect_function_table$|__wasm_split)/ ? $name : short(scalar keys %export);
            $out .= leb(length $export{$name}) . $export{$name} . take(1) . leb(number());
        }
        return $out;
    });
}

sub within {
    my ($bytes, $read) = @_;
    local ($wasm, $at) = ($bytes, 0);
    return $read->();
}

sub take {
    my $bytes = substr $wasm, $at, $_[0];
    $at += $_[0];
    return $bytes;
}

# Numbers stand in LEB128.
sub number {
    my ($value, $shift) = (0, 0);
    while (1) {
        my $byte = ord take(1);
        $value |= ($byte & 127) << $shift;
        $shift += 7;
        return $value if $byte < 128;
    }
}

sub leb {
    my $value = shift;
    my $bytes = '';
    while ($value > 127) {
        $bytes .= chr($value & 127 | 128);
        $value >>= 7;
    }
    return $bytes . chr $value;
}

sub short {
    my $place = shift;
    my @letters = ('a' .. 'z', 'A' .. 'Z');
    return $place < @letters ? $letters[$place] : short(int($place / @letters) - 1) . $letters[$place % @letters];
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
