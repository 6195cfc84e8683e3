#ifndef CNOFOUNDATION_H
#define CNOFOUNDATION_H

// swift-argument-parser asks Foundation for two things: JSON, for its hidden option
// `--experimental-dump-help`, and whether an error is a `LocalizedError`, which none of ours is. For
// these a static program carries 6 MB of Foundation, more than a quarter of it.
//
// This target has symbols of its own under the names of those that are asked for, so that the
// linker takes nothing from Foundation's archive. They are weak: should a newer parser ask for more,
// Foundation is linked as if this were not here, and `Tests/bench/run` shows a larger program. They
// are hidden: a Foundation that is loaded as a library keeps to its own.
//
// Nothing here is called from Swift. Debug builds are left with Foundation: that JSON is what
// `swift package generate-manual` makes a manual page of.

#endif
