// Leaves the terminal as it was found, however the process ends.
//
// A trap, a signal or a library's exit() would leave the alternate screen on, the cursor hidden and
// the terminal raw. The guard undoes that from a signal handler and from atexit(); it then hands
// the signal to the handler that was there before, so that Swift's backtrace is printed on a
// terminal that can show it.
//
// While armed it also keeps standard error off the screen, if that is the same terminal: what
// is written there is held back and shown when the screen is given up.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Remembers the modes of the terminal `input`, and from now on undoes whatever curses does: at the
/// end of the process or at a crash, `restore` is written to `output`.
///
/// `restore` is copied. Handlers are installed once; arming again after a disarm only remembers
/// anew. Returns false, and does nothing, if `input` is no terminal or `restore` is too long.
bool flowlanes_guard_arm(int input, int output, const char *restore, size_t length);

/// Says that curses itself restored the terminal, and shows what was written to standard error.
/// Modes are not touched. Disarming twice does nothing.
void flowlanes_guard_disarm(void);

/// Gives the terminal back without waiting for it: its link hangs, and curses' own end would hang with
/// it. What was written to standard error is not shown.
void flowlanes_guard_abandon(void);

/// Says that curses took the terminal again, after flowlanes_guard_disarm(): the modes remembered
/// by flowlanes_guard_arm() stay those to restore.
void flowlanes_guard_rearm(void);

/// Gives the calling thread room to handle a stack overflow in. Cheap after the first call.
///
/// A Dispatch queue, the main one included, has no thread of its own: call it where the work begins.
void flowlanes_guard_thread(void);
