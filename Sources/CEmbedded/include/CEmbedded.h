// Files that travel inside the program: the themes, and the recording that `flowlanes demo` plays.
#pragma once
#include <stddef.h>

/// A theme of themes/ by its place, from 0 on; NULL after the last.
/// The bytes are not terminated. They and the name last as long as the process.
const char *flowlanes_embedded_theme(size_t index, const char **name, size_t *length);

/// The recording of the demo, a pcapng file. The bytes last as long as the process.
const unsigned char *flowlanes_embedded_demo(size_t *length);
