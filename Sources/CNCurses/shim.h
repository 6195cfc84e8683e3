// What Swift cannot say about ncurses: globals that are not concurrency-safe, macros that do not
// import, and cchar_t, which never leaves this file. Include order matters: without
// NCURSES_WIDECHAR before the first ncurses header there are no wide characters.
#pragma once
#define NCURSES_WIDECHAR 1
#include <fcntl.h>
#include <langinfo.h>
#include <ncursesw/curses.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

// Declared only under _GNU_SOURCE, which must not be defined here: types of the C library would be other
// ones then than in Swift's own modules.
int memfd_create(const char *name, unsigned int flags);
int dup3(int descriptor, int other, int flags);
enum { flowlanes_close_on_exec = 1 }; // MFD_CLOEXEC

// From <term.h>, whose macros (lines, columns, tab ...) would reach into everything that follows.
typedef struct term TERMINAL;
extern int setupterm(const char *name, int fd, int *result);
extern int del_curterm(TERMINAL *terminal);
extern TERMINAL *set_curterm(TERMINAL *terminal);
extern char *tigetstr(const char *capability);
extern int tigetnum(const char *capability);
extern int tigetflag(const char *capability);
extern char *tparm(const char *capability, ...);
// From <wchar.h>, which declares it under _XOPEN_SOURCE only.
extern int wcwidth(wchar_t scalar);

/// What `attributes` of a `flowlanes_style` may hold.
enum : uint8_t {
  FLOWLANES_BOLD = 1,
  FLOWLANES_DIM = 2,
  FLOWLANES_UNDERLINE = 4,
  FLOWLANES_REVERSE = 8,
};

/// What a cell of the canvas is to ncurses.
struct flowlanes_cell {
  uint32_t scalar;
  /// Columns that the canvas gave it: 1 or 2; 0 for the second column of the cell before.
  uint8_t columns;
  uint8_t attributes;
  /// As made by init_extended_pair(); 0: the terminal's own colours.
  uint16_t pair;
};

/// stdscr, which Swift 6 refuses as a mutable global.
static inline WINDOW *flowlanes_screen(void) { return stdscr; }

/// The colours of the current terminal, once start_color() succeeded.
static inline int flowlanes_colors(void) { return COLORS; }

/// The colour pairs of the current terminal, once start_color() succeeded.
static inline int flowlanes_color_pairs(void) { return COLOR_PAIRS; }

/// Whether the locale that setlocale() chose writes UTF-8.
static inline bool flowlanes_locale_is_utf8(void) {
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/// newterm() on a stream and standard input, of a size that the caller chose. The screen lives until
/// the process ends.
///
/// Left alone, newterm() believes LINES and COLUMNS, then the kernel, and allocates whatever they
/// claim, up to 65535 x 65535. So they say the caller's size while it looks, and what they said
/// before again afterwards.
static inline bool flowlanes_newterm(const char *name, FILE *output, int rows, int width) {
  static const char *const variables[] = {"LINES", "COLUMNS"};
  const int sizes[] = {rows, width};
  char *before[2];
  for (int i = 0; i < 2; i++) {
    const char *value = getenv(variables[i]);
    before[i] = value ? strdup(value) : NULL;
    char text[12];
    snprintf(text, sizeof text, "%d", sizes[i]);
    setenv(variables[i], text, 1);
  }
  bool made = newterm(name, output, stdin) != NULL;
  for (int i = 0; i < 2; i++) {
    if (before[i]) {
      setenv(variables[i], before[i], 1);
      free(before[i]);
    } else {
      unsetenv(variables[i]);
    }
  }
  return made;
}

/// Makes `name` the current terminal description for tigetnum() and tigetstr(), and writes nothing.
/// setupterm(), unlike initscr(), returns when there is no such description.
static inline bool flowlanes_describe(const char *name) {
  int result = 0;
  return setupterm(name, 1, &result) == OK && result == 1;
}

/// Ends what flowlanes_describe() began.
static inline void flowlanes_forget_description(void) {
  TERMINAL *described = set_curterm(NULL);
  if (described) del_curterm(described);
}

/// A string capability of the current description; NULL where it has none.
static inline const char *flowlanes_capability(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

/// A string capability of one parameter, filled in; good until the next call.
static inline const char *flowlanes_expand(const char *capability, int parameter) {
  return tparm(capability, (long)parameter, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

/// A file in memory, for what curses draws; -1 where there is none to be had.
static inline int flowlanes_memory(void) { return memfd_create("flowlanes-screen", flowlanes_close_on_exec); }

/// Makes `descriptor` mean what `other` does, and closes it for programs that are started.
static inline bool flowlanes_replace(int other, int descriptor) {
  return dup3(other, descriptor, O_CLOEXEC) >= 0;
}

/// Whether the terminal takes a scalar as the canvas did: the locale can write it, in that many columns.
static inline bool flowlanes_fits(uint32_t scalar, int columns, bool utf8) {
  return scalar < 0x7f || (utf8 && wcwidth((wchar_t)scalar) == columns);
}

/// Puts neighbouring cells of a row on the screen's window. Nothing is sent before doupdate().
///
/// Where the C library gives a scalar another width than the canvas did, or the locale cannot write
/// it, `?` stands in its place: the columns after it stay where the canvas has them.
static inline void flowlanes_put_cells(
    int y, int x, const struct flowlanes_cell *cells, size_t count, bool utf8) {
  enum { CHUNK = 256 };
  cchar_t row[CHUNK];
  for (size_t at = 0; at < count;) {
    int used = 0, columns = 0;
    while (at < count && used < CHUNK - 1) {
      const struct flowlanes_cell *cell = &cells[at++];
      if (cell->columns == 0) continue;
      attr_t attributes = A_NORMAL;
      if (cell->attributes & FLOWLANES_BOLD) attributes |= A_BOLD;
      if (cell->attributes & FLOWLANES_DIM) attributes |= A_DIM;
      if (cell->attributes & FLOWLANES_UNDERLINE) attributes |= A_UNDERLINE;
      if (cell->attributes & FLOWLANES_REVERSE) attributes |= A_REVERSE;
      wchar_t text[2] = {(wchar_t)cell->scalar, 0};
      bool fits = flowlanes_fits(cell->scalar, cell->columns, utf8);
      if (!fits) text[0] = '?';
      int pair = cell->pair;
      setcchar(&row[used++], text, attributes, (short)0, &pair);
      if (!fits && cell->columns == 2) {
        text[0] = ' ';
        setcchar(&row[used++], text, attributes, (short)0, &pair);
      }
      columns += cell->columns;
    }
    mvwadd_wchnstr(stdscr, y, x, row, used);
    x += columns;
  }
}

/// What flowlanes_mouse() found.
enum : int {
  FLOWLANES_MOUSE_NOTHING = 0,
  FLOWLANES_MOUSE_CLICK = 1,
  FLOWLANES_MOUSE_WHEEL_UP = 2,
  FLOWLANES_MOUSE_WHEEL_DOWN = 3,
};

/// Has the terminal report the first button and the wheel, or nothing.
static inline void flowlanes_use_mouse(bool on) {
  // A press counts at once; curses would wait for a release to call it a click.
  mouseinterval(0);
  mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

/// The event that wgetch() announced by KEY_MOUSE, and where.
static inline int flowlanes_mouse(int *x, int *y) {
  MEVENT event;
  if (getmouse(&event) != OK) return FLOWLANES_MOUSE_NOTHING;
  *x = event.x;
  *y = event.y;
  if (event.bstate & BUTTON4_PRESSED) return FLOWLANES_MOUSE_WHEEL_UP;
  if (event.bstate & BUTTON5_PRESSED) return FLOWLANES_MOUSE_WHEEL_DOWN;
  return event.bstate & BUTTON1_PRESSED ? FLOWLANES_MOUSE_CLICK : FLOWLANES_MOUSE_NOTHING;
}
